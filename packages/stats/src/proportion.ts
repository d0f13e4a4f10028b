import { normalCdf, normalQuantile } from "./normal-distribution.ts";

/** `successes` out of `n` people. */
export type Proportion = { readonly successes: number; readonly n: number };

/**
 * Score interval of a share.
 * Source: E. B. Wilson, JASA 22 (1927). Never leaves 0..1 and holds for 0 or n successes.
 * @returns a share interval, or null when n is 0.
 * @throws RangeError when the counts are not counts, or the confidence is outside 0..1.
 */
export function wilson(input: Proportion & { readonly confidence?: number }): readonly [number, number] | null {
  const { successes, n } = input;
  refuseBadCounts("wilson", input);
  const z = criticalValue("wilson", input.confidence);
  if (n === 0) return null;
  const share = successes / n;
  const square = z * z;
  const centre = (share + square / (2 * n)) / (1 + square / n);
  const half = (z * Math.sqrt((share * (1 - share) + square / (4 * n)) / n)) / (1 + square / n);
  // At the ends the formula is exactly 0 or 1; only rounding would say otherwise.
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === n ? 1 : Math.min(1, centre + half)];
}

export type ProportionDifference = {
  /** share(a) - share(b), -1..1. */
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  /** Campbell's N - 1 chi-squared, with one degree of freedom; null when nobody or everybody succeeded. */
  readonly statistic: number | null;
  readonly df: number | null;
  /** Two-sided p of the statistic. */
  readonly p: number | null;
  /** `no-answers-a|b`; `no-spread` when both sides are all or nothing alike. */
  readonly doubts: readonly string[];
};

/**
 * Difference of two independent shares.
 * Source: interval by R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10 (hybrid score); test by I. Campbell, Statistics in
 * Medicine 26 (2007) 3661, Pearson's chi-squared times (N - 1)/N.
 * @throws RangeError when the counts are not counts, or the confidence is outside 0..1.
 */
export function newcombe(input: { readonly a: Proportion; readonly b: Proportion; readonly confidence?: number }): ProportionDifference {
  const { a, b, confidence } = input;
  const rangeA = wilson(withConfidence(a, confidence));
  const rangeB = wilson(withConfidence(b, confidence));
  const doubts = [...(rangeA === null ? ["no-answers-a"] : []), ...(rangeB === null ? ["no-answers-b"] : [])];
  if (rangeA === null || rangeB === null) return { estimate: null, interval: null, statistic: null, df: null, p: null, doubts };
  const shareA = a.successes / a.n;
  const shareB = b.successes / b.n;
  const estimate = shareA - shareB;
  const interval: readonly [number, number] = [
    estimate - Math.hypot(shareA - rangeA[0], rangeB[1] - shareB),
    estimate + Math.hypot(rangeA[1] - shareA, shareB - rangeB[0]),
  ];
  const total = a.n + b.n;
  const pooled = (a.successes + b.successes) / total;
  if (pooled === 0 || pooled === 1) return { estimate, interval, statistic: null, df: null, p: null, doubts: ["no-spread"] };
  const chiSquared = (estimate * estimate) / (pooled * (1 - pooled) * (1 / a.n + 1 / b.n));
  const statistic = (chiSquared * (total - 1)) / total;
  return { estimate, interval, statistic, df: 1, p: 2 * normalCdf(-Math.sqrt(statistic)), doubts };
}

/** The z that leaves (1 - confidence)/2 above it. */
export function criticalValue(name: string, confidence: number = 0.95): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${name}: confidence must lie between 0 and 1, got ${confidence}`);
  return normalQuantile(0.5 + confidence / 2);
}

function withConfidence(side: Proportion, confidence: number | undefined): Proportion & { readonly confidence?: number } {
  return confidence === undefined ? side : { ...side, confidence };
}

/** @throws RangeError unless the counts are whole, and no more succeed than there are. */
export function refuseBadCounts(name: string, { successes, n }: Proportion): void {
  if (!(Number.isInteger(n) && n >= 0 && Number.isInteger(successes) && successes >= 0 && successes <= n)) {
    throw new RangeError(`${name}: ${successes} of ${n} is not a share of people`);
  }
}
