import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { createSender, type Sender } from "../ingest/test-sender.ts";
import type { Receipt } from "../ingest/words.ts";
import type { DriftReport, PlanProposal, TrackingPlan } from "./words.ts";

let server: TestServer;
let sender: Sender;
beforeAll(async () => {
  server = await startTestServer();
  sender = await createSender(server, "shop");
  await send(
    Array.from({ length: 60 }, (_, i) => paid(i, { amount: 5, plan: ["basic", "plus"][i % 2] }, 20)),
    0,
  );
});
afterAll(() => server.close());

const DAY = 86_400_000;
const PATIENT = { timeout: 60_000, interval: 50 };
let told = 0;
function paid(i: number, properties: object, daysAgo = 0, event = "Paid") {
  const timestamp = new Date(Date.now() - daysAgo * DAY).toISOString();
  return { type: "track", userId: `u${i % 12}`, event, messageId: `m${(told += 1)}`, timestamp, properties };
}
async function send(batch: readonly object[], refused: number): Promise<Receipt> {
  const receipt = await sender.send("/batch", { batch });
  expect(receipt.refused).toBe(refused);
  await server.app.events.applied(receipt.position ?? 0);
  return receipt;
}
const PLAN = "/api/v1/tracking-plans/shop";
async function put(body: object, headers: Record<string, string> = {}) {
  return server.ask("PUT", PLAN, { body, headers });
}
const drift = (query = "") => server.get<DriftReport>(`${PLAN}/drift${query}`);
const plan = (mode: string, events: TrackingPlan["events"]) => ({ mode, events });
const EVENTS: TrackingPlan["events"] = [
  {
    name: "Paid",
    properties: [
      { name: "amount", type: "money", required: true, values: null },
      { name: "plan", type: "enumeration", required: true, values: ["basic", "plus"] },
    ],
  },
];

test("a plan is proposed from what came", async () => {
  const proposal = await server.get<PlanProposal>(`${PLAN}/proposal`);
  expect(proposal).toMatchObject({
    source: "shop",
    rows: 60,
    all: true,
    events: [{ name: "Paid", n: 60, properties: EVENTS[0]?.properties }],
  });
  expect(await server.get<PlanProposal>(`${PLAN}/proposal?days=10`)).toMatchObject({ rows: 0, from: null, events: [] });
  expect(await server.get<object>("/api/v1/tracking-plans")).toMatchObject({
    sources: [{ source: "shop", rows: 60, mode: null, events: 0, against: 0 }],
  });
});

test("a plan is written down with its audit row, and only over what its writer saw", async () => {
  expect((await server.ask("GET", PLAN)).status).toBe(404);
  expect(
    (
      await put({
        mode: "warn",
        events: [{ name: "Paid", properties: [{ name: "plan", type: "enumeration", required: true, values: [] }] }],
      })
    ).status,
  ).toBe(400);
  const first = await put(plan("observe", EVENTS));
  expect(first.status).toBe(200);
  const { etag } = await server.get<TrackingPlan>(PLAN);
  expect((await put(plan("warn", EVENTS), { "if-match": etag })).status).toBe(200);
  expect((await put(plan("block", EVENTS), { "if-match": etag })).status).toBe(412);
  expect(await server.get<TrackingPlan>(PLAN)).toMatchObject({ mode: "warn", by: "Owner" });
  const { rows } = await server.get<{ rows: { operation: string; subject: string }[] }>("/api/v1/audit?limit=5");
  expect(rows.filter(({ operation }) => operation === "customer.putTrackingPlan")).toHaveLength(2);
});

