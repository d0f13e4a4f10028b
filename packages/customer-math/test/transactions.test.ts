import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ledgerDifferences,
  ledgerOfTransactions,
  movementOf,
  standingAt,
  type LedgerRow,
  type Movement,
  type Transactions,
} from "@counterseat/customer-math";
import { columnsOf, CUSTOMERS, DAY, monthStarts, naiveRow, purchases, stateAt, windows, type Purchase } from "./naive-ledger.ts";

const monthly = (rows: readonly Purchase[], window: number, marginRate: Float64Array | null = null): LedgerRow[] =>
  ledgerOfTransactions({ transactions: columnsOf(rows), period: "month", window, marginRate });

const LINES = ["opening", "new", "returned", "lost", "grown", "shrunk", "flat", "inAndOut", "closing"] as const;

const rates = fc.array(
  fc.integer({ min: -50, max: 100 }).map((percent) => percent / 100),
  { minLength: CUSTOMERS, maxLength: CUSTOMERS },
);

describe("a ledger from transactions", () => {
  it("is what the definition says of every customer at both ends of every month, and of every instant between", () => {
    fc.assert(
      fc.property(purchases, windows, (rows, window) => {
        const starts = monthStarts(rows);
        const ledger = monthly(rows, window);
        expect(ledger.map(({ inAndOut: _inAndOut, from: _from, to: _to, ...lines }) => lines)).toEqual(
          starts.slice(1).map((to, k) => naiveRow(rows, window, starts[k], to)),
        );
        expect(ledger.map(({ from, to }) => [Date.parse(from), Date.parse(to)])).toEqual(starts.slice(1).map((to, k) => [starts[k], to]));
      }),
      { numRuns: 500 },
    );
  });

  it("adds up to the cent, with closings asked of activity and not of movements", () => {
    fc.assert(
      fc.property(purchases, windows, rates, (rows, window, margins) => {
        const starts = monthStarts(rows);
        const ledger = monthly(rows, window, Float64Array.from(margins));
        for (const [k, row] of ledger.entries()) {
          const states = margins.map((rate, customer) => ({ rate, ...stateAt(rows, customer, starts[k + 1], window) }));
          const value = states.reduce((sum, state) => sum + state.value, 0);
          const margin = states.reduce((sum, state) => sum + state.value * state.rate, 0);
          const movedValue = row.opening.value + row.new.value + row.returned.value - row.lost.value + row.grown.value - row.shrunk.value;
          const movedMargin =
            (row.opening.margin ?? NaN) +
            (row.new.margin ?? NaN) +
            (row.returned.margin ?? NaN) -
            (row.lost.margin ?? NaN) +
            (row.grown.margin ?? NaN) -
            (row.shrunk.margin ?? NaN);
          expect(movedValue).toBe(value);
          expect(Math.abs(movedMargin - margin)).toBeLessThan(0.01);
          expect(row.opening.n + row.new.n + row.returned.n - row.lost.n).toBe(states.filter(({ active }) => active).length);
        }
        expect(ledgerDifferences(ledger, 0)).toEqual([]);
      }),
    );
  });

  it("puts every customer into exactly one movement, and the lines hold just these", () => {
    fc.assert(
      fc.property(purchases, windows, (rows, window) => {
        const transactions = columnsOf(rows);
        for (const row of monthly(rows, window)) {
          const opening = standingAt({ transactions, window, at: row.from });
          const closing = standingAt({ transactions, window, at: row.to });
          const moves = Array.from({ length: CUSTOMERS }, (_, customer) => movementOf(customer, opening, closing));
          const count = (movement: Movement): number => moves.filter((one) => one === movement).length;
          for (const line of ["new", "returned", "lost", "grown", "shrunk", "flat"] as const) expect(row[line].n).toBe(count(line));
          const lostValue = moves.reduce((sum, one, customer) => sum + (one === "lost" ? opening.value[customer] : 0), 0);
          expect(row.lost.value).toBe(lostValue);
        }
      }),
    );
  });

  it("is new at most once for every customer", () => {
    fc.assert(
      fc.property(purchases, windows, (rows, window) => {
        const ledger = monthly(rows, window);
        const buyers = new Set(rows.filter(({ cents }) => cents >= 0).map(({ customer }) => customer));
        // Who was not new at the end of their first month was new and gone inside it.
        expect(ledger.reduce((sum, row) => sum + (row.gross?.new ?? NaN), 0)).toBe(buyers.size);
        expect(ledger.reduce((sum, row) => sum + row.new.n, 0)).toBeLessThanOrEqual(buyers.size);
      }),
    );
  });

  it("does not depend on the order of rows", () => {
    const shuffled = purchases.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
    fc.assert(
      fc.property(shuffled, windows, rates, ([rows, mixed], window, margins) => {
        const marginRate = Float64Array.from(margins);
        expect(monthly(mixed, window, marginRate)).toEqual(monthly(rows, window, marginRate));
      }),
      { numRuns: 300 },
    );
  });

  it("sorts a customer with many rows, too", () => {
    const rows = Array.from({ length: 400 }, (_, i) => ({ customer: 1, at: Date.UTC(2024, 0, 1) + ((i * i * 31) % 997) * DAY, cents: i }));
    const byTime = [...rows].sort((a, b) => a.at - b.at);
    expect(monthly(rows, 2)).toEqual(monthly(byTime, 2));
    expect(monthly(rows, 2).some(({ inAndOut }) => inAndOut.n > 1)).toBe(true);
  });

  it("counts the same people when a purchase is split in two at the same instant", () => {
    fc.assert(
      fc.property(purchases, windows, fc.nat(23), fc.nat(3000), (rows, window, which, part) => {
        const split = rows.flatMap((row, i) => {
          if (i !== which % rows.length || row.cents < 0) return [row];
          const first = Math.min(part, row.cents);
          return [
            { ...row, cents: first },
            { ...row, cents: row.cents - first },
          ];
        });
        expect(monthly(split, window)).toEqual(monthly(rows, window));
      }),
    );
  });

  it("multiplies with the amounts", () => {
    fc.assert(
      fc.property(purchases, windows, fc.integer({ min: 2, max: 1000 }), (rows, window, factor) => {
        const times = monthly(
          rows.map((row) => ({ ...row, cents: row.cents * factor })),
          window,
        );
        const once = monthly(rows, window);
        expect(times.map((row) => LINES.map((line) => [row[line].n, row[line].value]))).toEqual(
          once.map((row) => LINES.map((line) => [row[line].n, row[line].value * factor])),
        );
      }),
    );
  });

  it("chains three months into their quarter: same ends, moves apart by what came and went between", () => {
    fc.assert(
      fc.property(purchases, windows, (rows, window) => {
        const months = monthly(rows, window);
        const quarters = ledgerOfTransactions({ transactions: columnsOf(rows), period: "quarter", window });
        for (const quarter of quarters) {
          const inside = months.filter(({ from, to }) => from >= quarter.from && to <= quarter.to);
          if (inside.length < 3) continue;
          expect(inside[0].opening).toEqual(quarter.opening);
          expect(inside[2].closing).toEqual(quarter.closing);
          const gross = (row: LedgerRow): number => row.gross?.lost ?? NaN;
          expect(inside.reduce((sum, row) => sum + gross(row), 0)).toBe(gross(quarter));
        }
      }),
    );
  });

  it("shows who came and went inside a month, who left and came back, and what they were worth", () => {
    const day = (date: string, customer: number, cents: number): Purchase => ({ customer, at: Date.parse(date), cents });
    const rows = [
      day("2024-02-20", 0, 1000), // there at opening, lost on the second of March, back on the twenty-fifth
      day("2024-03-25", 0, 500),
      day("2024-03-03", 1, 700), // new, and gone before the month is over
      day("2024-03-06", 1, 200),
      day("2024-02-25", 2, 300), // lost on the seventh of March, back on the eighth, lost again
      day("2024-03-08", 2, 400),
      day("2024-02-01", 3, 100), // gone in February already, and never back
    ];
    const [february, march] = monthly(rows, 11);
    expect(february).toMatchObject({ new: { n: 2 }, inAndOut: { n: 1, value: 100 }, gross: { new: 3, returned: 0, lost: 1 } });
    expect(march.opening).toEqual({ n: 2, value: 1300, margin: null });
    expect(march.lost).toEqual({ n: 1, value: 300, margin: null });
    expect(march.shrunk).toEqual({ n: 1, value: 500, margin: null });
    // Customer 0 with 1000 before they left, customer 1 with 900, customer 2 the second time with 400.
    expect(march.inAndOut).toEqual({ n: 3, value: 2300, margin: null });
    expect(march.gross).toEqual({ new: 1, returned: 2, lost: 4 });
  });

  it("keeps nobody active by a refund, and lets it lower their value", () => {
    const rows = [
      { customer: 0, at: Date.parse("2024-01-10"), cents: 1000 },
      { customer: 0, at: Date.parse("2024-01-20"), cents: -400 },
      { customer: 0, at: Date.parse("2024-03-20"), cents: -100 },
    ];
    const [january, february, march] = monthly(rows, 31);
    expect(january.closing).toEqual({ n: 1, value: 600, margin: null });
    expect(february.lost).toEqual({ n: 1, value: 600, margin: null });
    expect([march.opening.n, march.closing.n]).toEqual([0, 0]);
  });

  it("takes a refund and a purchase of one instant in either order", () => {
    const at = Date.parse("2024-01-05T10:00Z");
    const refund = { customer: 0, at, cents: -400 };
    const purchase = { customer: 0, at, cents: 1000 };
    const [january] = monthly([refund, purchase], 3);
    expect(january.inAndOut).toEqual({ n: 1, value: 600, margin: null });
    expect(monthly([purchase, refund], 3)).toEqual([january]);
  });

  it("refuses what it cannot read, naming it", () => {
    const good = columnsOf([{ customer: 0, at: 0, cents: 1 }]);
    const run = (change: Partial<Transactions>, window = 30): LedgerRow[] =>
      ledgerOfTransactions({ transactions: { ...good, ...change }, period: "month", window });
    expect(() => run({ customer: Int32Array.of(CUSTOMERS) })).toThrow("row 1: customer 4 is not among 4");
    expect(() => run({ customer: Int32Array.of(-1) })).toThrow(RangeError);
    expect(() => run({ time: Float64Array.of(NaN) })).toThrow("row 1: the time is not an instant");
    expect(() => run({ amount: Float64Array.of(0.5) })).toThrow("whole minor units");
    expect(() => run({ amount: new Float64Array(2) })).toThrow("cannot be one table");
    expect(() => run({}, 0)).toThrow("the window is 0");
    expect(() => run({}, 1.5)).toThrow("the window is 1.5");
    expect(() => monthly([{ customer: 0, at: 0, cents: 1 }], 30, Float64Array.of(1))).toThrow("1 margins for 4 customers");
    const none = columnsOf([]);
    expect(ledgerOfTransactions({ transactions: none, period: "month", window: 30 })).toEqual([]);
  });
});
