import { emptyTally, IN_AND_OUT, LOST, marginOf, move, NEW, RETURNED, stand, stay, type Tally } from "./tally.ts";

/**
 * Spans of time in which customers are active and worth something. A purchase is a stay as long as the window; a subscription is a stay at its
 * price. A customer is active while in at least one stay, and worth the sum of those they are in.
 *
 * All columns are in the order of customers and, for each, of starts.
 */
export type Stays = {
  /** The stays of customer c are `offsets[c] … offsets[c + 1] - 1`. */
  readonly offsets: Int32Array;
  /** Start and end, in milliseconds; the end may be infinite. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** First boundary inside the stay, and the first one after it; they are the same when no boundary falls into it. */
  readonly enter: Int32Array;
  readonly leave: Int32Array;
  /** Whole minor units. */
  readonly amount: Float64Array;
  /** 1 where the stay makes the customer active, 0 where it only changes their value (a refund). */
  readonly active: Uint8Array;
};

export type Counted = {
  /** How many boundaries there are. */
  readonly boundaries: number;
  /** Share of the value that remains, per customer; null when it is not known. */
  readonly marginRate: Float64Array | null;
  /** Whether the ends of stays mean something between boundaries. */
  readonly gross: boolean;
};

/**
 * Goes through the stays customer by customer, in time linear in rows and in the boundaries at which customers are active.
 * @throws RangeError when a customer has no margin while others do.
 */
export function tallyStays(stays: Stays, { boundaries, marginRate, gross }: Counted): Tally {
  const { offsets, enter, leave, amount, active } = stays;
  const customers = offsets.length - 1;
  refuseBadRates(marginRate, customers);
  const tally = emptyTally(boundaries, { margin: marginRate !== null, gross });
  // What one customer's stays change at each boundary; the last place takes what lies behind the last boundary.
  const valueAt = new Float64Array(boundaries + 1);
  const activeAt = new Int32Array(boundaries + 1);
  const isOn = new Uint8Array(boundaries + 1);
  for (let c = 0; c < customers; c += 1) {
    const begin = offsets[c];
    const end = offsets[c + 1];
    let firstEnter = boundaries;
    let firstActive = boundaries + 1;
    let lastLeave = 0;
    for (let i = begin; i < end; i += 1) {
      const into = enter[i];
      const out = leave[i];
      if (active[i] === 1 && into < firstActive) firstActive = into;
      if (into === out) continue;
      valueAt[into] += amount[i];
      valueAt[out] -= amount[i];
      activeAt[into] += active[i];
      activeAt[out] -= active[i];
      if (into < firstEnter) firstEnter = into;
      if (out > lastLeave) lastLeave = out;
    }
    const rate = marginRate === null ? 0 : marginRate[c];
    let value = 0;
    let stayed = 0;
    let wasOn = false;
    let worth = 0;
    let left = 0;
    for (let k = firstEnter; k <= lastLeave; k += 1) {
      value += valueAt[k];
      stayed += activeAt[k];
      valueAt[k] = 0;
      activeAt[k] = 0;
      if (k === boundaries) break;
      const on = stayed > 0;
      isOn[k] = on ? 1 : 0;
      if (!on && !wasOn) continue;
      const worthNow = on ? value : 0;
      const leftNow = on && rate !== 0 ? marginOf(value, rate) : 0;
      if (on) stand(tally, k, worthNow, leftNow);
      if (k > 0) {
        if (!on) move(tally, k, LOST, worth, left);
        else if (wasOn) stay(tally, k, worthNow - worth, leftNow - left);
        else move(tally, k, firstActive === k ? NEW : RETURNED, worthNow, leftNow);
      }
      wasOn = on;
      worth = worthNow;
      left = leftNow;
    }
    if (gross) tallyGross({ stays, tally, begin, end, isOn, rate });
    for (let k = firstEnter; k <= lastLeave; k += 1) isOn[k] = 0;
  }
  return tally;
}

type OneCustomer = {
  readonly stays: Stays;
  readonly tally: Tally;
  /** Their stays are `begin … end - 1`. */
  readonly begin: number;
  readonly end: number;
  /** Whether they are active at each boundary. */
  readonly isOn: Uint8Array;
  readonly rate: number;
};

/** Every coming and going of one customer, also between two boundaries. */
function tallyGross(one: OneCustomer): void {
  const { stays, tally, begin, end } = one;
  const { from, to, enter, leave, active } = stays;
  let spell = -1;
  let reach = -Infinity;
  let out = 0;
  let rowOfLoss = -1;
  for (let i = begin; i < end; i += 1) {
    if (active[i] === 0) continue;
    // A stay that begins at the instant the one before it ends goes on with it.
    if (spell < 0 || from[i] > reach) {
      if (spell >= 0) rowOfLoss = leaveSpell(one, { spell, next: i, out, rowOfLoss });
      count(tally, enter[i], spell < 0 ? 0 : 1);
      spell = i;
      reach = to[i];
      out = leave[i];
    } else if (to[i] > reach) {
      reach = to[i];
      out = leave[i];
    }
  }
  if (spell >= 0) leaveSpell(one, { spell, next: end, out, rowOfLoss });
}

type Spell = {
  /** Stays without a gap between them: `spell … next - 1`. */
  readonly spell: number;
  readonly next: number;
  /** The row in which it ends. */
  readonly out: number;
  readonly rowOfLoss: number;
};

/** @returns the last row in which the customer is in the lost line. */
function leaveSpell(one: OneCustomer, { spell, next, out, rowOfLoss }: Spell): number {
  const { tally, isOn, rate } = one;
  if (!count(tally, out, 2)) return rowOfLoss;
  // Who was there at opening and is not at closing is in the lost line once: for the first time they left.
  if (isOn[out - 1] === 1 && isOn[out] === 0 && rowOfLoss !== out) return out;
  const value = worthAfterLastStart(one, spell, next);
  move(tally, out, IN_AND_OUT, value, marginOf(value, rate));
  return rowOfLoss;
}

function worthAfterLastStart({ stays, begin }: OneCustomer, spell: number, next: number): number {
  const { from, to, active, amount } = stays;
  let last = next - 1;
  while (last > spell && active[last] === 0) last -= 1;
  // Refunds since the spell before count too; those that share the first instant may come before it.
  let first = spell;
  while (first > begin && active[first - 1] === 0) first -= 1;
  let value = 0;
  for (let i = first; i < next && from[i] <= from[last]; i += 1) if (to[i] > from[last]) value += amount[i];
  return value;
}

/** @returns whether the move falls into a row. */
function count({ boundaries, gross }: Tally, row: number, which: number): boolean {
  if (row < 1 || row >= boundaries || gross === null) return false;
  gross[row * 3 + which] += 1;
  return true;
}

function refuseBadRates(rates: Float64Array | null, customers: number): void {
  if (rates === null) return;
  if (rates.length !== customers)
    throw new RangeError(`${rates.length} margins for ${customers} customers; give one for each, or none at all`);
  const bad = rates.findIndex((rate) => !Number.isFinite(rate));
  if (bad >= 0) throw new RangeError(`the margin of customer ${bad} is not a number`);
}
