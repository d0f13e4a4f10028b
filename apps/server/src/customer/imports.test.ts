import { afterAll, beforeAll, expect, test } from "vitest";
import type { JourneyMap, JourneyModel } from "../journey/words.ts";
import { startTestServer, type TestServer } from "../test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const HEADER = "case,customer,activity,time,stage";
/** Two of them cannot be read: row 4 has no activity, row 6 a day that is none. */
const ROWS = [
  "o1,ada,Order,2026-03-01T08:00:00Z,buy",
  "o1,ada,Install,2026-03-01T09:00:00Z,install",
  "o1,ada,Pay,2026-03-01T11:00:00Z,pay",
  "o2,bob,,2026-03-02T08:00:00Z,buy",
  "o2,bob,Order,2026-03-02T08:00:00Z,buy",
  "o2,bob,Install,2026-02-31T08:00:00Z,install",
  "o2,bob,Install,2026-03-02T12:00:00Z,install",
  "o2,bob,Install,2026-03-02T13:00:00Z,install",
  "o3,eve,Order,2026-03-03T08:00:00Z,buy",
  "o3,eve,Pay,2026-03-03T09:00:00Z,pay",
];
const file = (...rows: string[]) => `${[HEADER, ...rows].join("\n")}\n`;
const map = { case: "case", customer: "customer", activity: "activity", time: "time", stage: "stage" };
const crm = (name: string, text: string, overlap?: "new" | "all") =>
  server.importFile({ name, text, as: "events", source: "crm", map, ...(overlap === undefined ? {} : { overlap }) });
const rows = async (source: string) => (await server.app.events.countBy({ by: ["source"], filter: { world: "own", source } }))[0]?.n ?? 0;
let first = "";

