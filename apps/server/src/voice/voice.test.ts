import { studentQuantile } from "@counterseat/stats";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { DemoState } from "../demo/words.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Behaviour, Score, Voice } from "./words.ts";

/** Every figure of the sample worked out a second time, from its rows and by the formulas as they stand in their papers. */
const Z = 1.959963984540054;
let server: TestServer;
let voice: Voice;
beforeAll(async () => {
  server = await startTestServer();
  await server.ask("POST", "/api/v1/demo", { body: { seed: 7, scale: 0.1 } });
  await vi.waitUntil(async () => (await server.get<DemoState>("/api/v1/demo")).loaded, { timeout: 60_000, interval: 50 });
  voice = await server.get<Voice>("/api/v1/voice/scores?world=sample");
  await bringOwn();
}, 90_000);
afterAll(() => server.close());

interface Row {
  readonly customer: string;
  readonly time: number;
  readonly score: number;
}

/** Answers of customers to one question, oldest first, without the company's own people. */
async function answersTo(kind: string): Promise<Row[]> {
  const company = await server.get<{ people: { customerId: string | null }[] }>("/api/v1/company?world=sample");
  const insiders = new Set(company.people.map((person) => person.customerId));
  const scan = await server.app.events.scan({
    filter: { world: "sample", stream: "responses", kind },
    numbers: ["time", "score"],
    texts: ["customer"],
    order: "oldest",
  });
  return Array.from({ length: scan.length }, (_, i) => ({
    customer: scan.texts.customer?.[i] ?? "",
    time: scan.numbers.time?.[i] ?? Number.NaN,
    score: scan.numbers.score?.[i] ?? Number.NaN,
  })).filter((row) => !insiders.has(row.customer));
}

/** The last answer of each between two instants. */
function lastAnswers(rows: readonly Row[], from: string | null, to: string | null): Map<string, number> {
  const [first, end] = [Date.parse(from ?? ""), Date.parse(to ?? "")];
  return new Map(rows.filter((row) => row.time >= first && row.time < end).map((row) => [row.customer, row.score]));
}

const scoreOf = (survey: string): Score => {
  const found = voice.scores.find((score) => score.survey === survey);
  if (found === undefined) throw new Error(`no ${survey}`);
  return found;
};
const count = (answers: Iterable<number>, fits: (answer: number) => boolean) => [...answers].filter(fits).length;

/** Rocks 2016: three answers added. */
function adjustedWald(answers: readonly number[]) {
  const n = answers.length + 3;
  const p = (count(answers, (a) => a >= 9) + 0.75) / n;
  const d = (count(answers, (a) => a <= 6) + 0.75) / n;
  return { mean: p - d, variance: (p + d - (p - d) ** 2) / n };
}
function wilson(x: number, n: number): [number, number] {
  const middle = (x / n + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((x / n) * (1 - x / n) * (1 / n) + Z ** 2 / (4 * n * n));
  return [middle - half, middle + half];
}
function meanInterval(values: readonly number[]): [number, number, number] {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const half =
    (studentQuantile(0.975, n - 1) * Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1))) / Math.sqrt(n);
  return [mean - half, mean, mean + half];
}
const near = (found: readonly (number | null)[] | null | undefined, wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(found?.[i]).toBeCloseTo(value, 9);
};