test("a plan that warns keeps the event, tells its sender and counts", async () => {
  const receipt = await send(
    [paid(1, { amount: 5, plan: "plus" }), paid(2, { plan: "plus", colour: "red" }), paid(3, { amount: 5, plan: "gold" })],
    0,
  );
  expect(receipt).toMatchObject({ accepted: 3, refused: 0 });
  expect(receipt.results.map(({ index, verdict, detail }) => [index, verdict, detail])).toEqual([
    [1, "accepted", "The property amount is missing, which its tracking plan asks for. And 1 more."],
    [2, "accepted", "The property plan has a value its tracking plan does not allow."],
  ]);
  expect(JSON.stringify(receipt)).not.toContain("gold"); // names of properties, never what they say
  const counted = await vi.waitUntil(async () => {
    const { against } = await drift();
    return against.length === 3 ? against : null;
  }, PATIENT);
  expect(counted.map(({ event, property, kind, count }) => [event, property, kind, count])).toEqual([
    ["Paid", "amount", "missing-property", 1],
    ["Paid", "colour", "unexpected-property", 1],
    ["Paid", "plan", "unexpected-value", 1],
  ]);
  // Told again, they are known, and nothing counts twice.
  expect(await server.get<object>("/api/v1/tracking-plans")).toMatchObject({
    sources: [{ source: "shop", mode: "warn", events: 1, against: 3 }],
  });
});

test("a plan that blocks refuses one event and never its batch; a mended plan takes it by replay", async () => {
  await put(plan("block", EVENTS));
  const receipt = await send(
    [paid(4, { amount: 5, plan: "plus" }), paid(5, { amount: 5, plan: "gold" }), paid(6, { amount: 5, plan: "basic", colour: "blue" })],
    1,
  );
  expect(receipt).toMatchObject({ accepted: 2, results: [{ index: 1, verdict: "refused", reason: "against-plan" }] });
  const { letters } = await server.get<{ letters: object[] }>("/api/v1/dead-letters?source=shop&reason=against-plan");
  expect(letters).toHaveLength(1);
  const replay = async () =>
    (await server.ask("POST", "/api/v1/dead-letters/replay", { body: { source: "shop", reason: "against-plan" } })).body;
  expect(await replay()).toMatchObject({ accepted: 0, refused: 1 });
  const [expected] = EVENTS;
  const mended = (expected?.properties ?? []).map((one) => (one.values === null ? one : { ...one, values: [...one.values, "gold"] }));
  await put(plan("block", [{ name: "Paid", properties: mended }]));
  expect(await replay()).toMatchObject({ accepted: 1, refused: 0 });
});

test("a plan of one source says nothing of another, and none without events says nothing at all", async () => {
  const till = await sender.newKey("till");
  const receipt = await sender.send("/track", paid(1, {}, 0, "Anything"), { key: till });
  expect(receipt).toMatchObject({ accepted: 1, results: [] });
  await put(plan("block", []));
  await send([paid(1, {}, 0, "Anything")], 0);
});

test("the drift report names what is new with how often, and says so when nothing is", async () => {
  const found = await drift();
  expect(found).toMatchObject({ verdict: "drift", before: { rows: 60, all: true } });
  expect(found.changes.map(({ kind, event, property, value, n }) => [kind, event, property, value, n])).toEqual([
    ["new-property", "Paid", "colour", null, 2],
    ["new-value", "Paid", "plan", null, 2], // two customers: who they are could be told by it
    ["new-event", "Anything", null, null, 1],
  ]);
  const longAgo = new Date(Date.now() - 30 * DAY).toISOString();
  expect(await drift(`?since=${longAgo}`)).toMatchObject({ verdict: "nothing-before", changes: [] });
  expect((await server.ask("GET", `${PLAN}/drift?since=yesterday`)).status).toBe(400);
  const calm = await sender.newKey("calm");
  const batch = Array.from({ length: 10 }, (_, i) => [paid(i, { amount: 1 }, 20), paid(i, { amount: 1 }, 1)]).flat();
  const { position } = await sender.send("/batch", { batch }, { key: calm });
  await server.app.events.applied(position ?? 0);
  expect(await server.get<DriftReport>("/api/v1/tracking-plans/calm/drift")).toMatchObject({
    verdict: "no-drift",
    changes: [],
    before: { rows: 10 },
    after: { rows: 10 },
  });
});
