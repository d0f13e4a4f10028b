import { normalQuantile } from "./normal-distribution.ts";
import { criticalValue } from "./proportion.ts";

/** How many answers: the number the formula gives, and the whole number to collect. */
export type SampleSize = { readonly n: number; readonly answers: number };

/**
 * Answers needed for a Net Promoter Score whose interval reaches `margin` points to either side: z^2 s^2/d^2 - 3, the three being those the
 * adjusted Wald interval adds.
 *
 * `variance` is that of one answer on -1, 0, 1, so at most 1 (half promoters, half detractors), which is taken when it is absent; 0.67 is
 * common. Shares p and d of promoters and detractors give p + d - (p - d)^2.
 * Source: J. Lewis & J. Sauro, "Sample sizes for NPS confidence intervals" (2021).
 * @throws RangeError when an argument is outside its range.
 */
export function npsSampleSize(input: { readonly margin: number; readonly variance?: number; readonly confidence?: number }): SampleSize {
  const { margin, variance = 1, confidence } = input;
  refuseBadDistance("margin", margin, 100);
  refuseBadVariance(variance);
  const ratio = criticalValue("npsSampleSize", confidence) / (margin / 100);
  return whole(ratio * ratio * variance - 3);
}

/**
 * Answers needed in EACH of two groups of equal size so that a true difference of `difference` points is found significant with the chance
 * `power` (0.8 when absent): 2 (z + z_power)^2 s^2/d^2 - 3 with the variance of one group, as in `npsSampleSize`.
 * Source: normal approximation to the test of `npsDifference`; the chance of significance on the wrong side is left out.
 * @throws RangeError when an argument is outside its range.
 */
export function npsSampleSizeForDifference(input: {
  readonly difference: number;
  readonly variance?: number;
  readonly confidence?: number;
  readonly power?: number;
}): SampleSize {
  const { difference, variance = 1, confidence, power = 0.8 } = input;
  refuseBadDistance("difference", difference, 200);
  refuseBadVariance(variance);
  if (!(power >= 0.5 && power < 1)) throw new RangeError(`npsSampleSize: "power" must lie from 0.5 to below 1, got ${power}`);
  const ratio = (criticalValue("npsSampleSize", confidence) + normalQuantile(power)) / (difference / 100);
  return whole(2 * ratio * ratio * variance - 3);
}

/** A coarse margin asks for less than nothing; one answer is the least there can be. */
function whole(n: number): SampleSize {
  return { n, answers: Math.max(1, Math.ceil(n)) };
}

function refuseBadDistance(name: string, points: number, most: number): void {
  if (!(points > 0 && points <= most))
    throw new RangeError(`npsSampleSize: "${name}" must be more than 0 and at most ${most} points, got ${points}`);
}

function refuseBadVariance(variance: number): void {
  if (!(variance > 0 && variance <= 1)) {
    throw new RangeError(`npsSampleSize: "variance" of an answer on -1, 0, 1 must be more than 0 and at most 1, got ${variance}`);
  }
}
