import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, matchesGlob } from "node:path";
import { ensureChromium } from "./install-chromium.ts";
import { installPostgres } from "./install-postgres.ts";
import { EMBEDDED_ONLY, SUITES } from "./postgres-suites.ts";
import { startPostgres } from "./postgres.ts";
import { isTest, listFiles } from "./source-files.ts";
import { NOTHING, readTally, sum, type Tally, tallyText, vitestTally } from "./tally.ts";

/**
 * `npm test`: every test, then the browser stories. With `--all` the long suites and stories too, the server's suites once
 * more on PostgreSQL, and the trials. Ends with one line that sums them up.
 */
const ROOT = join(import.meta.dirname, "..");
const all = process.argv.includes("--all");
const unknown = process.argv.slice(2).filter((argument) => argument !== "--all");

/** Each ends with 0 when it found nothing. On a machine that is busy with other things an answer may come late; a hang never ends. */
const TRIALS = [
  ["torture", "--rounds", "20"],
  ["fuzz", "--requests", "20000", "--late", "20000"],
] as const;

function run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...more } });
    let output = "";
    child.stdout.on("data", (part: Buffer) => {
      process.stdout.write(part);
      output = (output + part.toString()).slice(-4000);
    });
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

async function runVitest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "counterseat-tests-"));
  const report = join(folder, "vitest.json");
  try {
    const program = join(ROOT, "node_modules", "vitest", "vitest.mjs");
    const { code } = await run([program, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args], env);
    if (!existsSync(report)) return { ...NOTHING, failed: 1 };
    return vitestTally(JSON.parse(readFileSync(report, "utf8")) as Parameters<typeof vitestTally>[0], code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same suites on the other record store, against a server of our own that is gone afterwards. */
async function runOnPostgres(): Promise<Tally> {
  if (!installPostgres((line) => console.log(line))) {
    const left = (path: string) => Object.keys(EMBEDDED_ONLY).every((glob) => !matchesGlob(path, glob));
    const suites = listFiles(ROOT).filter((path) => path.startsWith(`${SUITES}/`) && path.endsWith(".test.ts") && isTest(path));
    return { ...NOTHING, skipped: suites.filter(left).length };
  }
  console.log("The server's suites once more, on PostgreSQL:");
  const server = await startPostgres();
  try {
    const without = Object.keys(EMBEDDED_ONLY).map((glob) => `--exclude=${glob}`);
    return await runVitest([SUITES, ...without], { ALL_TESTS: "1", COUNTERSEAT_TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

async function runTrial([name, ...args]: (typeof TRIALS)[number]): Promise<Tally> {
  console.log(`Trial: ${name} ${args.join(" ")}`);
  const { code } = await run(["--conditions=source", "--import", "tsx", join("trials", name, "run.ts"), ...args]);
  return code === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 };
}

async function runStories(browser: boolean): Promise<Tally> {
  const runner = join("e2e", "run.ts");
  if (!existsSync(join(ROOT, runner))) return NOTHING;
  if (!browser) return { ...NOTHING, skipped: readdirSync(join(ROOT, "e2e")).filter((name) => name.endsWith(".story.ts")).length };
  const { code, output } = await run(
    ["--conditions=source", "--import", "tsx", runner, ...(all ? ["--long"] : [])],
    all ? { ALL_TESTS: "1" } : {},
  );
  const tally = readTally(output);
  if (tally === null) return { ...NOTHING, failed: 1 };
  return tally.failed === 0 && code !== 0 ? { ...tally, failed: 1 } : tally;
}

if (unknown.length > 0) {
  console.error(`npm test knows only --all, not ${unknown.join(" ")}. For one file: npx vitest run ${unknown[0]}`);
  process.exitCode = 1;
} else {
  const stories = existsSync(join(ROOT, "e2e", "run.ts"));
  const browser = stories && ensureChromium((line) => console.log(line));
  const first = await runVitest([], all ? { ALL_TESTS: "1" } : {});
  const total = [first, await runStories(browser)];
  if (all) {
    total.push(await runOnPostgres());
    for (const trial of TRIALS) total.push(await runTrial(trial));
  }
  const whole = sum(total);
  console.log(tallyText(whole));
  process.exitCode = whole.failed > 0 || whole.passed === 0 ? 1 : 0;
}
