import { parseArgs } from "node:util";
import fc from "fast-check";
import { type Drawn, drawRequests } from "./draw-request.ts";
import { createFindings, findingText, keyOf } from "./findings.ts";
import { type House, openHouse } from "./house.ts";
import { createJudge, type Judged } from "./judge-answer.ts";
import { createTally } from "./tally-answers.ts";

/**
 * `npm run fuzz -- --requests N [--seed S] [--at-once K] [--late MS]`: asks a running server things drawn from its own description, and from what nobody should
 * send, and holds every answer to what is described. The same seed draws the same requests; ids the server makes up differ.
 */
const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    "at-once": { type: "string", default: "16" },
    late: { type: "string", default: "2000" },
  },
});
const requests = Number(values.requests);
const firstSeed = Number(values.seed);
const atOnce = Number(values["at-once"]);
const lateMs = Number(values.late);
/** Afterwards the server ends and a new one starts on an empty directory, so that what was written does not slow down what is asked. */
const REQUESTS_OF_A_HOUSE = 50_000;
const DRAWN_AT_ONCE = 250;
const MADE_SMALLER = 12;
const SMALLER_MS = 15_000;
const BLIND_SHARE = 0.05;

const say = (line: string) => process.stderr.write(`${line}\n`);
const findings = createFindings();
const tally = createTally();
let crashes = 0;

for (let done = 0; done < requests; done += REQUESTS_OF_A_HOUSE) {
  const many = Math.min(REQUESTS_OF_A_HOUSE, requests - done);
  crashes += await oneHouse({ many, seed: firstSeed + done, before: done });
}
for (const line of tally.lines()) say(line);
for (const finding of findings.all()) process.stdout.write(`${findingText(finding)}\n`);
const mismatches = findings.count("mismatch");
const blind = tally.blindShare();
if (blind > BLIND_SHARE)
  process.stdout.write(`The owner was not recognised in ${Math.round(blind * 100)} % of its requests: too little was tried.\n`);
process.stdout.write(`${mismatches} answers against their description, ${tally.shed()} shed with 503\n`);
const [errors, ended, hangs] = [findings.count("5xx"), crashes + findings.count("crash"), findings.count("hang")];
process.stdout.write(`${tally.sent()} requests: ${errors} 5xx, ${ended} crashes, ${hangs} hangs\n`);
process.exitCode = errors + ended + hangs + mismatches === 0 && blind <= BLIND_SHARE && tally.sent() >= requests ? 0 : 1;

/** Everything drawn for one server. Resolves with how often the process ended by itself. */
async function oneHouse(work: { many: number; seed: number; before: number }): Promise<number> {
  let ended = 0;
  let next = 0;
  while (next < work.many) {
    const house = await openHouse(lateMs);
    const drawn = draw(house, work, next);
    const started = performance.now();
    const judge = createJudge(house.description);
    const askers = Array.from({ length: atOnce }, () => askOn(house, drawn, judge));
    const progress = setInterval(
      () =>
        say(`${work.before + drawn.taken()} requests, ${Math.round((drawn.taken() - next) / ((performance.now() - started) / 1000))}/s`),
      10_000,
    );
    const before = spent(house);
    await Promise.all(askers);
    clearInterval(progress);
    const after = spent(house);
    const each = (ms: number) => (ms / Math.max(1, drawn.taken() - next)).toFixed(2);
    say(
      `processor time a request: ${each(after.ours - before.ours)} ms here, ${each(after.theirs - before.theirs)} ms in the server, which holds ${house.child.memory()?.now ?? 0} MB`,
    );
    next = drawn.taken();
    const survived = house.child.alive();
    if (survived) await makeSmaller(house);
    const code = await house.close();
    if (!survived || code !== 0) {
      ended += 1;
      process.stdout.write(
        `crash: the server ended with ${code} near request ${next} of seed ${work.seed}\n${house.child.said().slice(-3000)}\n`,
      );
    }
  }
  return ended;
}

function spent(house: House): { ours: number; theirs: number } {
  const { user, system } = process.cpuUsage();
  return { ours: (user + system) / 1000, theirs: house.child.processorMs() };
}

interface Draws {
  take(): { drawn: Drawn; seed: number; index: number } | null;
  taken(): number;
}
function draw(house: House, { many, seed }: { many: number; seed: number }, from: number): Draws {
  const arbitrary = drawRequests(house.description);
  let taken = from;
  let waiting: Drawn[] = [];
  return {
    take() {
      if (taken >= many || !house.child.alive()) return null;
      const index = taken % DRAWN_AT_ONCE;
      const seedOfThese = seed + taken - index;
      if (index === 0 || waiting.length === 0) waiting = fc.sample(arbitrary, { seed: seedOfThese, numRuns: DRAWN_AT_ONCE });
      const found = waiting[index];
      if (found === undefined) throw new Error("fewer requests were drawn than asked for");
      taken += 1;
      return { drawn: found, seed: seedOfThese, index };
    },
    taken: () => taken,
  };
}

async function askOn(house: House, draws: Draws, judge: ReturnType<typeof createJudge>): Promise<void> {
  for (let one = draws.take(); one !== null; one = draws.take()) {
    const { drawn, seed, index } = one;
    await Promise.all(
      Array.from({ length: drawn.times }, async () => {
        const { outcome, sent } = await house.send(drawn);
        const judged = judge(drawn, outcome, sent);
        if (judged.body !== null) house.told.hear(drawn.id.split(".")[0] ?? "", judged.body);
        tally.add(drawn, outcome, judged.shed);
        if (judged.fault !== null) findings.add({ fault: judged.fault, drawn, seed, index });
        if (drawn.caller === "owner" && outcome.kind === "answer" && outcome.answer.status === 401) await house.signInAgain();
      }),
    );
  }
}

/** For each kind of fault the smallest request that shows it, as far as one request alone does. */
async function makeSmaller(house: House): Promise<void> {
  const open = findings.all().filter(({ smallest, fault }) => smallest === null && (fault.kind === "5xx" || fault.kind === "mismatch"));
  if (open.length === 0) return;
  const judge = createJudge(house.description);
  const arbitrary = drawRequests(house.description);
  for (const finding of open.slice(0, MADE_SMALLER)) {
    const shows = async (drawn: Drawn): Promise<boolean> => {
      const { outcome, sent } = await house.send(drawn);
      const judged: Judged = judge(drawn, outcome, sent);
      return judged.fault !== null && keyOf(drawn, judged.fault) === finding.key;
    };
    const checked = await fc.check(
      fc.asyncProperty(arbitrary, async (drawn) => !(await shows(drawn))),
      { seed: finding.seed, path: String(finding.index), numRuns: 1, interruptAfterTimeLimit: SMALLER_MS },
    );
    finding.smallest = checked.counterexample?.[0] ?? null;
  }
}
