import { afterAll, beforeAll, expect, test } from "vitest";
import { SYSTEM } from "../platform/app.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Ledger, Statement } from "./words.ts";

const DAY = 86_400_000;
const END = Date.UTC(2026, 5, 30);
const day = (ago: number) => new Date(END - ago * DAY).toISOString().slice(0, 10);
const WHOLE = { segment: null, stage: null, channel: null, owner: null };
/** The shortest for months: everybody buys every ten days, and who stopped never came back. */
const WINDOW = 31;

const every = (who: string, from: number, to: number) =>
  Array.from({ length: Math.floor((from - to) / 10) + 1 }, (_, i) => `${who},${day(from - 10 * i)},10.00`);
const thirty = (who: string, from: number, to: number) => Array.from({ length: 30 }, (_, i) => every(`${who}${i}`, from, to)).flat();

let server: TestServer;
const bring = (
  to: TestServer,
  name: string,
  lines: readonly string[],
  as: "transactions" | "subscriptions" | "customers" = "transactions",
) => to.importFile({ name, text: lines.join("\n"), as, source: name });
beforeAll(async () => {
  server = await startTestServer();
  // The early ones had left long before: by them the window is chosen.
  const rows = [...thirty("early", 700, 500), ...thirty("left", 700, 50), ...thirty("stays", 700, 0)];
  await bring(server, "till.csv", ["customer,date,amount", ...rows]);
  await bring(server, "shop.csv", ["customer,date,amount,currency", ...every("stays0", 95, 5).map((row) => `${row},EUR`)]);
  await bring(server, "crm.csv", ["id,segment", ...Array.from({ length: 30 }, (_, i) => `stays${i},loyal`)], "customers");
  await bring(server, "back.csv", ["customer,date,amount", `refunded,${day(3)},-5.00`]);
}, 60_000);
afterAll(() => server.close());

async function worth(of: TestServer, days: number) {
  const ctx = of.app.workContext(SYSTEM, "own");
  const found = await ctx.metrics.worth("asset.worth", ctx, { ...WHOLE, from: END - days * DAY, to: END + 1 });
  const yearly = (who: string) => found.yearly[found.customers.indexOf(who)];
  const gone = found.customers.filter((_, at) => found.active[at] === 0);
  return { ...found, of: yearly, gone, each: found.yearly.reduce((sum, one) => sum + one, 0) / found.customers.length };
}

test("who left is counted in a short period too: the population is whoever the ledger still had when it began", async () => {
  for (const days of [365, 60, 30]) {
    const { customers, gone } = await worth(server, days);
    expect([days, customers.length, gone.length]).toEqual([days, 60, 30]);
  }
  expect((await worth(server, 10)).customers).toHaveLength(30); // they had been lost before it began
});

test("a year's worth hardly moves with the length of the period, and who left is not worth nothing", async () => {
  for (const days of [10, 30, 90, 365]) expect(Math.abs(((await worth(server, days)).of("stays1") ?? 0) - 365)).toBeLessThan(90);
  expect((await worth(server, 30)).of("left1")).toBeGreaterThan(50);
});

test("one customer with a currency in one file and none in the other is one, and a refund alone makes none", async () => {
  const { customers, of } = await worth(server, 60);
  expect(new Set(customers).size).toBe(customers.length);
  expect(customers).not.toContain("refunded");
  expect((of("stays0") ?? 0) / (of("stays1") ?? 1)).toBeGreaterThan(1.7);
});

test("every page counts by the same window, whatever its period, and says how wrong it can be", async () => {
  for (const period of ["month", "quarter", "year"]) {
    const statement = await server.get<Statement>(`/api/v1/asset/statement?world=own&period=${period}`);
    const ledger = await server.get<Ledger>(`/api/v1/asset/ledger?world=own&period=${period}`);
    expect([period, statement.window, ledger.window?.days]).toEqual([period, WINDOW, WINDOW]);
    expect(statement.windowChoice).toEqual(ledger.window);
    expect(statement.windowChoice).toMatchObject({ chosen: "from-data", errors: { declaredLost: 30, cameBack: 0 }, doubts: [] });
  }
  // Nobody of the segment ever left, so its own rows would tell no window.
  const loyal = await server.get<Statement>("/api/v1/asset/statement?world=own&segment=loyal");
  expect([loyal.current?.closing.n, loyal.window, loyal.windowChoice?.errors?.declaredLost]).toEqual([30, WINDOW, 30]);
  expect((await server.get<Ledger>("/api/v1/asset/ledger?world=own&segment=loyal")).window).toEqual(loyal.windowChoice);
  const given = await server.get<Statement>("/api/v1/asset/statement?world=own&window=90");
  expect(given.windowChoice).toMatchObject({ days: 90, chosen: "given", errors: null });
});

test("a year nobody told of does not thin out what was bought since", async () => {
  const young = await startTestServer();
  try {
    await bring(young, "till.csv", ["customer,date,amount", ...thirty("stays", 360, 0)]);
    const { of } = await worth(young, 365); // the usual window, a year, would reach another year back
    expect(Math.abs((of("stays1") ?? 0) - 365)).toBeLessThan(15);
  } finally {
    await young.close();
  }
});

test("a price that held for no moment makes nobody a customer", async () => {
  const other = await startTestServer();
  try {
    const rows = ["paid,20,2026-01-01,", `never,10,${day(20)},${day(20)}`];
    await bring(other, "billing.csv", ["customer,mrr,start,end", ...rows], "subscriptions");
    const { customers, of } = await worth(other, 60);
    expect([customers, of("paid")]).toEqual([["paid"], 240]);
  } finally {
    await other.close();
  }
});
