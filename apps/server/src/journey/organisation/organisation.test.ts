import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { startTestServer, type TestServer } from "../../test-server.ts";
import type { Demand, Evenness, Frictions, HandedOver, OneHandOver, PromisesKept, SolvedOrNot, WorkDone } from "./words.ts";

/** A company of one's own: a help desk whose tickets pass between two departments, told in files as anybody would bring them. */
let server: TestServer;
const put = async (list: string, id: string, entry: object) => {
  const answer = await server.ask("PUT", `/api/v1/company/${list}/${encodeURIComponent(id)}?world=own`, {
    body: { entry: { ...entry, id } },
  });
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
};
const about = <T>(path: string) => server.get<T>(`/api/v1/journey/${path}${path.includes("?") ? "&" : "?"}world=own&log=desk`);

const TICKETS = 24;
beforeAll(async () => {
  server = await startTestServer();
  await put("units", "all", { name: "All of us" });
  for (const [id, name, parentId] of [
    ["care", "Care", "all"],
    ["line", "Line", "all"],
    ["night", "Night shift", "care"],
  ])
    await put("units", id ?? "", { name, parentId });
  await put("stages", "help", { label: "Help" });
  const steps = {
    asks: { by: "customer" },
    answered: { by: "company", unitId: "care", work: "by-cause", minutes: 10 },
    passed: { by: "company", work: "waste", minutes: 5 },
    mended: { by: "company", unitId: "line", work: "value", minutes: 30 },
  };
  for (const [id, more] of Object.entries(steps)) await put("steps", id, { label: id, stageId: "help", order: 1, ...more });
  await put("causes", "broken", { label: "Broken", demand: "failure", unitId: "line" });
  await put("causes", "question", { label: "Question", demand: "value" });
  await put("promises", "two-days", {
    text: "Mended in two days",
    measure: "tickets",
    from: "2026-01-01",
    startStep: "asks",
    startKind: "broken",
    keptBy: "reaching",
    keptStep: "mended",
    hours: 48,
  });
  await put("policies", "sign", { text: "Two sign", from: "2026-01-01", stepId: "passed" });
  const at = (day: number, hour: number) => new Date(Date.UTC(2026, 2, day, hour)).toISOString();
  // Every third ticket is a question; the others are passed on at once and mended after one day, every fourth of all after five.
  const rows = Array.from({ length: TICKETS }, (_, i) => {
    const line = (step: string, day: number, hour: number, unit: string, kind: string) =>
      `t${i},c${i},${step},${at(day, hour)},${unit},${kind}`;
    if (i % 3 === 0) return [line("asks", 1, 8, "", "question"), line("answered", 1, 9, "night", "")];
    const mended = i % 4 === 0 ? 6 : 2;
    return [
      line("asks", 1, 8, "", "broken"),
      line("answered", 1, 9, "care", ""),
      line("passed", 1, 10, "night", ""),
      line("mended", mended, 10, "line", ""),
    ];
  });
  await server.importFile({
    name: "desk.csv",
    text: ["case,customer,activity,time,unit,kind", ...rows.flat()].join("\n"),
    as: "events",
    source: "desk",
    map: { case: "case", customer: "customer", activity: "activity", time: "time", unit: "unit", kind: "kind" },
  });
  const said = Array.from({ length: 12 }, (_, i) => `a${i},t${i},c${i},solved,${i % 2},0-1,,2026-03-09T08:00:00Z`);
  const wrote = Array.from(
    { length: 9 },
    (_, i) => `b${i},t${3 * i + 1},c${3 * i + 1},csat,${1 + (i % 5)},1-5,Words of ${i},2026-03-09T08:00:00Z`,
  );
  await server.importFile({
    name: "answers.csv",
    text: ["id,case,customer,kind,score,scale,comment,time", ...said, ...wrote].join("\n"),
    as: "responses",
    source: "answers",
    map: { id: "id", case: "case", customer: "customer", kind: "kind", score: "score", scale: "scale", comment: "comment", time: "time" },
  });
});
afterAll(() => server.close());