test("each score, its interval and its counts are those of the rows, one vote a person", async () => {
  expect(voice.scores.map(({ survey, measure, scale }) => [survey, measure, scale])).toEqual([
    ["nps", "nps", "0-10"],
    ["csat", "csat", "1-5"],
    ["ces", "ces", "1-7"],
  ]);
  const { from, to } = voice.period;
  const inPeriod = async (kind: string) => [...lastAnswers(await answersTo(kind), from, to).values()];
  const nps = await inPeriod("nps");
  const { mean, variance } = adjustedWald(nps);
  const promoters = count(nps, (a) => a >= 9);
  const detractors = count(nps, (a) => a <= 6);
  expect(scoreOf("nps").score).toMatchObject({ n: nps.length, unit: "points", metric: "voice.nps@1" });
  near([scoreOf("nps").score.value], [(100 * (promoters - detractors)) / nps.length]);
  near(scoreOf("nps").score.interval, [100 * (mean - Z * Math.sqrt(variance)), 100 * (mean + Z * Math.sqrt(variance))]);
  expect(scoreOf("nps").counts?.map(({ people }) => people)).toEqual(
    Array.from({ length: 11 }, (_, answer) => count(nps, (a) => a === answer)),
  );
  const csat = await inPeriod("csat");
  const satisfied = count(csat, (a) => a >= 4);
  near([scoreOf("csat").score.value], [satisfied / csat.length]);
  near(scoreOf("csat").score.interval, wilson(satisfied, csat.length));
  const ces = await inPeriod("ces");
  const [low, middle, high] = meanInterval(ces);
  near([scoreOf("ces").score.value], [middle]);
  near(scoreOf("ces").score.interval, [low, high]);
  // Some were asked after two tickets; each still has one vote, and the figure says so.
  expect(scoreOf("ces").answers).toBeGreaterThan(ces.length);
  expect(scoreOf("ces").score.doubts).toContain("last-answer-counts");
});

test("the newest window is held against the one before, and the view's changes are judged together", async () => {
  const rows = await answersTo("nps");
  const [last, before] = [voice.scores[0]?.series.at(-1), voice.scores[0]?.series.at(-4)];
  if (last === undefined || before === undefined) throw new Error("no windows");
  expect(last.from).toBe(before.to);
  const [a, b] = [last, before].map((window) => [...lastAnswers(rows, window.from, window.to).values()]);
  if (a === undefined || b === undefined) throw new Error("no answers");
  const [one, other] = [adjustedWald(a), adjustedWald(b)];
  const error = 100 * Math.sqrt(one.variance + other.variance);
  const change = scoreOf("nps").change;
  const nps = (answers: readonly number[]) => (100 * (count(answers, (x) => x >= 9) - count(answers, (x) => x <= 6))) / answers.length;
  near([change?.last.value ?? null, change?.before.value ?? null, change?.difference.value ?? null], [nps(a), nps(b), nps(a) - nps(b)]);
  const estimate = 100 * (one.mean - other.mean);
  near(change?.difference.interval, [estimate - Z * error, estimate + Z * error]);
  const p = voice.scores.map((score) => score.change?.p ?? Number.NaN);
  for (const score of voice.scores) {
    const own = score.change?.p ?? Number.NaN;
    const wanted = Math.min(1, ...p.filter((each) => each >= own).map((each) => (each * p.length) / p.filter((x) => x <= each).length));
    expect(score.change?.adjusted).toBeCloseTo(wanted, 12);
    const verdict = wanted > 0.05 ? "no-clear-change" : (score.change?.difference.value ?? 0) > 0 ? "up" : "down";
    expect(score.change?.verdict).toBe(verdict);
  }
});

