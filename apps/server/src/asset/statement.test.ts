import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Statement } from "./words.ts";

/**
 * Two years of a company that looks steady: every month five customers at 60 leave and five at 30 come. What happens last lies on the last day of
 * a month, so that month is whole.
 */
const MONTHS = 24;
const day = (month: number, of = 1) => new Date(Date.UTC(2024, 9 + month, of)).toISOString().slice(0, 10);
const rows = [
  ...Array.from({ length: 300 }, (_, i) => {
    const leaves = Math.floor(i / 5);
    return `a${i},60,2024-01-15,${leaves < MONTHS ? day(leaves, 15) : ""}`;
  }),
  ...Array.from({ length: 5 * MONTHS }, (_, i) => `b${i},30,${day(Math.floor(i / 5), 20)},`),
];

let server: TestServer;
const statement = (query = "") => server.get<Statement>(`/api/v1/asset/statement?world=own${query}`);
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());

test("without rows there is nothing to state, and a goal line can still be set", async () => {
  expect(await statement()).toMatchObject({ basis: null, current: null, alarm: null, months: [], goals: [] });
  const put = await server.ask("PUT", "/api/v1/asset/goals/customers?world=own", { body: { amount: 320, dueOn: "2026-09-30" } });
  expect([put.status, put.body]).toMatchObject([200, { measure: "customers", amount: 320 }]);
  expect((await statement()).goals).toMatchObject([{ measure: "customers", amount: 320, dueOn: "2026-09-30" }]);
});

test("the newest whole year stands beside the one before; steady heads and falling money raise the alarm", async () => {
  await server.importFile({
    name: "subscriptions.csv",
    text: ["customer,amount,start,end", ...rows].join("\n"),
    as: "subscriptions",
    source: "billing",
    map: { customer: "customer", amount: "amount", start: "start", end: "end" },
  });
  await server.importFile({
    name: "events.csv",
    text: "case,customer,activity,time\n1,a299,call,2026-09-30T10:00:00Z\n",
    as: "events",
    source: "desk",
    map: { case: "case", customer: "customer", activity: "activity", time: "time" },
  });
  const found = await statement();
  expect([found.basis, found.perMonth, found.current?.from, found.current?.to, found.before?.from]).toEqual([
    "subscriptions",
    true,
    "2025-10-01",
    "2026-10-01",
    "2024-10-01",
  ]);
  expect((await statement("&asOf=9999-12-31")).current).toEqual(found.current);
  expect(found.current).toMatchObject({
    opening: { n: 300, value: 240 * 60 + 60 * 30 },
    new: { n: 60, value: 60 * 30 },
    lost: { n: 60, value: 60 * 60 },
    closing: { n: 300, value: 180 * 60 + 120 * 30 },
  });
  expect(found.rates.current).toMatchObject({ customers: 0.8, in: 60, out: 60, grossLoss: { n: 60, value: 3600 }, valueSwap: 0.5 });
  expect(found.rates.before?.customers).toBe(0.8); // as flat as a board could wish
  expect(found.alarm).toMatchObject({ headCount: 1, lostEach: { value: 60, n: 60 }, newEach: { value: 30, n: 60 } });
  expect(found.months.at(-1)).toEqual({ on: "2026-10-01", customers: 300, value: 14_400 });
  expect(found.goals).toHaveLength(1);
});

test("behind every line stand its customers, and they add up to it", async () => {
  const { current } = await statement();
  for (const line of ["opening", "new", "lost", "flat", "closing"] as const) {
    const { customers, total } = await server.get<{ customers: { id: string; opening: number; closing: number }[]; total: number }>(
      `/api/v1/asset/lines/${line}?world=own&basis=subscriptions&from=2025-10-01&to=2026-10-01&limit=500`,
    );
    expect([line, total, customers.length]).toEqual([line, current?.[line].n, current?.[line].n]);
    const worth = customers.reduce((sum, one) => sum + (line === "opening" || line === "lost" ? one.opening : one.closing), 0);
    if (line !== "flat") expect([line, worth]).toEqual([line, current?.[line].value]);
  }
  const lost = await server.get<{ customers: { id: string; opening: number; closing: number }[] }>(
    "/api/v1/asset/lines/lost?world=own&basis=subscriptions&from=2025-10-01&to=2026-10-01&limit=1",
  );
  expect(lost.customers).toEqual([{ id: expect.stringMatching(/^a\d+$/) as string, opening: 60, closing: 0 }]);
  expect((await server.ask("GET", "/api/v1/asset/lines/lost?basis=subscriptions&from=2026-02-01&to=2026-01-01")).status).toBe(400);
});

test("a quarter is a quarter; a goal line taken away is gone", async () => {
  const { current, alarm } = await statement("&period=quarter");
  expect([current?.from, current?.lost.n]).toEqual(["2026-07-01", 15]);
  expect(alarm).toBeNull(); // fifteen people are too few to tell
  expect((await server.ask("DELETE", "/api/v1/asset/goals/customers?world=own")).status).toBe(200);
  expect((await server.ask("DELETE", "/api/v1/asset/goals/customers?world=own")).status).toBe(404);
});
