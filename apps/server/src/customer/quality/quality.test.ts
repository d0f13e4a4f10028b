import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import type { DemoState } from "../../demo/words.ts";
import { createSender } from "../ingest/test-sender.ts";
import { addSourceDays } from "../tracking/store.ts";
import { dayOf } from "../tracking/tally.ts";
import type { Quality, SourceHealth } from "./words.ts";

const DAY = 86_400_000;
let server: TestServer;
const quality = (world = "own") => server.get<Quality>(`/api/v1/quality?world=${world}`);
const healthOf = async (source: string): Promise<SourceHealth> => {
  const found = (await quality()).sources.find((one) => one.source === source);
  if (found === undefined) throw new Error(`nothing of ${source}`);
  return found;
};

/** Six customers; the till knows five of them by other names, and lives off what they bought for six weeks. */
const CRM = `customer_id,first_name,last_name,email,city
c1,Ada,Stone,ada@x.example,Harbour
c2,Bo,Marsh,bo@x.example,Harbour
c3,Cy,Lund,cy@x.example,
c4,Di,Frost,di@x.example,North
c5,Ed,Vale,ed@x.example,South
c6,Fay,Moor,,South
`;
const PEOPLE = ["Ada,Stone,ada", "Bo,Marsh,bo", "Cy,Lund,cy", "Di,Frost,di", "Ed,Vale,ed"];
/** Twenty a day for four weeks, five a day in the last full one, and two on a day that is not over. */
function till(): string {
  const from = Date.parse("2026-01-05T00:00:00Z");
  const lines: string[] = [];
  for (let day = 0; day <= 35; day += 1) {
    for (let i = 0; i < (day === 35 ? 2 : day < 28 ? 20 : 5); i += 1) {
      const at = new Date(from + day * DAY + i * 60_000).toISOString();
      const who = i % 10 === 9 ? ",,," : `t${i % 5},${PEOPLE[i % 5]}@x.example`;
      lines.push(`${at},Paid,${who},o${day}-${i},${i % 2 === 0 ? "web" : ""},${i % 5 === 0 && day === 0 ? "Mars" : "Harbour"}`);
    }
  }
  return `time,activity,customer,first_name,last_name,email,order_id,channel,city\n${lines.join("\n")}\nyesterday,Paid,t1,,,,o-x,,\n`;
}

beforeAll(async () => {
  server = await startTestServer();
  expect(await server.importFile({ name: "crm.csv", text: CRM, as: "customers", source: "crm" })).toMatchObject({ state: "done" });
  const map = { time: "time", activity: "activity", customer: "customer", given: "first_name", family: "last_name", email: "email" };
  const imported = await server.importFile({
    name: "till.csv",
    text: till(),
    as: "events",
    source: "till",
    map: { ...map, case: "order_id", channel: "channel", city: "city" },
  });
  expect(imported).toMatchObject({ state: "done", refused: 1 });
  await server.ask("POST", "/api/v1/identity/resolve", { body: {} });
});
afterAll(() => server.close());

test("coverage: how much of each source stands on customers another one knows, and beside it what others found elsewhere", async () => {
  const { coverage } = await quality();
  const rows = 28 * 20 + 7 * 5 + 2;
  const all = rows + 6; // what the office says of its six customers, one of whom only it knows
  const nobodys = 28 * 2;
  expect(coverage.shared).toMatchObject({ value: (all - nobodys - 1) / all, n: all, interval: null, metric: "customer.coverage@1" });
  expect(coverage.linked).toMatchObject({ value: (all - nobodys) / all, n: all });
  expect(coverage.sources).toMatchObject([
    { source: "crm", shared: { value: 5 / 6, n: 6 }, alone: { value: 1 / 6 }, customers: { value: 5 / 6, n: 6 } },
    { source: "till", nobodys: { value: nobodys / rows }, alone: { value: 0 }, customers: { value: 1, n: 5 } },
  ]);
  // Wilson's interval of 89 of 682, and 13 % as it was published: not a figure of this company.
  expect(coverage.reference.figure).toMatchObject({ value: 0.13, n: 682, metric: "reference.single-source@1" });
  expect(coverage.reference.figure.interval?.map((end) => Math.round(end * 1000))).toEqual([107, 158]);
  expect(coverage.reference.underWay).toMatchObject({ value: 0.3 });
});

