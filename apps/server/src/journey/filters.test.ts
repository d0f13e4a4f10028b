import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { CaseFilter } from "./case-filters.ts";
import type { JourneyDifferences, JourneyMap, JourneyWays } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const days = [
    "o1 Order 01",
    "o1 Pay 02",
    "o2 Order 03",
    "o2 Call 04",
    "o2 Pay 20",
    "o3 Order 05",
    "o3 Call 05",
    "o3 Call 06",
    "o4 Order 30",
    "o5 Call 31",
  ];
  const rows = days.map((line) => line.split(" ")).map(([kase, step, day]) => `${kase},${kase},${step},2026-03-${day}T08:00:00Z`);
  const map = { case: "case", customer: "customer", activity: "activity", time: "time" };
  await server.importFile({
    name: "shop.csv",
    text: ["case,customer,activity,time", ...rows].join("\n"),
    as: "events",
    source: "shop",
    map,
  });
});
afterAll(() => server.close());

const address = (path: string, filters: readonly CaseFilter[]) =>
  `/api/v1/journey/${path}?log=shop&world=own&steps=1&paths=1&where=${encodeURIComponent(JSON.stringify(filters))}`;
const mapOf = (...filters: CaseFilter[]) => server.get<JourneyMap>(address("map", filters));
const cases = async (...filters: CaseFilter[]) => (await mapOf(...filters)).totals.cases;

test("a stack of filters leaves the journeys for which all hold; the map and the ways count the same ones", async () => {
  expect(await cases()).toBe(5);
  expect(await cases({ kind: "has-step", step: "Call" })).toBe(3);
  expect(await cases({ kind: "has-step", step: "Call", not: true })).toBe(2);
  expect(await cases({ kind: "has-step", step: "Call", times: 2 })).toBe(1);
  expect(await cases({ kind: "follows", from: "Order", to: "Pay" })).toBe(2);
  expect(await cases({ kind: "follows", from: "Order", to: "Pay", direct: true })).toBe(1);
  expect(await cases({ kind: "follows", from: "Order", to: "Pay", atMost: 5 * 86_400 })).toBe(1);
  expect(await cases({ kind: "starts-with", steps: ["Order"] }, { kind: "ends-with", steps: ["Call"] })).toBe(1);
  expect(await cases({ kind: "duration", atLeast: 10 * 86_400 })).toBe(1);
  expect(await cases({ kind: "period", from: "2026-03-05", to: "2026-03-30", how: "begins" })).toBe(2);
  expect(await cases({ kind: "way", steps: ["Order", "Call", "Call"] })).toBe(1);

  const filtered = await mapOf({ kind: "starts-with", steps: ["Order"] });
  expect(filtered.totals).toMatchObject({ allCases: 5, cases: 4, events: 9, variants: 4 });
  expect(filtered.filters).toEqual([{ kind: "starts-with", steps: ["Order"] }]);
  expect(filtered.choices.map(({ id }) => id)).toEqual(["Call", "Order", "Pay"]);
  const ways = await server.get<JourneyWays>(address("ways", [{ kind: "starts-with", steps: ["Order"] }]));
  expect(ways).toMatchObject({ allCases: 5, cases: 4, rest: { ways: 0, cases: 0 } });
  expect(ways.ways.map((way) => [way.steps.map(({ id }) => id).join(">"), way.cases, way.share, way.upTo, way.median])).toEqual([
    ["Order", 1, 0.25, 0.25, 0],
    ["Order>Call>Call", 1, 0.25, 0.5, 86_400],
    ["Order>Call>Pay", 1, 0.25, 0.75, 17 * 86_400],
    ["Order>Pay", 1, 0.25, 1, 86_400],
  ]);
  const one = await server.get<JourneyWays>(`${address("ways", [])}&most=1`);
  expect(one.rest).toEqual({ ways: 4, cases: 4 });
});

