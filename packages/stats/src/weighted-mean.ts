import type { Moments } from "./moments.ts";
import { criticalValue } from "./proportion.ts";

export type WeightedMean = {
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  readonly standardError: number | null;
  readonly n: number;
  /** `no-answers`, `too-few-answers`, `no-spread`. */
  readonly doubts: readonly string[];
};

/**
 * Mean of weighted groups of answers, with the normal interval. The weights are taken as given: the spread of the ratio
 * sum(w y)/sum(w) by Taylor linearisation, with n/(n - 1).
 *
 * Weights that were raked to known totals make this interval somewhat too wide, never too narrow, where the margins tell about the answers.
 * Source: W. G. Cochran, Sampling Techniques (1977), 6.3.
 * @throws RangeError when a weight is negative, or the confidence is outside 0..1.
 */
export function weightedMean(input: {
  readonly groups: readonly { readonly answers: Moments; readonly weight: number }[];
  readonly confidence?: number;
}): WeightedMean {
  const z = criticalValue("weightedMean", input.confidence);
  let n = 0;
  let weights = 0;
  let sum = 0;
  for (const { answers, weight } of input.groups) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError(`weightedMean: a weight is ${weight}`);
    n += answers.n;
    weights += answers.n * weight;
    sum += answers.n * weight * (answers.mean ?? 0);
  }
  if (weights === 0) return { estimate: null, interval: null, standardError: null, n, doubts: ["no-answers"] };
  const estimate = sum / weights;
  if (n < 2) return { estimate, interval: null, standardError: null, n, doubts: ["too-few-answers"] };
  let squares = 0;
  for (const { answers, weight } of input.groups) {
    if (answers.mean === null) continue;
    squares += weight * weight * ((answers.n - 1) * (answers.variance ?? 0) + answers.n * (answers.mean - estimate) ** 2);
  }
  if (squares === 0) return { estimate, interval: null, standardError: null, n, doubts: ["no-spread"] };
  const standardError = Math.sqrt((squares * n) / (n - 1)) / weights;
  return { estimate, interval: [estimate - z * standardError, estimate + z * standardError], standardError, n, doubts: [] };
}
