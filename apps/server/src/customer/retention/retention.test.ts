import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { call } from "../../platform/backup/test-installation.ts";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { cutOf } from "./past.ts";
import { isDue } from "./remove-past.ts";
import type { RetentionList, RetentionPreview } from "./words.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.importFile({
    name: "paid.csv",
    text: `customer,time,amount,currency\n${Array.from({ length: 40 }, (_, i) => `c${i % 10},${monthsAgo(i)},${10 + i}.00,EUR`).join("\n")}\n`,
    as: "transactions",
    source: "till",
    map: { customer: "customer", time: "time", amount: "amount", currency: "currency" },
  });
  await server.importFile({
    name: "runs.csv",
    text: `customer,start,end,amount,currency\nlong,${monthsAgo(60)},,5,EUR\nover,${monthsAgo(60)},${monthsAgo(50)},5,EUR\n`,
    as: "subscriptions",
    source: "contracts",
    map: { customer: "customer", start: "start", end: "end", amount: "amount", currency: "currency" },
  });
  await server.importFile({
    name: "agreed.csv",
    text: `customer,purpose,consent,date\nc1,analysis,no,${monthsAgo(38)}\n`,
    as: "consents",
    source: "till",
  });
});
afterAll(() => server.close());

/** The fifteenth, so that no month's end stands between. */
function monthsAgo(n: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - n, 15)).toISOString().slice(0, 10);
}
const list = () => server.get<z.infer<typeof RetentionList>>("/api/v1/retention?world=own");
const preview = (source: string, months: number) =>
  server.get<z.infer<typeof RetentionPreview>>(`/api/v1/retention/${source}/preview?world=own&months=${months}`);
const put = (source: string, months: number | null, confirm = "") =>
  server.ask("PUT", `/api/v1/retention/${source}?world=own`, { body: { months, confirm } });
const rows = async (source: string) =>
  (await server.app.events.countBy({ by: ["stream"], filter: { world: "own", source }, use: "upkeep" })).map(({ key, n }) => [key[0], n]);
const balanced = async (source: string) =>
  (await server.get<{ balanced: boolean; rows: Record<string, number> }>(`/api/v1/sources/${source}/reconcile?world=own`)).balanced;

test("a period ends at the start of a day, in a shorter month on its last", () => {
  const cut = (months: number, day: string) => new Date(cutOf(months, Date.parse(day))).toISOString();
  expect(cut(24, "2026-11-24T13:14:15Z")).toBe("2024-11-24T00:00:00.000Z");
  expect(cut(1, "2026-03-31T00:00:00Z")).toBe("2026-02-28T00:00:00.000Z");
  expect(cut(12, "2024-02-29T23:59:59Z")).toBe("2023-02-28T00:00:00.000Z");
  expect(cut(11, "2026-01-05T00:00:00Z")).toBe("2025-02-05T00:00:00.000Z");
});

describe("how long rows are kept", () => {
  test("is for ever until somebody says otherwise, and a preview changes nothing", async () => {
    expect((await list()).sources.map(({ source, months, removedBefore }) => [source, months, removedBefore])).toEqual([
      ["contracts", null, null],
      ["till", null, null],
    ]);
    expect(await isDue({ db: server.app.records.db, clock: Date.now })).toBe(false);
    const told = await preview("till", 24);
    expect(told.rows).toBeGreaterThanOrEqual(15);
    expect(told.customers).toBe(10);
    expect((await preview("till", 36)).customers).toBeNull(); // so few that they could be known
    expect(await rows("till")).toEqual([
      ["transactions", 40],
      ["consents", 1],
    ]);
  });

  test("shortening it needs the source's name where rows would go", async () => {
    const refused = await put("till", 24);
    expect([refused.status, refused.text.includes("would be removed"), refused.text.includes("confirm")]).toEqual([400, true, true]);
    expect((await put("nobody", 24)).status).toBe(404);
    expect((await put("till", 600)).status).toBe(200); // nothing is that old
    expect((await list()).runs).toEqual([]);
    expect((await server.ask("PUT", "/api/v1/retention/till?world=sample", { body: { months: 24 } })).status).toBe(400);
  });

  test("takes out what is past, and nothing else: consents stay, the statement adds up, the register names nobody", async () => {
    const past = (await preview("till", 24)).rows;
    expect((await put("till", 24, "till")).status).toBe(200);
    expect(await rows("till")).toEqual([
      ["transactions", 40 - past],
      ["consents", 1],
    ]);
    expect(await balanced("till")).toBe(true);
    const { sources, runs } = await list();
    expect(runs).toMatchObject([{ state: "done", sources: [{ source: "till", rows: past }] }]);
    expect(JSON.stringify(runs)).not.toMatch(/"c\d"/);
    const till = sources.find(({ source }) => source === "till");
    expect(till?.removedBefore).toBe(new Date(cutOf(24, Date.now())).toISOString());
    expect(Date.parse(till?.first ?? "")).toBeLessThan(Date.parse(monthsAgo(24)) + 35 * 86_400_000);
    expect((await preview("till", 24)).rows).toBe(0);
  });

  test("what lasts goes by its end: a subscription that runs stays, one that ended long ago does not", async () => {
    expect((await put("contracts", 36, "contracts")).status).toBe(200);
    expect((await server.app.events.distinct({ column: "customer", filter: { world: "own", source: "contracts" } })).values).toEqual([
      "long",
    ]);
    expect(await balanced("contracts")).toBe(true);
  });

  test("is looked after once a day", async () => {
    const tomorrow = () => Date.now() + 86_400_000;
    expect(await isDue({ db: server.app.records.db, clock: Date.now })).toBe(false); // it was looked today
    expect(await isDue({ db: server.app.records.db, clock: tomorrow })).toBe(true);
    expect(await call(server.app, "customer.removePastRows", {})).toEqual({ rows: 0 });
    expect((await list()).runs).toHaveLength(2); // a look that finds nothing is no entry
  });

  test("the ledger says that its data begin somewhere", async () => {
    const begins = (await list()).sources.find(({ source }) => source === "till")?.removedBefore;
    expect(begins).not.toBeNull();
    for (const name of ["asset.getStatement", "asset.getLedger"])
      expect(await call(server.app, name, { basis: "transactions" })).toMatchObject({ begins });
    expect(await call(server.app, "asset.getStatement", { basis: "subscriptions" })).not.toMatchObject({ begins: null });
  });
});
