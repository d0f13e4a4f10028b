import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  kernels,
  ledgerDifferences,
  ledgerOfTransactions,
  ledgerOfValues,
  ledgerRates,
  type LedgerOutput,
  type LedgerRow,
} from "@counterseat/customer-math";
import type { TextColumns } from "@counterseat/stats";

function run(args: Readonly<Record<string, unknown>>, columns: TextColumns | null = null, name = "customer-math.ledger"): LedgerOutput {
  const kernel = kernels.find((one) => one.name === name);
  // The tests below ask for the ledger's output only.
  return kernel?.run({ columns, args }) as LedgerOutput;
}

const table = (columns: Readonly<Record<string, readonly string[]>>): TextColumns => ({ names: Object.keys(columns), columns });

describe("customer-math.ledger", () => {
  it("reads purchases with offsets, decimals and refunds in the organisation's zone", () => {
    const columns = table({
      Customer_ID: ["a", "b", "a", "b"],
      // Half past eleven at night in UTC is the next day, and month, in Vienna.
      Date: ["2025-01-31T23:30Z", "2025-01-31", "2025-02-10", "20250212"],
      Amount: ["10.005", "7", "-0.5", "+3.25"],
    });
    const { rows, definition, doubts } = run({ window: 31, timezone: "Europe/Vienna", margin: { a: 0.5, b: 0.1 } }, columns);
    expect(definition).toMatchObject({ basis: "transactions", window: 31, timezone: "Europe/Vienna", windowChoice: null });
    expect(doubts).toEqual([]);
    expect(rows.map(({ from, opening, closing }) => [from, opening.n, closing])).toEqual([
      ["2025-01-01", 0, { n: 1, value: 7, margin: 0.7 }],
      ["2025-02-01", 1, { n: 2, value: 19.755, margin: expect.closeTo(9.505 / 2 + 1.025, 5) }],
    ]);
    expect(rows[1].grown.value).toBe(3.25);
  });

  it("chooses the window where none is given, and says how", () => {
    const customers = Array.from({ length: 200 }, (_, i) => `c${i}`);
    // All buy in the first month; every other one once more 100 days later.
    const first = customers.map((_, i) => new Date(Date.UTC(2024, 0, 1 + (i % 28))).toISOString().slice(0, 10));
    const second = customers.map((_, i) => new Date(Date.UTC(2024, 0, 1 + (i % 28) + 100)).toISOString().slice(0, 10));
    const back = customers.filter((_, i) => i % 2 === 0);
    const columns = table({
      customer: [...customers, ...back, "last"],
      date: [...first, ...second.filter((_, i) => i % 2 === 0), "2024-12-31"],
      amount: new Array<string>(301).fill("1"),
    });
    const { definition, doubts } = run({ period: "month" }, columns);
    expect(definition.windowChoice?.window).toBe(definition.window);
    expect(definition.windowChoice?.errors?.cameBackShare).toBe(0);
    expect(doubts).toContain("no-margin");
  });

  it("reads subscriptions, of which an empty end runs on", () => {
    const columns = table({
      account: ["x", "x"],
      start: ["2025-01-10", "2025-02-20"],
      end: ["2025-02-20", ""],
      monthly: ["9.90", "12.90"],
    });
    const { rows, definition } = run({ basis: "subscriptions", asOf: "2025-03-31" }, columns);
    expect(definition).toMatchObject({ basis: "subscriptions", window: null, asOf: "2025-03-31" });
    expect(rows.map(({ closing, grown }) => [closing.value, grown.value])).toEqual([
      [9.9, 0],
      [12.9, 3],
      [12.9, 0],
    ]);
  });

  it("names what it cannot read", () => {
    const good = { customer: ["a"], date: ["2025-01-01"], amount: ["1"] };
    const bad = (change: Readonly<Record<string, readonly string[]>>, args: Readonly<Record<string, unknown>> = {}) => {
      return () => run({ window: 30, ...args }, table({ ...good, ...change }));
    };
    expect(bad({ customer: [" "] })).toThrow("row 1: the customer is empty");
    expect(bad({ date: ["01.02.2025"] })).toThrow('row 1: "01.02.2025" is no time');
    expect(bad({ amount: ["1,50"] })).toThrow('row 1: the amount is "1,50"');
    expect(bad({}, { amount: "price" })).toThrow('there is no column "price" for the amount');
    expect(bad({}, { margin: { b: 1 } })).toThrow('"margin" has no number for "a"');
    expect(bad({}, { period: "week" })).toThrow('"period" must be one of month, quarter, year');
    expect(bad({}, { windw: 3 })).toThrow('unknown argument "windw"');
    expect(bad({}, { timezone: "Mars/Base" })).toThrow("is not a time zone");
    expect(bad({}, { values: {} })).toThrow("not both");
    expect(bad({}, { asOf: "2025-02-31" })).toThrow('"asOf" is "2025-02-31"');
    expect(() => run({})).toThrow('give "values"');
    expect(() => run({ values: { a: [1, 2], b: [1] } })).toThrow('"b" has 1 valuations, "a" has 2');
    expect(() => run({ values: { a: [1, "2"] } })).toThrow(RangeError);
    expect(() => run({ values: { a: [1, 2] }, window: 3 })).toThrow('"window" goes with a file');
    expect(run({ values: {} })).toMatchObject({ rows: [], doubts: ["in-and-out-not-seen", "no-rows"] });
    expect(run({ asOf: "2025-01-30", window: 30 }, table(good))).toMatchObject({ rows: [], doubts: ["no-rows"] });
  });

  it("is listed with its input and output", () => {
    expect(kernels.map(({ name }) => name)).toEqual(["customer-math.ledger", "customer-math.window"]);
    const [ledger] = kernels;
    const row = run({ values: { a: [1, 2] } }).rows[0];
    const described = JSON.stringify(ledger.output);
    for (const key of Object.keys(row)) expect(described).toContain(`"${key}"`);
  });
});