test("beside every score stands what its people did, from the same ledger as everywhere", async () => {
  const scan = await server.app.events.scan({
    filter: { world: "sample", stream: "subscriptions" },
    numbers: ["time", "end", "amount"],
    texts: ["customer"],
  });
  const [from, until] = [Date.parse(voice.period.from ?? ""), Date.parse(voice.until ?? "")];
  const prices = Array.from({ length: scan.length }, (_, i) => {
    const end = scan.numbers.end?.[i] ?? Number.NaN;
    const ends = Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
    return { who: scan.texts.customer?.[i] ?? "", begins: scan.numbers.time?.[i] ?? 0, ends, cents: scan.numbers.amount?.[i] ?? 0 };
  }).filter(({ begins, ends }) => begins < until && ends > from);
  const ledger = new Map<string, { yearly: number; stays: boolean }>();
  for (const who of new Set(prices.map((price) => price.who))) {
    const own = prices.filter((price) => price.who === who);
    const paid = Math.min(until, Math.max(...own.map(({ ends }) => ends)));
    const yearly = own.filter(({ ends }) => ends >= paid).reduce((sum, { cents }) => sum + (12 * cents) / 100, 0);
    ledger.set(who, { yearly, stays: own.some(({ ends }) => ends > until) });
  }
  const did = (people: readonly string[], found: Behaviour | null | undefined) => {
    const known = people.flatMap((who) => ledger.get(who) ?? []);
    const gone = known.filter(({ stays }) => !stays).length;
    expect([found?.linked.value, found?.notLinked.value, found?.gone.value]).toEqual([known.length, people.length - known.length, gone]);
    near([found?.left.value ?? null, ...(found?.left.interval ?? [])], [gone / known.length, ...wilson(gone, known.length)]);
    const [low, mean, high] = meanInterval(known.map(({ yearly }) => yearly));
    near([found?.each.value ?? null, ...(found?.each.interval ?? [])], [mean, low, high]);
    expect(found?.left.doubts).toContain("association-not-cause");
  };
  for (const survey of ["nps", "csat", "ces"]) {
    const score = scoreOf(survey);
    const answered = lastAnswers(await answersTo(survey), voice.period.from, voice.period.to);
    for (const band of score.bands)
      did(
        [...answered].filter(([, answer]) => answer >= band.from && answer <= band.to).map(([who]) => who),
        band.behaviour,
      );
    did([...answered.keys()], score.everyone);
    did(
      [...ledger.keys()].filter((who) => !answered.has(who)),
      score.silent,
    );
  }
  // The line beneath the score is of windows without a day in common; the newest ends with the answers.
  expect(voice.behaviour.slice(1).map(({ from }) => from)).toEqual(voice.behaviour.slice(0, -1).map(({ to }) => to));
  expect(voice.behaviour.at(-1)?.to).toBe(voice.period.to);
  expect(voice.behaviour.every(({ left }) => left.value !== null && left.value > 0 && left.value < 0.2)).toBe(true);
});

test("the stream tells one response for what one person answered at one moment, page by page, each once", async () => {
  type Page = {
    total: number;
    next: string | null;
    responses: { time: string; customer: string; comment: string | null; answers: { survey: string; score: number }[] }[];
  };
  const page = (query: string) => server.get<Page>(`/api/v1/voice/responses?world=sample&survey=nps&limit=60${query}`);
  const found: Page["responses"][number][] = [];
  let next: string | null = "";
  while (next !== null) {
    const one: Page = await page(next === "" ? "" : `&cursor=${next}`);
    found.push(...one.responses);
    next = one.next;
  }
  const rows = await answersTo("nps");
  expect(found).toHaveLength(rows.length);
  expect(found.map(({ time }) => Date.parse(time))).toEqual(rows.map(({ time }) => time).sort((a, b) => b - a));
  expect(new Set(found.map(({ customer, time }) => `${customer} ${time}`)).size).toBe(rows.length);
  const low = await page("&band=low");
  expect(low.total).toBe(
    count(
      rows.map(({ score }) => score),
      (a) => a <= 6,
    ),
  );
  expect(low.responses.every(({ answers }) => answers.length === 1 && (answers[0]?.score ?? 10) <= 6)).toBe(true);
  const wrote = await server.get<Page>("/api/v1/voice/responses?world=sample&commented=yes&survey=csat&limit=5");
  expect(wrote.responses.every(({ comment }) => comment !== null && comment !== "")).toBe(true);
});

/**
 * Answers of the company's own to three questions. By segment: a and b are large, c has three people, d six; of the channels, phone has
 * two of segment a. Twelve wrote something at `visit`, four at `leave`.
 */
const SEGMENTS = [
  ["a", 40],
  ["b", 30],
  ["c", 3],
  ["d", 6],
] as const;
const people = SEGMENTS.flatMap(([segment, n]) => Array.from({ length: n }, (_, i) => ({ id: `${segment}${i}`, segment, i })));
const day = (i: number) => `2026-${String(1 + (i % 6)).padStart(2, "0")}-1${i % 9}T09:00:00Z`;
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

