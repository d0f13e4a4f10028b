import { wilson } from "@counterseat/stats";
import { DAY } from "./civil-days.ts";

/** How wrong one window would have been at an instant in the past, judged by what customers did afterwards. */
export type WindowErrors = {
  /** W in days. */
  readonly window: number;
  /** Customers the window calls lost; how many of them bought again; that share, with a 95 % interval. */
  readonly declaredLost: number;
  readonly cameBack: number;
  readonly cameBackShare: number | null;
  readonly cameBackInterval: readonly [number, number] | null;
  /** Customers it still counts; how many of them never bought again; that share, with a 95 % interval. */
  readonly kept: number;
  readonly gone: number;
  readonly goneShare: number | null;
  readonly goneInterval: readonly [number, number] | null;
};

export type IdleCountsInput = {
  readonly customer: Int32Array;
  readonly customers: number;
  /** Civil milliseconds. */
  readonly time: Float64Array;
  /** Only its sign matters: refunds are no purchases. */
  readonly amount: Float64Array;
  /** Day at whose first instant customers are judged, and day at whose first instant the looking on ends. */
  readonly cut: number;
  readonly end: number;
};

/**
 * Customers known at the cut, by the least window in days that still counts them; index 0 is unused.
 */
export type IdleCounts = { readonly cameBack: Int32Array; readonly gone: Int32Array };

/** One pass over the rows; after it the errors of every window are sums over days. */
export function idleCounts({ customer, customers, time, amount, cut, end }: IdleCountsInput): IdleCounts {
  const last = new Float64Array(customers).fill(-Infinity);
  const back = new Uint8Array(customers);
  const now = cut * DAY;
  const until = end * DAY;
  let longest = 0;
  for (let i = 0; i < time.length; i += 1) {
    if (amount[i] < 0 || time[i] >= until) continue;
    const code = customer[i];
    if (time[i] >= now) back[code] = 1;
    else if (time[i] > last[code]) last[code] = time[i];
  }
  const least = new Int32Array(customers);
  for (let c = 0; c < customers; c += 1) {
    if (last[c] === -Infinity) continue;
    least[c] = Math.ceil((now - last[c]) / DAY);
    if (least[c] > longest) longest = least[c];
  }
  const counts: IdleCounts = { cameBack: new Int32Array(longest + 1), gone: new Int32Array(longest + 1) };
  for (let c = 0; c < customers; c += 1) {
    if (least[c] > 0) (back[c] === 1 ? counts.cameBack : counts.gone)[least[c]] += 1;
  }
  return counts;
}

/**
 * Both errors of every window from 1 day up to the longest silence: declared lost but came back, and still counted but gone.
 * @returns entry k is the window of k + 1 days.
 */
export function windowErrors({ cameBack, gone }: IdleCounts): WindowErrors[] {
  const lost = { cameBack: sum(cameBack), gone: sum(gone) };
  const kept = { cameBack: 0, gone: 0 };
  const errors: WindowErrors[] = [];
  for (let window = 1; window < cameBack.length; window += 1) {
    lost.cameBack -= cameBack[window];
    lost.gone -= gone[window];
    kept.cameBack += cameBack[window];
    kept.gone += gone[window];
    const declaredLost = lost.cameBack + lost.gone;
    const all = kept.cameBack + kept.gone;
    errors.push({
      window,
      declaredLost,
      cameBack: lost.cameBack,
      cameBackShare: declaredLost === 0 ? null : lost.cameBack / declaredLost,
      cameBackInterval: wilson({ successes: lost.cameBack, n: declaredLost }),
      kept: all,
      gone: kept.gone,
      goneShare: all === 0 ? null : kept.gone / all,
      goneInterval: wilson({ successes: kept.gone, n: all }),
    });
  }
  return errors;
}

function sum(column: Int32Array): number {
  let total = 0;
  for (let i = 0; i < column.length; i += 1) total += column[i];
  return total;
}
