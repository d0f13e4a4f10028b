import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SYSTEM } from "../platform/app.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Ledger } from "./words.ts";

const ledger = (server: TestServer, asked: string) => server.get<Ledger>(`/api/v1/asset/ledger?${asked}`);
const LINES = ["opening", "new", "returned", "lost", "grown", "shrunk", "flat", "closing"] as const;
/** People of each line, period by period. */
const people = ({ rows }: Ledger) => rows.map((row) => [row.from, ...LINES.map((line) => row[line].n)]);

describe("a company of its own", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    const rows = [
      "C1,2025-01-10,10.00,EUR,gold",
      "C1,2025-02-10,20.00,EUR,gold",
      "C2,2025-01-20,5.00,EUR,silver",
      "C2,2025-04-20,5.00,EUR,silver",
      "C3,2025-02-01,7.00,USD,gold",
      ",2025-02-01,7.00,EUR,gold",
    ];
    await server.importFile({
      name: "orders.csv",
      text: ["customer,date,amount,currency,segment", ...rows].join("\n"),
      as: "transactions",
      source: "till",
    });
    const head = "contract,customer_id,plan,mrr,from,to";
    const first = ["K1,S1,pro,29.90,2025-01-05,", "K2,S2,pro,29.90,2025-02-03,2025-03-10", "K2,S2,max,49.90,2025-03-10,"];
    const bring = (name: string, lines: readonly string[]) =>
      server.importFile({ name, text: [head, ...lines].join("\n"), as: "subscriptions", source: "billing" });
    await bring("march.csv", first);
    await bring("may.csv", ["K1,S1,pro,29.90,2025-01-05,2025-04-15", ...first.slice(1), "K3,S3,pro,29.90,2025-04-20,"]);
    await server.importFile({
      name: "customers.csv",
      text: "id,segment\nS1,north\nS2,north\nS3,south\nC1,north\n",
      as: "customers",
      source: "crm",
    });
  });
  afterAll(() => server.close());

  test("from transactions: people and money of each line, and what was left out", async () => {
    const found = await ledger(server, "basis=transactions&period=month&window=40");
    expect(people(found)).toEqual([
      ["2025-01-01", 0, 2, 0, 0, 0, 0, 0, 2],
      ["2025-02-01", 2, 0, 0, 0, 1, 0, 1, 2],
      ["2025-03-01", 2, 0, 0, 2, 0, 0, 0, 0],
      ["2025-04-01", 0, 0, 1, 0, 0, 0, 0, 1],
    ]);
    expect(found.rows.map(({ closing }) => closing.value)).toEqual([15, 25, 0, 5]);
    expect(found.leftOut).toEqual([{ reason: "another-currency", rows: 1 }]);
    expect([found.currency, found.window?.days, found.window?.chosen]).toEqual(["EUR", 40, "given"]);
    expect(found.definition).toContain("40 days");
  });

  test("without a window one is chosen from the data, or said to be a usual one", async () => {
    const found = await ledger(server, "basis=transactions&period=quarter");
    expect(found.window).toMatchObject({
      chosen: "from-data",
      errors: null,
      doubts: expect.arrayContaining(["window-not-from-data"]) as unknown,
    });
  });

  test("days that have not been yet leave nothing out, and make no rows", async () => {
    const month = "basis=transactions&period=month&window=40";
    const far = await ledger(server, `${month}&asOf=9999-12-31`);
    expect(far.rows).toEqual((await ledger(server, month)).rows);
    expect((await ledger(server, `${month}&asOf=2025-02-28`)).rows).toHaveLength(2);
  });

  test("a period that is not over says so, unless somebody says that it was told of to its end", async () => {
    // The newest row of all is of 20 April: until then nobody knows who will still buy in April.
    for (const basis of ["basis=transactions&window=40", "basis=subscriptions"]) {
      const found = (await ledger(server, `${basis}&period=month`)).rows.filter(({ over }) => !over);
      expect(found.map(({ to }) => to)).toEqual(["2025-05-01"]);
    }
    expect((await ledger(server, "basis=subscriptions&period=month&asOf=2025-04-30")).rows.at(-1)).toMatchObject({
      to: "2025-05-01",
      over: true,
    });
    const ended = await startTestServer();
    try {
      const rows = ["customer,mrr,from,to", "S1,20,2025-01-05,2025-05-01", "S2,20,2025-01-05,2035-01-01"];
      await ended.importFile({ name: "b.csv", text: rows.join("\n"), as: "subscriptions", source: "billing" });
      const found = await ledger(ended, "world=own&basis=subscriptions&period=month");
      const april = found.rows.find(({ to }) => to === "2025-05-01");
      expect([april?.lost.n, april?.over]).toEqual([1, true]); // who left then is told by the end alone
    } finally {
      await ended.close();
    }
  });

  test("what a kernel refuses of the data is no defect of ours, and is told with its place", async () => {
    const time = Float64Array.of(Date.UTC(1001, 0, 10), Date.UTC(2025, 0, 10));
    const columns = { customer: Int32Array.of(0, 0), customers: 1, time, end: new Float64Array(2), amount: Float64Array.of(1, 1) };
    const cut = {
      basis: "transactions",
      period: "month",
      timeZone: "UTC",
      fiscalStart: 1,
      asOf: null,
      window: 40,
      unit: 100,
      everybody: null,
    };
    const { compute } = server.app.workContext(SYSTEM, "own");
    await expect(compute.run("asset.ledger", { ...cut, columns })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("1001-01-10") as unknown,
    });
  });

  test("from subscriptions: the newest state of a price counts, a change of price is no new customer", async () => {
    const found = await ledger(server, "basis=subscriptions&period=month");
    expect(people(found)).toEqual([
      ["2025-01-01", 0, 1, 0, 0, 0, 0, 0, 1],
      ["2025-02-01", 1, 1, 0, 0, 0, 0, 1, 2],
      ["2025-03-01", 2, 0, 0, 0, 1, 0, 1, 2],
      ["2025-04-01", 2, 1, 0, 1, 0, 0, 1, 2],
    ]);
    expect(found.rows.map(({ closing }) => closing.value)).toEqual([29.9, 59.8, 79.8, 79.8]);
    expect(found.window).toBe(null);
  });

  test("a segment is who belongs to it by the list of customers, else by their own rows", async () => {
    const north = await ledger(server, "basis=subscriptions&period=month&segment=north");
    expect(north.rows.at(-1)?.closing.n).toBe(1);
    const gold = await ledger(server, "basis=transactions&period=month&window=40&segment=gold");
    expect(gold.rows).toEqual([]); // C1 is north by the list, C3 bought in dollars
    const silver = await ledger(server, "basis=transactions&period=month&window=40&segment=silver");
    expect(silver.rows[0]?.closing.n).toBe(1);
  });

  test("a window that is none is refused; nothing imported is an empty ledger", async () => {
    expect((await server.ask("GET", "/api/v1/asset/ledger?window=0")).status).toBe(400);
    expect((await server.ask("GET", "/api/v1/asset/ledger?period=week")).status).toBe(400);
    const empty = await startTestServer();
    try {
      expect((await ledger(empty, "world=own")).rows).toEqual([]);
    } finally {
      await empty.close();
    }
  });
});