test("an import counts what it read, says why rows were refused, and gives them back as they stood", async () => {
  const run = await crm("orders.csv", file(...ROWS));
  first = run.id;
  expect(run).toMatchObject({
    log: "crm",
    state: "done",
    read: 10,
    accepted: 8,
    refused: 2,
    alreadyKnown: 0,
    overlap: null,
    error: null,
    progress: 1,
  });
  expect(run["problems"]).toMatchObject([
    { row: 4, field: "activity" },
    { row: 6, field: "time" },
  ]);
  expect(await rows("crm")).toBe(8);
  const refused = await server.ask("GET", `/api/v1/imports/${first}/refused`);
  expect(refused.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(refused.headers["content-disposition"]).toBe('attachment; filename="refused-orders.csv"');
  const lines = refused.text.trim().split("\r\n");
  expect(lines[0]).toBe("row,field,reason,cell 1,cell 2,cell 3,cell 4,cell 5");
  expect(lines.length).toBe(3);
  expect(lines[1]).toMatch(/^4,activity,.+,o2,bob,,2026-03-02T08:00:00Z,buy$/);
  expect(lines[2]).toMatch(/^6,time,.+,o2,bob,Install,2026-02-31T08:00:00Z,install$/);
});

test("the stages a file names join the company's list, and nothing of the upload stays in the clear", async () => {
  const company = await server.get<{ stages: { id: string; label: string }[] }>("/api/v1/company?world=own");
  expect(company.stages.map(({ id }) => id).sort()).toEqual(["buy", "install", "pay"]);
  const { readdirSync } = await import("node:fs");
  expect(readdirSync(`${server.dataDir}/uploads`)).toEqual([]);
});

test("the same file again changes nothing and says so", async () => {
  expect(await crm("orders-again.csv", file(...ROWS))).toMatchObject({ state: "done", read: 10, accepted: 0, refused: 2, alreadyKnown: 8 });
  expect(await rows("crm")).toBe(8);
});

test("an overlapping newer export asks; told to keep the new rows, it keeps only those", async () => {
  const newer = file(...ROWS.slice(6), "o4,ada,Order,2026-03-04T08:00:00Z,buy", "o4,ada,Order,2026-03-04T08:00:00Z,buy");
  const asked = await crm("newer.csv", newer);
  expect(asked).toMatchObject({ state: "failed", read: 6, accepted: 0, overlap: 4 });
  expect(String(asked["error"])).toContain("4 rows");
  expect(await rows("crm")).toBe(8);
  expect(await crm("newer.csv", newer, "new")).toMatchObject({ state: "done", read: 6, accepted: 2, alreadyKnown: 4, overlap: null });
  expect(await rows("crm")).toBe(10); // the two equal rows are both real
});

test("a source tells its own rows: the same file under another name is another source", async () => {
  const run = await server.importFile({ name: "orders.csv", text: file(...ROWS), as: "events", source: "shop", map });
  expect(run).toMatchObject({ state: "done", accepted: 8, alreadyKnown: 0 });
  const undone = await server.ask("POST", `/api/v1/imports/${run.id}/withdraw`);
  expect(undone.body).toMatchObject({ state: "withdrawn" });
  expect([await rows("shop"), await rows("crm")]).toEqual([0, 10]);
  const twice = await server.ask("POST", `/api/v1/imports/${run.id}/withdraw`);
  expect([twice.status, twice.body["code"]]).toEqual([409, "conflict"]);
  // Withdrawn rows are not known any more.
  expect(await server.importFile({ name: "orders.csv", text: file(...ROWS), as: "events", source: "shop", map })).toMatchObject({
    accepted: 8,
    alreadyKnown: 0,
  });
});

test("customers are listed by who was heard from last, and found by a part of their id; a timeline joins the sources", async () => {
  await server.importFile({
    name: "survey.csv",
    text: "customer,score,scale,time,stage,comment\nada,7,0-10,2026-03-10T10:00:00Z,install,Fine\nzoe,2,0-10,2026-03-09T10:00:00Z,install,\n",
    as: "responses",
    source: "survey",
    map: { customer: "customer", score: "score", scale: "scale", time: "time", stage: "stage", comment: "comment" },
  });
  type Customers = { customers: { id: string; rows: number; last: string }[]; total: number };
  const list = await server.get<Customers>("/api/v1/customers?world=own");
  expect(list.customers.map((c) => [c.id, c.last])).toEqual([
    ["ada", "2026-03-10T10:00:00.000Z"],
    ["zoe", "2026-03-09T10:00:00.000Z"],
    ["eve", "2026-03-03T09:00:00.000Z"],
    ["bob", "2026-03-02T13:00:00.000Z"],
  ]);
  expect(list.total).toBe(4);
  expect((await server.get<Customers>("/api/v1/customers?world=own&search=E")).customers.map((c) => c.id)).toEqual(["zoe", "eve"]);
  expect(await server.get<Customers>("/api/v1/customers?world=own&search=nobody")).toEqual({ customers: [], total: 0 });
  type Timeline = {
    total: number;
    sources: string[];
    entries: { source: string; what: string; time: string; score: number | null; comment: string | null }[];
  };
  const timeline = await server.get<Timeline>("/api/v1/customers/ada/timeline?world=own");
  expect(timeline.total).toBe(9);
  expect([...timeline.sources].sort()).toEqual(["crm", "shop", "survey"]);
  expect(timeline.entries.length).toBe(9);
  expect(timeline.entries[0]).toMatchObject({ source: "survey", score: 7, comment: "Fine", time: "2026-03-10T10:00:00.000Z" });
  const times = timeline.entries.map((entry) => entry.time);
  expect(times).toEqual([...times].sort().reverse());
  const nobody = await server.ask("GET", "/api/v1/customers/nobody/timeline?world=own");
  expect([nobody.status, nobody.body["code"]]).toEqual([404, "not-found"]);
});

test("money comes back as it was told, whatever the digits of its currency", async () => {
  await server.importFile({
    name: "sales.csv",
    text: "customer,time,amount,currency\nyen,2026-03-01T00:00:00Z,500,JPY\nyen,2026-03-02T00:00:00Z,1.234,KWD\nyen,2026-03-03T00:00:00Z,-12.50,EUR\nyen,2026-03-04T00:00:00Z,9.99,\n",
    as: "transactions",
    source: "till",
    map: { customer: "customer", time: "time", amount: "amount", currency: "currency" },
  });
  const timeline = await server.get<{ entries: { amount: number; currency: string | null }[] }>("/api/v1/customers/yen/timeline?world=own");
  expect(timeline.entries.map((entry) => [entry.amount, entry.currency])).toEqual([
    [9.99, "EUR"], // the company's own
    [-12.5, "EUR"],
    [1.234, "KWD"],
    [500, "JPY"],
  ]);
});

test("the journey model of a log counts and times what followed what", async () => {
  const model = await server.get<JourneyModel>("/api/v1/journey/model?log=shop&world=own");
  expect(model).toMatchObject({ events: 8, cases: 3, variants: 3, starts: { Order: 3 }, ends: { Pay: 2, Install: 1 } });
  expect([...model.activities].sort()).toEqual(["Install", "Order", "Pay"]);
  const edges = new Map(model.edges.map((edge) => [`${edge.from}>${edge.to}`, edge]));
  expect([...edges.keys()].sort()).toEqual(["Install>Install", "Install>Pay", "Order>Install", "Order>Pay"]);
  expect(edges.get("Order>Install")).toMatchObject({ count: 2, min: 3600, max: 14_400, mean: 9000, median: 9000, sum: 18_000 });
  expect(edges.get("Install>Pay")).toMatchObject({ count: 1, mean: 7200 });
  expect((await server.ask("GET", "/api/v1/journey/model?log=nothing")).body["code"]).toBe("not-found");
});

test("the map of a log keeps every step and path when asked for all, and counts what it folds", async () => {
  const whole = await server.get<JourneyMap>("/api/v1/journey/map?log=shop&world=own&steps=1&paths=1");
  expect(whole.totals).toMatchObject({ cases: 3, events: 8, activities: 3, variants: 3, hiddenSteps: 0, hiddenEvents: 0 });
  expect(whole.steps.map((step) => [step.id, step.stage, step.events, step.cases, step.again]).sort()).toEqual([
    ["Install", "install", 3, 2, 1],
    ["Order", "buy", 3, 3, 0],
    ["Pay", "pay", 2, 2, 0],
  ]);
  expect(whole.sentence).toContain("3 journeys. 1 came back to “Install”.");
  const paths = whole.paths.map((path) => `${path.from ?? "start"}>${path.to ?? "end"} ${path.count}`);
  expect(paths.sort()).toEqual([
    "Install>Install 1",
    "Install>Pay 1",
    "Install>end 1",
    "Order>Install 2",
    "Order>Pay 1",
    "Pay>end 2",
    "start>Order 3",
  ]);
  const less = await server.get<JourneyMap>("/api/v1/journey/map?log=shop&world=own&steps=0&paths=0");
  expect(less.steps.length + less.hidden.length).toBe(3);
  expect(less.steps.length).toBeLessThan(3);
  expect(less.totals.hiddenEvents).toBe(less.hidden.reduce((sum, step) => sum + step.events, 0));
  expect(less.totals.hiddenEvents).toBeGreaterThan(0);
});

test("what only a person can settle is asked, with the proposals, and nothing is imported", async () => {
  const uploaded = await server.upload("/api/v1/uploads", {
    name: "days.csv",
    text: "case,activity,day\na,Order,03/04/2026\nb,Order,05/06/2026\n",
  });
  const started = await server.ask("POST", "/api/v1/imports", { body: { upload: uploaded.body["upload"], as: "events", source: "asks" } });
  expect([started.status, started.body["code"]]).toEqual([400, "invalid"]);
  expect(started.body["fix"]).toEqual(expect.any(String));
  expect(started.body["proposals"]).toMatchObject({ questions: [{ code: expect.any(String) as string }] });
  expect(await rows("asks")).toBe(0);
});

test("subscriptions and customers tell how things stand: a newer export adds what changed, and a repeated one nothing", async () => {
  const head = "contract,customer_id,plan,mrr,from,to";
  const first = [head, "K1,C1,pro,29.90,2025-01-01,", "K2,C2,pro,29.90,2025-02-01,2025-06-01", "K2,C2,max,49.90,2025-06-01,"];
  const newer = [head, "K1,C1,pro,29.90,2025-01-01,2025-09-01", ...first.slice(2), "K3,C3,pro,29.90,2025-09-01,"];
  const bring = (name: string, rows: readonly string[]) =>
    server.importFile({ name, text: rows.join("\n"), as: "subscriptions", source: "billing" });
  expect(await bring("may.csv", first)).toMatchObject({ accepted: 3, alreadyKnown: 0 });
  expect(await bring("october.csv", newer)).toMatchObject({ accepted: 2, alreadyKnown: 2 });
  expect(await bring("again.csv", [...newer, ""])).toMatchObject({ accepted: 0, alreadyKnown: 4 });
  const told = await server.app.events.scan({
    filter: { stream: "subscriptions", world: "own", case: "K1" },
    numbers: ["time", "start", "end", "amount"],
    order: "ordinal",
  });
  const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`);
  expect(Array.from(told.numbers.start ?? [])).toEqual([day("2025-01-01"), day("2025-01-01")]);
  expect(Array.from(told.numbers.time ?? [])).toEqual([day("2025-01-01"), day("2025-01-01")]);
  expect(Array.from(told.numbers.end ?? [])).toEqual([Number.NaN, day("2025-09-01")]);
  expect(Array.from(told.numbers.amount ?? [])).toEqual([2990, 2990]);
  const customers = { name: "c.csv", text: "id,segment\nC1,gold\nC2,silver\n", as: "customers", source: "crm list" };
  expect(await server.importFile(customers)).toMatchObject({ accepted: 2, refused: 0 });
});
