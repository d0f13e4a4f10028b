import { rowsInUnits, type LedgerRow } from "./ledger-row.ts";
import { reconciled } from "./reconcile.ts";
import { emptyTally, LOST, marginOf, move, NEW, RETURNED, rowsOf, stand, stay } from "./tally.ts";

export type LedgerOfValuesInput = {
  /** Per customer, what they were worth at each boundary of the periods, oldest first; 0 when they were no customer. All of one length. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** Per customer, the share of the value that remains; may be negative. Null when it is not known. */
  readonly margin: Readonly<Record<string, number>> | null;
  /** Names of the boundaries; `0`, `1`, … when absent. */
  readonly names?: readonly string[];
};

/**
 * The customer asset ledger from valuations at the ends of periods. V valuations give V − 1 rows. Whoever came and left between two valuations does
 * not show: `inAndOut` is 0 and `gross` null.
 *
 * Values are taken to a millionth of their unit, so that the lines add up exactly.
 * @throws RangeError when lists differ in length, a number is none, or a customer has no margin while others do.
 */
export function ledgerOfValues({ values, margin, names }: LedgerOfValuesInput): LedgerRow[] {
  const customers = Object.entries(values);
  const boundaries = customers[0]?.[1].length ?? 0;
  const called = names ?? Array.from({ length: boundaries }, (_, k) => String(k));
  if (called.length !== boundaries) throw new RangeError(`${called.length} names for ${boundaries} valuations`);
  const tally = emptyTally(boundaries, { margin: margin !== null, gross: false });
  const unit = unitOf(customers.map(([, list]) => list));
  for (const [customer, list] of customers) {
    if (list.length !== boundaries)
      throw new RangeError(`"${customer}" has ${list.length} valuations, "${customers[0]?.[0]}" has ${boundaries}`);
    const rate = margin === null ? 0 : rateOf(margin, customer);
    let before = 0;
    let beforeMargin = 0;
    let seen = false;
    for (let k = 0; k < boundaries; k += 1) {
      const given = list[k];
      if (typeof given !== "number" || !Number.isFinite(given)) throw new RangeError(`valuation ${k + 1} of "${customer}" is not a number`);
      const after = Math.round(given * unit);
      const afterMargin = marginOf(after, rate);
      if (after !== 0) stand(tally, k, after, afterMargin);
      if (k > 0) {
        if (before !== 0 && after !== 0) stay(tally, k, after - before, afterMargin - beforeMargin);
        else if (after !== 0) move(tally, k, seen ? RETURNED : NEW, after, afterMargin);
        else if (before !== 0) move(tally, k, LOST, before, beforeMargin);
      }
      seen ||= after !== 0;
      before = after;
      beforeMargin = afterMargin;
    }
  }
  return rowsInUnits(reconciled(rowsOf(tally, called), unit * 0.005), unit);
}

function rateOf(margin: Readonly<Record<string, number>>, customer: string): number {
  const rate = Object.hasOwn(margin, customer) ? margin[customer] : undefined;
  if (rate === undefined) throw new RangeError(`there is no margin for "${customer}"; give one for each customer, or none at all`);
  if (typeof rate !== "number" || !Number.isFinite(rate)) throw new RangeError(`the margin of "${customer}" is not a number`);
  return rate;
}

/** Whole steps per unit that hold the values: at least cents, at most millionths. */
function unitOf(lists: readonly (readonly number[])[]): number {
  for (let unit = 100; unit < 1e6; unit *= 10) {
    if (lists.every((list) => list.every((value) => Math.abs(value * unit - Math.round(value * unit)) < 1e-6))) return unit;
  }
  return 1e6;
}
