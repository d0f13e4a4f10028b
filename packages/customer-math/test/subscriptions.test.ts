import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ledgerDifferences, ledgerOfSubscriptions, type LedgerRow, type Subscriptions } from "@counterseat/customer-math";

type Subscription = { readonly customer: number; readonly from: string; readonly to: string | null; readonly monthly: number };

function columnsOf(rows: readonly Subscription[], customers: number): Subscriptions {
  return {
    customer: Int32Array.from(rows, ({ customer }) => customer),
    customers,
    from: Float64Array.from(rows, ({ from }) => Date.parse(from)),
    to: Float64Array.from(rows, ({ to }) => (to === null ? Infinity : Date.parse(to))),
    monthly: Float64Array.from(rows, ({ monthly }) => monthly),
  };
}

const monthly = (rows: readonly Subscription[], customers: number, asOf: string | null = null): LedgerRow[] =>
  ledgerOfSubscriptions({ subscriptions: columnsOf(rows, customers), period: "month", asOf });

const people = (n: number, value: number): { n: number; value: number; margin: null } => ({ n, value, margin: null });

describe("a ledger from subscriptions", () => {
  it("reads starts, changes of price, pauses, ends and coming back", () => {
    const rows: Subscription[] = [
      { customer: 0, from: "2025-01-05", to: "2025-02-10", monthly: 1000 }, // grows in February
      { customer: 0, from: "2025-02-10", to: null, monthly: 1500 },
      { customer: 1, from: "2025-01-07", to: "2025-02-15", monthly: 2000 }, // lost in February, back in April
      { customer: 1, from: "2025-04-03", to: null, monthly: 800 },
      { customer: 2, from: "2025-01-20", to: "2025-02-01", monthly: 500 }, // not in force at the first instant of February
      { customer: 3, from: "2025-02-03", to: "2025-02-20", monthly: 700 }, // in and out
      { customer: 4, from: "2025-01-09", to: "2025-03-05", monthly: 900 }, // pauses: still a customer, worth nothing
      { customer: 4, from: "2025-03-05", to: null, monthly: 0 },
    ];
    const [january, february, march, april, ...rest] = monthly(rows, 5, "2025-04-30");
    expect(rest).toEqual([]);
    expect(january).toMatchObject({ opening: people(0, 0), new: people(3, 3900), inAndOut: people(1, 500), closing: people(3, 3900) });
    expect(february).toMatchObject({
      grown: people(1, 500),
      lost: people(1, 2000),
      flat: people(1, 0),
      inAndOut: people(1, 700),
      closing: people(2, 2400),
      gross: { new: 1, returned: 0, lost: 2 },
    });
    expect(march).toMatchObject({ shrunk: people(1, 900), flat: people(1, 0), lost: people(0, 0), closing: people(2, 1500) });
    expect(april).toMatchObject({ returned: people(1, 800), new: people(0, 0), closing: people(3, 2300) });
  });

  it("counts a customer with several subscriptions once, and a switch without a gap as no coming or going", () => {
    const rows: Subscription[] = [
      { customer: 0, from: "2025-01-05", to: "2025-03-10", monthly: 1000 },
      { customer: 0, from: "2025-02-03", to: null, monthly: 300 },
      { customer: 1, from: "2025-01-05", to: "2025-02-14", monthly: 1000 },
      { customer: 1, from: "2025-02-14", to: null, monthly: 900 },
    ];
    const [january, february, march] = monthly(rows, 2, "2025-03-31");
    expect(january.closing).toEqual(people(2, 2000));
    expect(february).toMatchObject({ grown: people(1, 300), shrunk: people(1, 100), gross: { new: 0, returned: 0, lost: 0 } });
    expect(march).toMatchObject({ shrunk: people(1, 1000), flat: people(1, 0), closing: people(2, 1200) });
  });

  it("opens with those in force at the first instant, and follows a fiscal year", () => {
    const rows: Subscription[] = [
      { customer: 0, from: "2024-04-01", to: null, monthly: 100 },
      { customer: 1, from: "2024-06-01", to: "2025-04-01", monthly: 50 },
    ];
    const years = ledgerOfSubscriptions({ subscriptions: columnsOf(rows, 2), period: "year", fiscalStart: 4, asOf: "2025-03-31" });
    expect(years).toHaveLength(1);
    expect(years[0]).toMatchObject({ from: "2024-04-01", to: "2025-04-01", opening: people(1, 100), closing: people(1, 100) });
    expect(years[0].inAndOut).toEqual(people(1, 50));
  });

  it("is what the definition says at every month's end", () => {
    const day = (n: number): string => new Date(Date.UTC(2024, 10, 1) + n * 86_400_000).toISOString();
    const subscriptions = fc.array(
      fc
        .record({ customer: fc.nat(3), start: fc.nat(150), days: fc.option(fc.nat(90)), monthly: fc.nat(3000) })
        .map(({ customer, start, days, monthly }) => ({
          customer,
          from: day(start),
          to: days === null ? null : day(start + days),
          monthly,
        })),
      { minLength: 1, maxLength: 14 },
    );
    fc.assert(
      fc.property(subscriptions, (rows) => {
        const ledger = monthly(rows, 4, "2025-06-30");
        const inForce = (customer: number, at: string): Subscription[] =>
          rows.filter(
            (row) =>
              row.customer === customer &&
              Date.parse(row.from) <= Date.parse(at) &&
              (row.to === null || Date.parse(row.to) > Date.parse(at)),
          );
        const worth = (held: readonly Subscription[]): number => held.reduce((sum, { monthly }) => sum + monthly, 0);
        for (const row of ledger) {
          const both = [0, 1, 2, 3].map((customer) => [inForce(customer, row.from), inForce(customer, row.to)] as const);
          const closing = both.filter(([, after]) => after.length > 0);
          const lost = both.filter(([before, after]) => before.length > 0 && after.length === 0);
          const grown = both.filter(([before, after]) => before.length > 0 && after.length > 0 && worth(after) > worth(before));
          expect(row.closing).toEqual(
            people(
              closing.length,
              closing.reduce((sum, [, after]) => sum + worth(after), 0),
            ),
          );
          expect(row.lost).toEqual(
            people(
              lost.length,
              lost.reduce((sum, [before]) => sum + worth(before), 0),
            ),
          );
          expect(row.grown).toEqual(
            people(
              grown.length,
              grown.reduce((sum, [before, after]) => sum + worth(after) - worth(before), 0),
            ),
          );
        }
        expect(ledgerDifferences(ledger, 0)).toEqual([]);
        expect(monthly([...rows].reverse(), 4, "2025-06-30")).toEqual(ledger);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a subscription that ends before it starts", () => {
    expect(() => monthly([{ customer: 0, from: "2025-02-01", to: "2025-01-01", monthly: 1 }], 1)).toThrow("row 1");
  });
});