test("no journey left is an answer; what cannot be asked is refused with what to do", async () => {
  const none = await mapOf({ kind: "starts-with", steps: ["Pay"] });
  expect(none).toMatchObject({ steps: [], totals: { allCases: 5, cases: 0, events: 0 } });
  expect((await server.get<JourneyWays>(address("ways", [{ kind: "starts-with", steps: ["Pay"] }]))).ways).toEqual([]);
  const refused = async (text: string) =>
    (await server.ask("GET", `/api/v1/journey/map?log=shop&world=own&where=${encodeURIComponent(text)}`)).body;
  expect(await refused("[")).toMatchObject({ code: "invalid", detail: "The filters of this link are no JSON." });
  expect(await refused('[{"kind":"has-step","step":"Call"},{"kind":"near"}]')).toMatchObject({
    code: "invalid",
    detail: /^Filter 2 is wrong/,
  });
  expect(await refused('[{"kind":"has-step","step":"Gone"}]')).toMatchObject({
    code: "invalid",
    detail: 'No step of this journey is called "Gone".',
    fix: expect.any(String) as string,
  });
  expect(await refused('[{"kind":"duration","atLeast":2,"atMost":1}]')).toMatchObject({ code: "invalid" });
  expect(await refused('[{"kind":"period","from":"2026-03-05","to":"2026-03-04","how":"begins"}]')).toMatchObject({ code: "invalid" });
});

test("what journeys do otherwise than the others is found, the condition itself left out, and too few say so", async () => {
  const few = await server.get<JourneyDifferences>(address("differences", [{ kind: "has-step", step: "Call" }]));
  expect(few).toMatchObject({ cases: [3, 2], differences: [], doubts: ["too-few-journeys"] });
  // Of eighty orders half came by phone; those wait a day longer for the visit and are asked back four times as often. Gifts are spread evenly.
  const rows = Array.from({ length: 80 }, (_, i) => {
    const phone = i < 40;
    const visit = phone ? 48 + (i % 8) : 24 + (i % 8);
    const at = (hours: number) => new Date(Date.UTC(2026, 4, 1 + (i % 20), hours, i)).toISOString();
    const steps: [string, number][] = [
      ["Order", 0],
      ...(phone ? ([["Phone", 1]] as [string, number][]) : []),
      ["Check", 2],
      ["Visit", visit],
    ];
    if (i % 10 < (phone ? 8 : 2)) steps.push(["Visit again", visit + 5]);
    if (i % 3 === 0) steps.push(["Gift", visit + 9]);
    return steps.map(([step, hours]) => `d${i},d${i},${step},${at(hours)}`).join("\n");
  });
  const map = { case: "case", customer: "customer", activity: "activity", time: "time" };
  await server.importFile({
    name: "desk.csv",
    text: ["case,customer,activity,time", ...rows].join("\n"),
    as: "events",
    source: "desk",
    map,
  });
  const where = encodeURIComponent(JSON.stringify([{ kind: "has-step", step: "Phone" }]));
  const found = await server.get<JourneyDifferences>(`/api/v1/journey/differences?log=desk&world=own&where=${where}`);
  expect(found).toMatchObject({ cases: [40, 40], doubts: [] });
  expect(found.leftOut).toBeGreaterThan(0);
  const again = found.differences.find(({ from, to }) => from.id === "Visit again" && to === null);
  expect(again).toMatchObject({ cases: [32, 8], share: { difference: expect.closeTo(0.6, 9) as number, different: true } });
  expect(again?.share.interval[0]).toBeGreaterThan(0.3);
  const wait = found.differences.find(({ from, to }) => from.id === "Check" && to?.id === "Visit");
  expect(wait).toMatchObject({ share: { different: false }, wait: { different: true } });
  expect((wait?.wait?.medians[0] ?? 0) - (wait?.wait?.medians[1] ?? 0)).toBe(86_400);
  // The conditions before the last choose who is compared at all.
  const among = encodeURIComponent(
    JSON.stringify([
      { kind: "has-step", step: "Visit again" },
      { kind: "has-step", step: "Phone" },
    ]),
  );
  const narrower = await server.get<JourneyDifferences>(`/api/v1/journey/differences?log=desk&world=own&where=${among}`);
  expect(narrower).toMatchObject({ cases: [32, 8], doubts: ["too-few-journeys"] });
  expect(found.differences.some(({ from, to }) => from.id === "Gift" || to?.id === "Phone" || from.id === "Phone")).toBe(false);
});

test("days are the organisation's", async () => {
  expect(await cases({ kind: "period", from: "2026-03-02", to: "2026-03-02", how: "begins" })).toBe(0);
  const settings = { name: "Shop", zone: "Pacific/Honolulu", currency: "EUR", fiscalYearStart: 1, workdays: [1, 2, 3, 4, 5] };
  expect((await server.ask("PUT", "/api/v1/company/settings?world=own", { body: settings })).status).toBeLessThan(300);
  // Eight in the morning of the 3rd in UTC is the evening of the 2nd in Honolulu.
  expect(await cases({ kind: "period", from: "2026-03-02", to: "2026-03-02", how: "begins" })).toBe(1);
});