test("volume: a week held against the four before it, up to the last full day", async () => {
  const { volume } = await healthOf("till");
  expect(volume.state).toBe("less");
  expect(volume.now).toMatchObject({ value: 5, n: 35, asOf: "2026-02-09T00:00:00.000Z" });
  expect(volume.usual).toMatchObject({ value: 20, n: 560 });
  const [low, high] = volume.usual.interval ?? [0, 0];
  expect(low).toBeGreaterThan(5);
  expect(low + high).toBeCloseTo(40);
  expect((await healthOf("crm")).volume).toMatchObject({ state: "unknown", now: { value: null, doubts: ["nothing-happened"] } });
});

test("refused: the share with its interval, by field, and where to have the rows", async () => {
  const { refused } = await healthOf("till");
  expect(refused.share).toMatchObject({ n: 598, value: 1 / 598 });
  expect(refused.share.interval?.[0]).toBeGreaterThan(0);
  expect(refused.reasons).toEqual([{ code: "time", of: "field", n: 1 }]);
  const file = await server.ask("GET", refused.downloads[0] ?? "");
  expect([file.status, file.text.includes("yesterday")]).toEqual([200, true]);
});

test("completeness: the share filled of every mapped field, of rows and of people, the emptiest first", async () => {
  const { completeness } = await healthOf("till");
  const of = new Map(completeness.map(({ stream, field, share }) => [`${stream} ${field}`, share.value]));
  expect(of.get("events channel")).toBeCloseTo((28 * 10 + 7 * 3 + 1) / 597);
  expect(of.get("events time")).toBe(1);
  expect(of.get("events customer")).toBeCloseTo((597 - 56) / 597);
  expect(of.get("people email")).toBe(1);
  expect(of.has("events score")).toBe(false);
  const values = completeness.map(({ share }) => share.value ?? 2);
  expect(values).toEqual([...values].sort((a, b) => a - b));
  const crm = (await healthOf("crm")).completeness;
  expect(crm.find(({ stream, field }) => stream === "people" && field === "email")?.share).toMatchObject({ value: 5 / 6, n: 6 });
});

test("match rate and conflicts, and the rows behind a conflict for who may see them", async () => {
  const crm = await healthOf("crm");
  expect(crm.match).toMatchObject({ value: 5 / 6, n: 6, metric: "customer.match@1" });
  // Five customers stand in both. Cy has no city in the one; of four it could be told who they are.
  expect(crm.conflicts.find(({ field }) => field === "city")?.share).toMatchObject({ value: null, n: 4, doubts: ["hidden-few-customers"] });
  expect(crm.conflicts.find(({ field }) => field === "email")?.share).toMatchObject({ value: 0, n: 5 });
  const { conflicts, total } = await server.get<{ conflicts: { customer: string; said: object[] }[]; total: number }>(
    "/api/v1/quality/conflicts?source=crm&field=city",
  );
  expect([total, conflicts.map(({ customer }) => customer).sort()]).toEqual([2, ["c4", "c5"]]);
  expect(conflicts.find(({ customer }) => customer === "c4")?.said).toEqual([
    { source: "crm", values: ["North"] },
    { source: "till", values: ["Harbour"] },
  ]);
  const key = await server.ask("POST", "/api/v1/keys", { body: { name: "Reader", scopes: ["customer:read"], source: null } });
  const headers = { authorization: `Bearer ${String(key.body["key"])}` };
  expect((await server.ask("GET", "/api/v1/quality/conflicts?source=crm&field=city", { signedIn: false, headers })).status).toBe(403);
  const blind = await server.ask("GET", "/api/v1/quality?world=own", { signedIn: false, headers });
  expect(blind.status).toBe(200);
  expect(blind.text).not.toMatch(/x\.example|Harbour|yesterday/);
  expect((await server.ask("GET", "/api/v1/quality/conflicts?source=crm&field=shoe")).status).toBe(400);
});