let key = "";
async function bringOwn(): Promise<void> {
  const map = {
    kind: "kind",
    scale: "scale",
    customer: "customer",
    score: "score",
    segment: "segment",
    channel: "channel",
    stage: "stage",
    time: "time",
    comment: "comment",
  };
  const done = await server.importFile({
    name: "answers.csv",
    text: text([
      "kind,scale,customer,score,segment,channel,stage,time,comment",
      ...people.map(
        ({ id, segment, i }) =>
          `NPS,0-10,${id},${(i * 7) % 11},${segment},${segment === "a" && i < 2 ? "phone" : "web"},visit,${day(i)},${segment === "a" && i < 12 ? `word-${id}` : ""}`,
      ),
      "nps,0-10,a0,10,a,phone,visit,2026-06-30T09:00:00Z,", // again: the last answer counts
      ...people
        .slice(0, 7)
        .map(({ id }, i) => `csat,1-5,${id},${1 + (i % 5)},a,web,leave,2026-06-20T09:00:00Z,${i < 4 ? `leaving-${id}` : ""}`),
      ...people.slice(0, 4).map(({ id }) => `effort,1-7,${id},5,a,web,buy,2026-06-20T10:00:00Z,`),
      ...people.slice(0, 9).map(({ id }) => `rating,0-10,${id},5,a,web,buy,2026-06-21T10:00:00Z,`),
    ]),
    as: "responses",
    source: "survey",
    map,
  });
  expect(done).toMatchObject({ state: "done", refused: 0 });
  const made = await server.ask("POST", "/api/v1/keys", { body: { name: "listens", scopes: ["voice:read"] } });
  key = String(made.body["key"]);
}

const scores = (query = "") => server.get<Voice>(`/api/v1/voice/scores?world=own${query}`);
const nps = async (query = "") => (await scores(query)).scores.find(({ measure }) => measure === "nps");
interface Page {
  readonly total: number | null;
  readonly hidden: string | null;
  readonly commentsHidden: string | null;
  readonly responses: readonly {
    stage: string | null;
    comment: string | null;
    customer: string | null;
    answers: { survey: string | null; score: number }[];
  }[];
}
const responses = (query: string) => server.get<Page>(`/api/v1/voice/responses?world=own&limit=200${query}`);

test("a person has one vote, the last; spellings of a question are one question; what is no score is told", async () => {
  const { scores: found, others, period } = await scores();
  expect(found.map(({ survey, measure }) => [survey, measure])).toEqual([
    ["nps", "nps"],
    ["csat", "csat"],
    ["effort", "ces"],
  ]);
  expect(found[0]).toMatchObject({ answers: 80, score: { n: 79 } });
  expect(found[0]?.counts?.at(-1)?.people).toBe(1 + people.filter(({ i }) => (i * 7) % 11 === 10).length);
  expect(others).toEqual([{ survey: "rating", scale: "0-10", answers: 9 }]);
  expect(period).toEqual({
    from: "2025-07-01T00:00:00.000Z",
    to: "2026-07-01T00:00:00.000Z",
    firstDay: "2025-07-01",
    lastDay: "2026-06-30",
  });
  expect(found[0]?.series.at(-1)?.lastDay).toBe("2026-06-30");
});

test("without a ledger the score still stands beside behaviour, which says that it is not known", async () => {
  const found = await nps();
  expect(found?.everyone.left).toMatchObject({ value: null, doubts: ["no-ledger"] });
  expect(found?.bands.map(({ behaviour }) => behaviour.each.doubts)).toEqual([["no-ledger"], ["no-ledger"], ["no-ledger"]]);
});

