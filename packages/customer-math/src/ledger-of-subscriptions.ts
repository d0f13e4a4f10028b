import { DAY, isoOfDay } from "./civil-days.ts";
import { gathered, groupByCustomer } from "./group-by-customer.ts";
import type { LedgerRow } from "./ledger-row.ts";
import { tallyStays } from "./ledger-of-stays.ts";
import { ledgerBoundaries, refuseBadAmounts, refuseUnequal, type LedgerPeriods } from "./ledger-of-transactions.ts";
import { boundaryIndex } from "./periods.ts";
import { reconciled } from "./reconcile.ts";
import { rowsOf } from "./tally.ts";
import { civilTimes } from "./zone.ts";

/** Subscriptions as columns of one length, in any order. A change of price is one row that ends and one that begins at the same instant. */
export type Subscriptions = {
  /** Code 0 … customers − 1. A customer may have several subscriptions at a time; they are one customer. */
  readonly customer: Int32Array;
  readonly customers: number;
  /** UTC milliseconds at which it comes into force. */
  readonly from: Float64Array;
  /** UTC milliseconds from which it is no longer in force; Infinity while it runs. */
  readonly to: Float64Array;
  /** Price per month, whole minor units. 0 is a pause: still a customer, worth nothing for now. */
  readonly monthly: Float64Array;
};

export type LedgerOfSubscriptionsInput = LedgerPeriods & {
  readonly subscriptions: Subscriptions;
  /** Share of the value that remains as margin, per customer code; null or absent when it is not known. */
  readonly marginRate?: Float64Array | null;
};

/**
 * The customer asset ledger from subscriptions. Active at a boundary is who has a subscription in force at that instant (from ≤ t < to); their
 * value is the sum of monthly prices then. So who starts at the first instant of the first period stands in its opening, and who leaves with the
 * last instant of a month is lost in that month. Coming back after any gap is returned; without a gap it is a change of price.
 *
 * Give `asOf` where ends lie in the future: without it the rows go on to the last start or end there is.
 * @throws RangeError when the zone is unknown or a row is unusable (naming it).
 */
export function ledgerOfSubscriptions(input: LedgerOfSubscriptionsInput): LedgerRow[] {
  const { subscriptions, marginRate = null, timeZone = "UTC" } = input;
  const { customer, customers, monthly } = subscriptions;
  refuseUnequal([customer, subscriptions.from, subscriptions.to, monthly]);
  refuseBadAmounts(monthly);
  const starts = civilTimes(subscriptions.from, timeZone);
  const ends = civilEnds(subscriptions.to, timeZone);
  const backwards = ends.findIndex((end, i) => !(end >= starts[i]));
  if (backwards >= 0) throw new RangeError(`row ${backwards + 1}: the subscription ends before it starts`);
  const boundaries = ledgerBoundaries([starts, ends], input);
  if (boundaries.length === 0) return [];
  const after = boundaryIndex(boundaries);
  const { order, offsets } = groupByCustomer(customer, customers, starts);
  const from = gathered(starts, order);
  const to = gathered(ends, order);
  const enter = new Int32Array(from.length);
  const leave = new Int32Array(from.length);
  const active = new Uint8Array(from.length);
  for (let i = 0; i < from.length; i += 1) {
    enter[i] = after(Math.ceil(from[i] / DAY));
    leave[i] = to[i] === Infinity ? boundaries.length : after(Math.ceil(to[i] / DAY));
    // What ends at the instant it starts was never in force.
    active[i] = to[i] > from[i] ? 1 : 0;
  }
  const stays = { offsets, from, to, enter, leave, amount: gathered(monthly, order), active };
  const tally = tallyStays(stays, { boundaries: boundaries.length, marginRate, gross: true });
  return reconciled(rowsOf(tally, Array.from(boundaries, isoOfDay)), 0.5);
}

/** Civil times of ends, some of which are never. */
export function civilEnds(ends: Float64Array, timeZone: string): Float64Array {
  const known = ends.map((end) => (end === Infinity ? 0 : end));
  const civil = civilTimes(known, timeZone);
  return ends.map((end, i) => (end === Infinity ? Infinity : civil[i]));
}