const valuations = fc.integer({ min: 2, max: 6 }).chain((length) =>
  fc.array(
    fc.record({
      list: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -500, max: 100_000 })), { minLength: length, maxLength: length }),
      rate: fc.integer({ min: -100, max: 100 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
);

describe("a ledger from valuations", () => {
  it("adds up to the cent, with closings asked of the valuations", () => {
    fc.assert(
      fc.property(valuations, (customers) => {
        const values = Object.fromEntries(customers.map(({ list }, c) => [`c${c}`, list.map((cents) => cents / 100)]));
        const margin = Object.fromEntries(customers.map(({ rate }, c) => [`c${c}`, rate / 100]));
        const rows = ledgerOfValues({ values, margin });
        expect(rows).toHaveLength(customers[0].list.length - 1);
        for (const [k, row] of rows.entries()) {
          const at = customers.map(({ list }) => list[k + 1]);
          expect(row.closing.n).toBe(at.filter((cents) => cents !== 0).length);
          expect(Math.round(row.closing.value * 100)).toBe(at.reduce((sum, cents) => sum + cents, 0));
          const left = customers.reduce((sum, { list, rate }) => sum + (list[k + 1] * rate) / 10_000, 0);
          expect(row.closing.margin).toBeCloseTo(left, 4);
        }
        expect(ledgerDifferences(rows, 0.005)).toEqual([]);
        const backwards = Object.fromEntries(Object.entries(values).reverse());
        expect(ledgerOfValues({ values: backwards, margin })).toEqual(rows);
      }),
    );
  });

  it("shows every difference in a ledger that somebody changed", () => {
    const rows = ledgerOfValues({ values: { a: [1, 2, 0], b: [0, 3, 4] }, margin: { a: 0.5, b: 0.5 } });
    expect(ledgerDifferences(rows, 0.005)).toEqual([]);
    const found = (change: Partial<LedgerRow>): string[] =>
      ledgerDifferences([{ ...rows[0], ...change }, rows[1]], 0.005).map(({ identity, measure }) => `${identity} (${measure})`);
    expect(found({ new: { n: 1, value: 3.01, margin: 1.5 } })).toEqual(["opening + movements = closing (value)"]);
    expect(found({ lost: { n: 1, value: 0, margin: 0 } })).toEqual(["opening + movements = closing (n)", "stayed = opening − lost (n)"]);
    expect(found({ closing: { n: 2, value: 5, margin: 2 } })).toEqual([
      "opening + movements = closing (margin)",
      "closing = next opening (margin)",
    ]);
    expect(found({ gross: { new: 1, returned: 0, lost: 1 } })).toEqual(["gross lost = lost + in-and-out (n)"]);
  });
});

describe("rates", () => {
  it("stay steady while the asset shrinks, and gross loss and both bowls stand beside them", () => {
    // Sixty percent stay each year; who leaves is worth 1.3 times the mean, who comes is worth 70.
    const line = (n: number, value: number) => ({ n, value, margin: null });
    const year = (opening: number): LedgerRow => ({
      from: "",
      to: "",
      opening: line(10_000, opening),
      new: line(4000, 280_000),
      returned: line(0, 0),
      lost: line(4000, opening * 0.52),
      grown: line(0, 0),
      shrunk: line(0, 0),
      flat: line(6000, 0),
      inAndOut: line(0, 0),
      closing: line(10_000, opening * 0.48 + 280_000),
      gross: { new: 4000, returned: 0, lost: 4000 },
    });
    let opening = 1_000_000;
    for (let k = 0; k < 5; k += 1) {
      const row = year(opening);
      const { retention, growth, replacementShare, valueSwap } = ledgerRates(row);
      expect(retention).toMatchObject({ customers: 0.6, in: 4000, out: 4000, grossIn: 4000, grossOut: 4000 });
      expect(retention.netValue).toBeCloseTo(0.48, 12);
      expect(retention.grossLoss).toEqual({ n: 4000, value: opening * 0.52 });
      expect([growth.n, replacementShare]).toEqual([0, 1]);
      expect(growth.value).toBeLessThan(0);
      expect(valueSwap).toBeLessThan(1);
      opening = row.closing.value;
    }
    expect(opening).toBeCloseTo(550_221.72, 1);
  });

  it("have no gross retention where refunds made somebody worth less than nothing", () => {
    const day = (of: string) => Date.parse(`${of}T00:00:00Z`);
    const ratesOf = (rows: readonly (readonly [customer: number, on: string, amount: number])[]) => {
      const transactions = {
        customer: Int32Array.from(rows, ([customer]) => customer),
        customers: 2,
        time: Float64Array.from(rows, ([, on]) => day(on)),
        amount: Float64Array.from(rows, ([, , amount]) => amount),
      };
      const ledger = ledgerOfTransactions({ transactions, period: "month", window: 31, asOf: "2026-02-28" });
      return ledgerRates(ledger[1]).retention;
    };
    // One stays the same, the other had got back more than they paid, and leaves: that is no retention of 250 %.
    const stays = [0, "2026-01-20", 100] as const;
    const lost = ratesOf([stays, [0, "2026-02-20", 100], [1, "2026-01-10", 20], [1, "2026-01-12", -80]]);
    expect(lost).toMatchObject({ customers: 0.5, grossValue: null, grossLoss: { n: 1, value: -60 } });
    // And who stays but gets back more than all paid leaves no retention below nothing.
    expect(ratesOf([stays, [0, "2026-02-20", 100], [0, "2026-02-21", -300]])).toMatchObject({ customers: 1, grossValue: null });
    expect(ratesOf([stays, [0, "2026-02-20", 100]]).grossValue).toBe(1);
    expect(ratesOf([stays]).grossValue).toBe(0);
  });

  it("are null, not zero, where there was nobody", () => {
    const [row] = ledgerOfValues({ values: { a: [0, 0] }, margin: null });
    expect(ledgerRates(row)).toMatchObject({
      retention: { customers: null, grossValue: null, netValue: null, grossIn: null, grossOut: null },
      replacementShare: null,
      valueSwap: null,
      quickRatio: null,
    });
  });
});
