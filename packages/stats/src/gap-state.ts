import type { Moments } from "./moments.ts";
import { studentQuantile } from "./student-t.ts";

export type GapState = "gap" | "no-gap" | "not-known-yet";

/** Width of "near enough", in points of a 0-100 scale, on either side of zero. */
export const GAP_MARGIN = 5;

/**
 * What an interval of a gap says: `gap` when it lies wholly outside plus or minus the margin, `no-gap` when wholly inside (an equivalence
 * statement, ends included), else `not-known-yet`; also when there is no interval.
 * Source: two one-sided tests, D. J. Schuirmann, J. Pharmacokinetics 15 (1987), read off the interval.
 * @throws RangeError when the margin is not positive.
 */
export function gapState(input: { readonly interval: readonly [number, number] | null; readonly margin?: number }): GapState {
  const margin = input.margin ?? GAP_MARGIN;
  refuseBadMargin(margin);
  if (input.interval === null) return "not-known-yet";
  const [low, high] = input.interval;
  if (low > margin || high < -margin) return "gap";
  return low >= -margin && high <= margin ? "no-gap" : "not-known-yet";
}

export type MoreNeededInput = {
  /** The side whose number is small and hard to raise, usually leaders. */
  readonly a: Moments;
  /** The side that is asked for more, usually customers. */
  readonly b: Moments;
  readonly margin?: number;
  readonly confidence?: number;
};

export type MoreNeeded = {
  /** About how many more answers on side b settle the state; 0 when it is settled; null when no number does. */
  readonly b: number | null;
  /** When b is null: about how many more answers on side a settle it with b as it is; null when no number does. */
  readonly a: number | null;
  /** When a and b are null: about how many more answers on each side at once; null when that is not known either. */
  readonly both: number | null;
  /** Why there is no number: `too-few-answers`, `no-spread` (all answers equal on both sides), `on-the-margin`; else null. */
  readonly reason: "too-few-answers" | "no-spread" | "on-the-margin" | null;
};

/** More answers than this on one side are not a plan, so the search ends there. */
const MOST_ANSWERS = 10_000_000;

/**
 * About how many more answers would make the state of a gap decisive.
 *
 * Derivation: suppose means and variances stay as they are. The interval is d +- h(na, nb) with
 * h = t(df) sqrt(va/na + vb/nb), d = mean(a) - mean(b), df by Satterthwaite as in `welch`. It stops straddling a margin line M exactly
 * when h <= | |d| - M |: if |d| > M the interval then lies outside, if |d| < M inside. The answer is the least nb' >= nb with that property,
 * minus nb. As nb' grows h tends to t(na - 1) sqrt(va/na): if that is still too wide, side a alone is too uncertain and no number of
 * customer answers can help. (h need not fall all the way: more answers on b can lower df towards na - 1. So the least nb' is searched for on
 * a grid growing by 4 %, then by halving, rather than assumed from the limit.) With |d| = M no precision suffices.
 * @throws RangeError for a bad margin or confidence.
 */
export function moreNeeded(input: MoreNeededInput): MoreNeeded {
  const margin = input.margin ?? GAP_MARGIN;
  const confidence = input.confidence ?? 0.95;
  refuseBadMargin(margin);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`moreNeeded: confidence must lie between 0 and 1, got ${confidence}`);
  const none = { b: null, a: null, both: null };
  const { a, b } = input;
  if (a.mean === null || b.mean === null || a.variance === null || b.variance === null || a.n < 2 || b.n < 2) {
    return { ...none, reason: "too-few-answers" };
  }
  const va = a.variance;
  const vb = b.variance;
  if (va === 0 && vb === 0) return { ...none, reason: "no-spread" };
  const size = Math.abs(a.mean - b.mean);
  const room = Math.abs(size - margin);
  if (room === 0) return { ...none, reason: "on-the-margin" };
  // Outside the margin the interval must clear the line, inside it may touch it: the same reading as gapState's.
  const settled = (na: number, nb: number): boolean => {
    const half = halfWidth({ na, nb, va, vb, confidence });
    return size > margin ? size - half > margin : size + half <= margin;
  };
  const moreB = leastMore((more) => settled(a.n, b.n + more), b.n);
  if (moreB !== null) return { b: moreB, a: null, both: null, reason: null };
  const moreA = leastMore((more) => settled(a.n + more, b.n), a.n);
  if (moreA !== null) return { b: null, a: moreA, both: null, reason: null };
  const both = leastMore((more) => settled(a.n + more, b.n + more), Math.min(a.n, b.n));
  return { b: null, a: null, both, reason: both === null ? "on-the-margin" : null };
}

type HalfWidthInput = { readonly na: number; readonly nb: number; readonly va: number; readonly vb: number; readonly confidence: number };

function halfWidth({ na, nb, va, vb, confidence }: HalfWidthInput): number {
  const errorA = va / na;
  const errorB = vb / nb;
  const sum = errorA + errorB;
  const df = (sum * sum) / ((errorA * errorA) / (na - 1) + (errorB * errorB) / (nb - 1));
  return studentQuantile(0.5 + confidence / 2, df) * Math.sqrt(sum);
}

/** The first count on the growing grid that settles it, then the least one between it and the grid point before. */
function leastMore(settles: (more: number) => boolean, start: number): number | null {
  let failing = -1;
  let more = 0;
  while (!settles(more)) {
    failing = more;
    if (start + more >= MOST_ANSWERS) return null;
    more = Math.max(more + 1, Math.floor((start + more) * 1.04) - start);
  }
  while (more - failing > 1) {
    const middle = Math.floor((failing + more) / 2);
    if (settles(middle)) more = middle;
    else failing = middle;
  }
  return more;
}

function refuseBadMargin(margin: number): void {
  if (!(margin > 0 && Number.isFinite(margin))) throw new RangeError(`the margin must be positive, got ${margin}`);
}