test("fewer than five are hidden, with what would give them away; few answers are shown with a doubt and without a spread", async () => {
  const { scores: all } = await scores();
  expect(all[2]).toMatchObject({
    score: { value: null, n: 0, interval: null, doubts: ["hidden-small-group"] },
    counts: null,
    bands: [],
    answers: null,
  });
  expect(all[1]?.score).toMatchObject({ n: 7, doubts: ["low-precision"] });
  expect([all[1]?.counts, all[1]?.bands]).toEqual([null, []]);
  const hidden = async (segment: string) => (await nps(`&segment=${segment}`))?.score.doubts;
  expect(await hidden("c")).toEqual(["hidden-small-group"]);
  expect(await hidden("d")).toEqual(["hidden-by-subtraction"]); // the smallest beside c: the total less a, b and d would be c
  expect((await nps("&segment=a"))?.score.n).toBe(40);
  expect((await nps("&segment=b"))?.score.n).toBe(30);
  expect((await nps("&segment=b&channel=web"))?.score.doubts).toEqual(["hidden-by-subtraction"]);
  expect((await nps("&segment=a"))?.silent).toBeNull();
  // A window over the months is a view of its own.
  const series = (await nps("&segment=c&rolling=month"))?.series ?? [];
  expect(series.length).toBeGreaterThan(2);
  expect(series.every(({ score }) => score.value === null)).toBe(true);
});

test("the list hides whom the scores hide, and words of fewer than ten at a stage", async () => {
  for (const segment of ["c", "d"]) expect(await responses(`&segment=${segment}`)).toMatchObject({ total: null, responses: [] });
  expect((await responses("&segment=b")).responses).toHaveLength(30);
  const all = await responses("");
  expect(all.commentsHidden).toMatch(/At some stages fewer than 10/);
  const words = all.responses.flatMap(({ comment }) => comment ?? []);
  expect(words.filter((word) => word.startsWith("word-"))).toHaveLength(12);
  expect(words.filter((word) => word.startsWith("leaving-"))).toEqual([]);
  expect(all.responses.some(({ answers }) => answers.some(({ survey }) => survey === "effort"))).toBe(false);
  expect((await responses("&survey=csat")).commentsHidden).toMatch(/Fewer than 10 people wrote/);
  expect((await responses("&survey=effort")).hidden).toMatch(/Fewer than 5/);
});

test("who may not see personal data gets pseudonyms and no words, and without the asset no money", async () => {
  const ask = (path: string) => server.ask("GET", `/api/v1${path}`, { headers: { authorization: `Bearer ${key}` }, signedIn: false });
  const list = await ask("/voice/responses?world=own&limit=200");
  expect(list.status).toBe(200);
  expect(list.text).not.toMatch(/word-|"a\d/);
  expect(list.text).toMatch(/person-[0-9a-f]{12}/);
  const found = await ask("/voice/scores?world=own");
  expect([found.status, /"a\d+"/.test(found.text)]).toEqual([200, false]);
  await server.importFile({
    name: "contracts.csv",
    text: text([
      "contract,customer,plan,amount,start,end",
      ...people.map(({ id, i }) => `k${id},${id},home,${30 + (i % 3)},2025-01-05,${i % 5 === 0 ? "2026-03-01" : ""}`),
    ]),
    as: "subscriptions",
    source: "billing",
    map: { id: "contract", customer: "customer", kind: "plan", amount: "amount", start: "start", end: "end" },
  });
  const mine = await nps();
  expect(mine?.everyone).toMatchObject({ linked: { value: 79 }, gone: { value: people.filter(({ i }) => i % 5 === 0).length } });
  expect(mine?.everyone.each.value).toBeGreaterThan(360);
  const masked = (await ask("/voice/scores?world=own")).body as unknown as Voice; // the same operation's answer
  expect(masked.scores[0]?.everyone.each).toMatchObject({ value: null, doubts: ["needs-asset-read"] });
  expect(masked.scores[0]?.everyone.left.value).toBe(mine?.everyone.left.value);
});

test("a filter that names nothing there is says what there is", async () => {
  const wrong = async (query: string) => (await server.ask("GET", `/api/v1/voice/scores?world=own&${query}`)).body;
  expect(await wrong("segment=zzz")).toMatchObject({ code: "invalid", fix: "Known: a, b, c, d." });
  expect(await wrong("survey=zzz")).toMatchObject({ code: "invalid", fix: "Known: nps, csat, effort." });
  expect(await wrong("from=2026-05-01&to=2026-04-01")).toMatchObject({ code: "invalid" });
  expect(await wrong("colour=red")).toMatchObject({ code: "invalid" });
});