const shared = process.env["COUNTERSEAT_SHARED"] ?? fileURLToPath(new URL("../../../../../shared", import.meta.url));
const master = join(shared, "data", "customer-math", "CDNOW_master.txt");
const golden = join(shared, "golden", "customer-math", "ledger_cdnow.json");
const there = existsSync(master) && existsSync(golden);

interface Expected {
  readonly open: number;
  readonly new: number;
  readonly react: number;
  readonly lost: number;
  readonly closeN: number;
  readonly grow: number;
  readonly shrink: number;
  readonly flat: number;
  readonly openV: number;
  readonly newV: number;
  readonly reactV: number;
  readonly lostV: number;
  readonly growV: number;
  readonly shrinkV: number;
  readonly closeV: number;
}

test.skipIf(!there && process.env["COUNTERSEAT_SHARED_REQUIRED"] !== "1")(
  "CDNOW, imported, gives the published ledger row by row",
  async () => {
    const server = await startTestServer();
    try {
      await server.importFile({ name: "CDNOW_master.txt", text: readFileSync(master, "utf8"), as: "transactions", source: "cdnow" });
      const expected = JSON.parse(readFileSync(golden, "utf8")) as Record<string, Expected[] | string>;
      for (const [key, asked] of [
        ["W90_monthly", "window=90"],
        ["W180_monthly", "window=180"],
      ] as const) {
        const rows = (await ledger(server, `basis=transactions&period=month&${asked}`)).rows;
        const wanted = expected[key] as Expected[];
        expect(rows.length).toBeGreaterThanOrEqual(wanted.length);
        for (const [i, want] of wanted.entries()) {
          const row = rows[i];
          expect([key, i, ...LINES.map((line) => row?.[line].n)]).toEqual([
            key,
            i,
            want.open,
            want.new,
            want.react,
            want.lost,
            want.grow,
            want.shrink,
            want.flat,
            want.closeN,
          ]);
          const values = [want.openV, want.newV, want.reactV, want.lostV, want.growV, want.shrinkV, 0, want.closeV];
          for (const [at, line] of LINES.entries())
            expect(Math.abs((row?.[line].value ?? Number.NaN) - (values[at] ?? Number.NaN))).toBeLessThanOrEqual(0.01);
        }
      }
    } finally {
      await server.close();
    }
  },
);