test("contacts by cause, and their work by department, add up by pencil", async () => {
  const demand = await about<z.infer<typeof Demand>>("demand");
  expect([demand.contacts, demand.failure.value, demand.failure.n]).toEqual([24, 16 / 24, 24]);
  expect(demand.causes.map(({ id, contacts }) => [id, contacts])).toEqual([
    ["broken", 16],
    ["question", 8],
  ]);
  expect(demand.units.map(({ id, contacts, share }) => [id, contacts, share.value])).toEqual([["line", 16, 1]]);
  // 24 answered (16 of failures: waste), 16 passed on, 16 mended.
  const work = await about<z.infer<typeof WorkDone>>("work");
  expect([work.value, work.necessary, work.waste, work.unknownUnit]).toEqual([8 * 10 + 16 * 30, 0, 16 * 10 + 16 * 5, 0]);
  expect(work.units.map(({ id, value, waste }) => [id, value, waste])).toEqual([
    ["care", 80, 240],
    ["line", 480, 0],
  ]);
});

test("the night shift is Care: its hand-over to Line is the only one, with its wait and who is late", async () => {
  const { handOvers, within, sendBacks, perCase } = await about<z.infer<typeof HandedOver>>("hand-overs");
  const [one] = handOvers;
  expect([handOvers.length, one?.from.id, one?.to.id, one?.count, one?.median, one?.stage]).toEqual([
    1,
    "care",
    "line",
    16,
    86_400,
    "help",
  ]);
  expect([within.map(({ id, sum }) => [id, sum]), sendBacks, perCase]).toEqual([[["care", 16 * 3600]], [], 1]);
});

test("words of fewer than ten writers stay hidden, and so do answers of fewer than five", async () => {
  const { voices, money, gone } = await about<z.infer<typeof OneHandOver>>("hand-over?from=care&to=line");
  expect([voices.comments, voices.hidden]).toEqual([[], "Fewer than 10 customers wrote about it, so their words stay hidden."]);
  expect([money?.still.customers, gone.stuck.value, gone.stuck.doubts]).toEqual([0, null, ["no-journeys"]]);
  const solved = await about<z.infer<typeof SolvedOrNot>>("solved");
  expect([solved.contacts, solved.byWord.n, solved.byWord.value, solved.byNoRepeat.value, solved.repeatsBy]).toEqual([
    24,
    12,
    0.5,
    1,
    "same-cause-in-two-weeks",
  ]);
  const few = encodeURIComponent(
    JSON.stringify([
      { kind: "has-step", step: "mended" },
      { kind: "duration", atLeast: 90 * 3600 },
    ]),
  );
  const hidden = await about<z.infer<typeof SolvedOrNot>>(`solved?where=${few}`);
  expect([hidden.byWord.value, hidden.byWord.n, hidden.byWord.doubts]).toEqual([null, 0, ["hidden-small-group"]]);
  expect((await server.ask("GET", "/api/v1/journey/hand-over?world=own&log=desk&from=care&to=nobody")).status).toBe(404);
});

test("promises and rules: kept, broken, and what cannot be said yet", async () => {
  const { promises } = await about<z.infer<typeof PromisesKept>>("promises");
  // Broken ones: passed on, and a multiple of four.
  const late = Array.from({ length: TICKETS }, (_, i) => i).filter((i) => i % 3 !== 0 && i % 4 === 0).length;
  expect(promises.map(({ id, measured, kept, median }) => [id, measured, kept.n, kept.value, median])).toEqual([
    ["two-days", true, 16, (16 - late) / 16, 26 * 3600],
  ]);
  const { rules } = await about<z.infer<typeof Frictions>>("friction");
  expect(rules.map(({ id, verdict, cases, median, others }) => [id, verdict, cases, median, others])).toEqual([
    ["sign", "not-known-yet", 16, 86_400, null],
  ]);
  const { kinds } = await about<z.infer<typeof Evenness>>("evenness");
  expect(kinds.map(({ begins, ends, tests }) => [begins.id, ends.id, tests])).toEqual([["asks", "mended", 0]]);
});

test("an installation without events, and a log without departments, say so instead of guessing", async () => {
  const empty = await server.get<z.infer<typeof HandedOver>>("/api/v1/journey/hand-overs?world=sample");
  expect([empty.log, empty.handOvers]).toEqual([null, []]);
  const wrong = await server.ask(
    "GET",
    `/api/v1/journey/demand?world=own&log=desk&where=${encodeURIComponent('[{"kind":"has-step","step":"nowhere"}]')}`,
  );
  expect([wrong.status, wrong.body["detail"]]).toEqual([400, 'No step of this journey is called "nowhere".']);
});
