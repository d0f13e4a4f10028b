import * as fc from "fast-check";
import type { GrossMoves, LedgerLine, LedgerRow, Transactions } from "@counterseat/customer-math";

/** One purchase, as slow and plain code reads it: civil milliseconds, minor units. */
export type Purchase = { readonly customer: number; readonly at: number; readonly cents: number };

export const CUSTOMERS = 4;
export const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = Date.UTC(2023, 10, 20);

/** Few customers, few instants, and windows from shorter than a month to longer than a quarter, so that every kind of move occurs often. */
export const purchases = fc.array(
  fc.record({
    customer: fc.nat(CUSTOMERS - 1),
    at: fc.oneof(
      fc.nat(200).map((day) => START + day * DAY),
      fc.nat(200 * 24).map((hour) => START + hour * HOUR),
    ),
    cents: fc.oneof({ weight: 8, arbitrary: fc.nat(3000) }, { weight: 1, arbitrary: fc.integer({ min: -2000, max: -1 }) }),
  }),
  { minLength: 1, maxLength: 24 },
);

export const windows = fc.integer({ min: 1, max: 120 });

export function columnsOf(rows: readonly Purchase[]): Transactions {
  return {
    customer: Int32Array.from(rows, ({ customer }) => customer),
    customers: CUSTOMERS,
    time: Float64Array.from(rows, ({ at }) => at),
    amount: Float64Array.from(rows, ({ cents }) => cents),
  };
}

/** First instants of the months from the one of the first row to the one after the last. */
export function monthStarts(rows: readonly Purchase[]): number[] {
  const times = rows.map(({ at }) => at);
  const first = new Date(Math.min(...times));
  const last = Math.max(...times);
  const starts: number[] = [];
  for (let month = 0; ; month += 1) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
    starts.push(start);
    if (start > last) return starts;
  }
}

type State = { readonly active: boolean; readonly value: number; readonly known: boolean };

/** How one customer stands at an instant, straight from the definition: active with a purchase in [t − W, t), worth what they paid in it. */
export function stateAt(rows: readonly Purchase[], customer: number, t: number, window: number): State {
  const own = rows.filter((row) => row.customer === customer && row.at < t);
  const inside = own.filter((row) => row.at >= t - window * DAY);
  const active = inside.some(({ cents }) => cents >= 0);
  const value = active ? inside.reduce((sum, { cents }) => sum + cents, 0) : 0;
  return { active, value, known: own.some(({ cents }) => cents >= 0) };
}

/** Comings and goings in [from, to), by looking just before and just after every instant at which something could change. */
export function grossMoves(rows: readonly Purchase[], window: number, from: number, to: number): GrossMoves {
  const moves = { new: 0, returned: 0, lost: 0 };
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const bought = rows.filter((row) => row.customer === customer && row.cents >= 0).map(({ at }) => at);
    const instants = new Set([...bought, ...bought.map((at) => at + window * DAY)].filter((at) => at >= from && at < to));
    for (const at of instants) {
      const before = bought.some((p) => p < at && p >= at - window * DAY);
      const after = bought.some((p) => p <= at && p + window * DAY > at);
      if (before && !after) moves.lost += 1;
      if (!before && after) moves[bought.some((p) => p < at) ? "returned" : "new"] += 1;
    }
  }
  return moves;
}

/** The lines of one row, but for the value of in-and-out, by asking every customer for their state at both ends. */
export function naiveRow(rows: readonly Purchase[], window: number, from: number, to: number): Omit<LedgerRow, "from" | "to" | "inAndOut"> {
  const lines = new Map<string, { n: number; value: number }>();
  const add = (name: string, value: number): void => {
    const line = lines.get(name) ?? { n: 0, value: 0 };
    lines.set(name, { n: line.n + 1, value: line.value + value });
  };
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const before = stateAt(rows, customer, from, window);
    const after = stateAt(rows, customer, to, window);
    if (before.active) add("opening", before.value);
    if (after.active) add("closing", after.value);
    const change = after.value - before.value;
    if (before.active && after.active) add(change > 0 ? "grown" : change < 0 ? "shrunk" : "flat", Math.abs(change));
    else if (after.active) add(before.known ? "returned" : "new", after.value);
    else if (before.active) add("lost", before.value);
  }
  const line = (name: string): LedgerLine => ({ ...(lines.get(name) ?? { n: 0, value: 0 }), margin: null });
  return {
    opening: line("opening"),
    new: line("new"),
    returned: line("returned"),
    lost: line("lost"),
    grown: line("grown"),
    shrunk: line("shrunk"),
    flat: line("flat"),
    closing: line("closing"),
    gross: grossMoves(rows, window, from, to),
  };
}