test("freshness: silent for longer than its own rhythm is late; too few arrivals are no rhythm", async () => {
  const now = Date.now();
  const on = (source: string, daysAgo: number) => ({
    source,
    day: dayOf(now - daysAgo * DAY),
    accepted: 10,
    refused: 0,
    mended: 0,
    lastAt: new Date(now - daysAgo * DAY),
  });
  const days = Array.from({ length: 10 }, (_, i) => i);
  await server.app.records.transaction((tx) =>
    addSourceDays(tx, [...days.map((i) => on("silent", 4 + i)), ...days.map((i) => on("weekly", 5 + 7 * i))]),
  );
  expect((await healthOf("silent")).freshness).toMatchObject({ state: "late", silence: { value: 4, n: 10 }, usual: { value: 1 } });
  expect((await healthOf("weekly")).freshness).toMatchObject({ state: "on-time", silence: { value: 5 }, usual: { value: 7 } });
  expect((await healthOf("till")).freshness).toMatchObject({
    state: "unknown",
    newest: "2026-02-09T00:01:00.000Z",
    usual: { value: null, doubts: ["too-few-arrivals"] },
  });
});

test("events that come one by one: refused until they are mended", async () => {
  const sender = await createSender(server, "app");
  const bad = { type: "track", userId: "c1", event: "Opened", messageId: "a1", properties: { amount: "12,50" } };
  const good = Array.from({ length: 3 }, (_, i) => ({ type: "track", userId: "c1", event: "Opened", messageId: `g${i}` }));
  const { position } = await sender.send("/batch", { batch: [bad, ...good, { type: "track", event: "Opened", messageId: "a2" }] });
  await server.app.events.applied(position ?? 0);
  const found = await vi.waitUntil(
    async () => {
      const { sources } = await quality();
      return sources.find(({ source, refused }) => source === "app" && refused.share.n === 5) ?? null;
    },
    { timeout: 60_000, interval: 50 },
  );
  expect(found.refused.share).toMatchObject({ value: 2 / 5, n: 5 });
  expect(found.refused.reasons).toEqual([
    { code: "bad-value", of: "event", n: 1 },
    { code: "no-person", of: "event", n: 1 },
  ]);
  expect((await server.ask("GET", found.refused.downloads[0] ?? "")).text.trim().split("\n")).toHaveLength(2);
  expect(found.match).toMatchObject({ value: null, doubts: ["no-names"] });
});

test("of the sample company the events nobody is known of are the dark journey, and nothing ever arrived", async () => {
  const asked = await server.ask("POST", "/api/v1/demo", { body: { seed: 7, scale: 0.02 } });
  expect(asked.status).toBe(200);
  await vi.waitUntil(
    async () => {
      const state = await server.get<DemoState>("/api/v1/demo");
      return state.loading === null && state.loaded;
    },
    { timeout: 120_000, interval: 50 },
  );
  const { coverage, sources } = await quality("sample");
  const events = coverage.sources.find(({ source }) => !source.includes("-"));
  // shared/demo-company.md, T34: 4.7 % of the events are unlinked at scale 1, 4.8 % at a tenth; here is a fiftieth.
  expect(events?.nobodys.value).toBeGreaterThan(0.042);
  expect(events?.nobodys.value).toBeLessThan(0.054);
  expect(coverage.sources.every(({ source }) => !source.includes("mirror"))).toBe(true); // what leaders believe is about no customer
  for (const { freshness, refused } of sources) {
    expect([freshness.state, freshness.silence.doubts, refused.share.doubts]).toEqual(["unknown", ["never-arrived"], ["nothing-came"]]);
  }
}, 180_000);

test("of one source alone nothing can be shared", async () => {
  const alone = await startTestServer();
  expect(await alone.get<Quality>("/api/v1/quality?world=own")).toMatchObject({
    coverage: { shared: { value: null, doubts: ["no-rows"] }, sources: [] },
    sources: [],
  });
  await alone.importFile({ name: "crm.csv", text: CRM, as: "customers", source: "crm" });
  expect((await alone.get<Quality>("/api/v1/quality?world=own")).coverage).toMatchObject({
    shared: { value: null, n: 6, doubts: ["one-source"] },
  });
  await alone.close();
});
