import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freshFolder, removeFolder, type ServerChild, startChild } from "../server/start-child.ts";
import { createChance } from "./chance.ts";
import { type Client, createClient } from "./client.ts";
import { compareAfter, compareBefore, sendAgain } from "./compare.ts";
import { createLedger } from "./ledger.ts";
import { lookInside } from "./look-inside.ts";
import { createVerdict } from "./verdict.ts";
import { writeUntilKilled } from "./write-until-killed.ts";
import { prepare } from "./writes.ts";

/**
 * `npm run torture -- --rounds N [--seed S]`: a server under mixed writes is killed at a moment of chance, started again, and held to
 * everything it acknowledged. What nobody is sure of is sent again under the same key, and has to be there once.
 */
const { values } = parseArgs({ options: { rounds: { type: "string", default: "20" }, seed: { type: "string", default: "1" } } });
const rounds = Number(values.rounds);
const chance = createChance(Number(values.seed));
const LOOK_INSIDE_EVERY = 10;
const WRITING_MS = 5000;
const READY_MS = 120_000;
/** When the kill comes: somewhere in the writing, during a start, or right behind something that runs. */
const MOMENTS = { writing: 50, starting: 15, backup: 12, snapshot: 13, stopping: 10 } as const;

const say = (line: string) => process.stderr.write(`${line}\n`);
const folder = freshFolder("torture");
const dataDir = join(folder, "data");
const settings = { COUNTERSEAT_RATE_PER_MINUTE: "0" };
const ledger = createLedger();
const verdict = createVerdict();
const startTimes: number[] = [];
let seen = 0;

let { child, client } = await start();
await prepare(client);
let done: number[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const moment = chance.pick(MOMENTS);
  const before = new Set(ledger.batches.keys());
  const written = await writeAndKill(moment);
  client.close();
  if (moment === "starting") await killWhileStarting();
  ({ child, client } = await start());
  await compareBefore(client, ledger, verdict);
  const unsure = await sendAgain(client, ledger);
  const recent = [...ledger.batches.keys()].filter((n) => !before.has(n));
  await compareAfter({ client, ledger, verdict, recent });
  done = [...ledger.imports]
    .filter(([, { withdrawal }]) => withdrawal === "none")
    .map(([n]) => n)
    .filter(() => chance.next() < 0.2);
  if (round % LOOK_INSIDE_EVERY === 0 || round === rounds) await stopAndLook(round < rounds);
  for (const finding of verdict.findings.slice(seen)) process.stdout.write(`round ${round} (${moment}): ${finding}\n`);
  seen = verdict.findings.length;
  say(`round ${round}: ${moment}, ${written} acknowledged, ${unsure} sent again, ready after ${Math.round(startTimes.at(-1) ?? 0)} ms`);
}
removeFolder(folder);
const sorted = startTimes.toSorted((a, b) => a - b);
const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
say(`ready again after ${at(0.5)} ms (p50), ${at(0.95)} ms (p95), ${sorted.length} starts`);
process.stdout.write(
  `${rounds} rounds: ${verdict.lost} acknowledged lost, ${verdict.duplicates} duplicates, ${verdict.half} half states\n`,
);
process.exitCode = verdict.lost + verdict.duplicates + verdict.half === 0 ? 0 : 1;

/** Resolves once /readyz says so. */
async function start(): Promise<{ child: ServerChild; client: Client }> {
  const began = performance.now();
  const started = startChild({ dataDir, settings });
  const { url } = await started.ready;
  const end = Date.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) break;
    if (Date.now() > end) throw new Error(`not ready after ${READY_MS / 1000} s: ${answer === null ? "no answer" : await answer.text()}`);
    await pause(20);
  }
  startTimes.push(performance.now() - began);
  return { child: started, client: createClient(dataDir) };
}

async function writeAndKill(moment: keyof typeof MOMENTS): Promise<number> {
  let gone = false;
  const writing = writeUntilKilled({ client, ledger, chance, over: () => gone, done });
  // By what was acknowledged rather than by the clock: a slow machine is to be killed in the middle of as much.
  const enough = chance.whole(0, moment === "writing" ? 120 : 40);
  for (const end = Date.now() + WRITING_MS; writing.acknowledged() < enough && Date.now() < end;) await pause(5);
  await pause(chance.whole(0, 60));
  const backup = join(folder, "backup");
  if (moment === "backup") void client.ask("POST", "/api/v1/backups", { file: backup });
  if (moment === "snapshot") child.send("SIGUSR2");
  if (moment === "stopping") child.send("SIGTERM");
  if (moment !== "writing" && moment !== "starting") await pause(chance.whole(0, 400));
  await child.kill();
  gone = true;
  await writing.ended;
  rmSync(backup, { force: true });
  return writing.acknowledged();
}

/** A start that is cut off, once or twice: replay, migration and recovery begin again. */
async function killWhileStarting(): Promise<void> {
  const usual = startTimes.toSorted((a, b) => a - b)[Math.floor(startTimes.length / 2)] ?? 1000;
  for (let times = chance.whole(1, 2); times > 0; times -= 1) {
    const cut = startChild({ dataDir, settings });
    await pause(chance.whole(0, Math.round(usual)));
    await cut.kill();
  }
}

async function stopAndLook(goOn: boolean): Promise<void> {
  client.close();
  const code = await child.stop();
  if (code !== 0) throw new Error(`the server ended with ${code} when it was asked to stop: ${child.said()}`);
  lookInside(dataDir, ledger, verdict);
  if (goOn) ({ child, client } = await start());
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
