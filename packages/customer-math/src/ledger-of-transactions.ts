import { DAY, isoOfDay, requiredDay } from "./civil-days.ts";
import { gathered, groupByCustomer } from "./group-by-customer.ts";
import type { LedgerRow } from "./ledger-row.ts";
import { tallyStays, type Stays } from "./ledger-of-stays.ts";
import { boundaryIndex, endedBy, periodBoundaries, type Boundaries, type Period } from "./periods.ts";
import { reconciled } from "./reconcile.ts";
import { rowsOf } from "./tally.ts";
import { civilTimes } from "./zone.ts";

/** Purchases as columns of one length, in any order. Arrays may rest on SharedArrayBuffers and are only read. */
export type Transactions = {
  /** Code 0 … customers − 1. */
  readonly customer: Int32Array;
  readonly customers: number;
  /** UTC milliseconds; a day-dated purchase is at the first instant of its day in the organisation's zone. */
  readonly time: Float64Array;
  /** Whole minor units. Below 0 is a refund: it lowers the value, but it is no purchase and keeps nobody active. */
  readonly amount: Float64Array;
};

/** How time is cut, for ledgers of any basis. */
export type LedgerPeriods = {
  readonly period: Period;
  /** IANA zone of the organisation; periods and windows count its civil days. UTC when absent. */
  readonly timeZone?: string;
  /** Month 1–12 in which the fiscal year begins. */
  readonly fiscalStart?: number;
  /**
   * `2026-11-23`: what happened after this day is left out, and so is a period that had not ended with it. Without it the last period is the one
   * with the last transaction, as if it had ended.
   */
  readonly asOf?: string | null;
};

export type LedgerOfTransactionsInput = LedgerPeriods & {
  readonly transactions: Transactions;
  /**
   * W in days: active at t is who made a purchase in [t − W days, t); their value is what they paid in it. `period`: who bought in the period that
   * ends at t, whatever its length; then nobody is in and out.
   */
  readonly window: number | "period";
  /** Share of the value that remains as margin, per customer code; null or absent when it is not known. */
  readonly marginRate?: Float64Array | null;
};

/**
 * The customer asset ledger from transactions: one row per period, from the one of the first transaction on. Amounts stay in minor units.
 * Time is linear in the rows; a million take a fraction of a second.
 * @throws RangeError when the window is no whole number of days from 1 on, the zone is unknown, or a row is unusable (naming it).
 */
export function ledgerOfTransactions(input: LedgerOfTransactionsInput): LedgerRow[] {
  const { transactions, window, marginRate = null } = input;
  if (window !== "period") refuseBadWindow(window);
  refuseUnequal([transactions.customer, transactions.time, transactions.amount]);
  refuseBadAmounts(transactions.amount);
  const civil = civilTimes(transactions.time, input.timeZone ?? "UTC");
  const boundaries = ledgerBoundaries([civil], input);
  if (boundaries.length === 0) return [];
  const { order, offsets } = groupByCustomer(transactions.customer, transactions.customers, civil);
  const stays = staysOfPurchases(gathered(civil, order), gathered(transactions.amount, order), boundaries, window);
  const tally = tallyStays({ offsets, ...stays }, { boundaries: boundaries.length, marginRate, gross: window !== "period" });
  return reconciled(rowsOf(tally, Array.from(boundaries, isoOfDay)), 0.5);
}

function staysOfPurchases(
  from: Float64Array,
  amount: Float64Array,
  boundaries: Boundaries,
  window: number | "period",
): Omit<Stays, "offsets"> {
  const after = boundaryIndex(boundaries);
  const length = window === "period" ? 0 : window;
  const to = new Float64Array(from.length);
  const enter = new Int32Array(from.length);
  const leave = new Int32Array(from.length);
  const active = new Uint8Array(from.length);
  for (let i = 0; i < from.length; i += 1) {
    const day = Math.floor(from[i] / DAY);
    to[i] = from[i] + length * DAY;
    // A purchase counts at boundaries after its instant, and up to and with the one W days later.
    enter[i] = after(day + 1);
    leave[i] = window === "period" ? Math.min(enter[i] + 1, boundaries.length) : after(day + 1 + length);
    active[i] = amount[i] < 0 ? 0 : 1;
  }
  return { from, to, enter, leave, amount, active };
}

/** Boundaries from the first to the last of these civil times, or to the last period that had ended as of a day. */
export function ledgerBoundaries(times: readonly Float64Array[], { period, fiscalStart = 1, asOf = null }: LedgerPeriods): Boundaries {
  let first = Infinity;
  let last = -Infinity;
  for (const column of times) {
    for (let i = 0; i < column.length; i += 1) {
      if (column[i] < first) first = column[i];
      if (column[i] > last && column[i] < Infinity) last = column[i];
    }
  }
  if (first === Infinity) return new Int32Array(0);
  const known = asOf === null ? null : requiredDay("asOf", asOf);
  const lastDay = known ?? Math.floor(last / DAY);
  const boundaries = periodBoundaries({ period, fiscalStart, firstDay: Math.floor(first / DAY), lastDay });
  return known === null ? boundaries : endedBy(boundaries, known);
}

export function refuseBadWindow(window: number): void {
  if (!Number.isInteger(window) || window < 1 || window > 36_525)
    throw new RangeError(`the window is ${window}; give whole days from 1 to 36525`);
}

export function refuseBadAmounts(amount: Float64Array): void {
  for (let i = 0; i < amount.length; i += 1) {
    if (!Number.isSafeInteger(amount[i])) throw new RangeError(`row ${i + 1}: the amount ${amount[i]} is not in whole minor units`);
  }
}

export function refuseUnequal(columns: readonly { readonly length: number }[]): void {
  const [first] = columns;
  const odd = columns.find((column) => column.length !== first?.length);
  if (odd !== undefined) throw new RangeError(`columns of ${first?.length} and ${odd.length} rows cannot be one table`);
}
