import { answersInGroups, npsVariance, type NpsCounts } from "./nps-counts.ts";
import { criticalValue } from "./proportion.ts";
import { studentQuantile } from "./student-t.ts";

export const NPS_METHODS = ["adjusted-wald", "score", "student-t", "bootstrap", "wald"] as const;
export type NpsMethod = (typeof NPS_METHODS)[number];

type IntervalInput = NpsCounts & { readonly confidence: number; readonly method: NpsMethod };
type Ends = readonly [number, number];

/**
 * Interval of a Net Promoter Score in points, cut at -100 and 100.
 *
 * - `adjusted-wald`: three answers added, 3/4 promoter, 3/2 passive, 3/4 detractor (B. Rocks, The American Statistician 70, 2016).
 * - `score`: the scores a score test with the likeliest shares under each would not reject (W. L. May & W. D. Johnson, Statistics in
 *   Medicine 16, 1997).
 * - `student-t`: the mean of -100, 0, 100 with Student's t.
 * - `bootstrap`: percentiles of the score over all resamples, computed exactly instead of drawn; up to 20,000 answers.
 * - `wald`: the textbook form. Too narrow in small or one-sided samples; with unanimous answers it is a point and claims certainty.
 * @returns null without answers, and for `student-t` with a single one.
 * @throws RangeError when the confidence is outside 0..1, or a bootstrap is asked of too many answers.
 */
export function npsInterval(input: IntervalInput): Ends | null {
  const z = criticalValue("nps", input.confidence);
  const n = answersInGroups(input);
  if (n === 0) return null;
  const ends = endsBy(input, n, z);
  return ends === null ? null : [Math.max(-100, 100 * ends[0]), Math.min(100, 100 * ends[1])];
}

/** On -1..1, not yet cut. */
function endsBy(input: IntervalInput, n: number, z: number): Ends | null {
  const above = input.promoters / n;
  const below = input.detractors / n;
  const spread = npsVariance(above, below);
  switch (input.method) {
    case "adjusted-wald": {
      const { mean, variance, size } = adjusted(input);
      return around(mean, z * Math.sqrt(variance / size));
    }
    case "wald":
      return around(above - below, z * Math.sqrt(spread / n));
    case "student-t":
      return n < 2 ? null : around(above - below, studentQuantile(0.5 + input.confidence / 2, n - 1) * Math.sqrt(spread / (n - 1)));
    case "score": {
      const mirrored = { ...input, promoters: input.detractors, detractors: input.promoters };
      return [-scoreUpperEnd(mirrored, n, z), scoreUpperEnd(input, n, z)];
    }
    case "bootstrap":
      return bootstrapEnds(input, n);
  }
}

/** The sample with Rocks's three answers added: its mean, the variance of one answer, and its size, on -1..1. */
export function adjusted(counts: NpsCounts): { readonly mean: number; readonly variance: number; readonly size: number } {
  const size = answersInGroups(counts) + 3;
  const above = (counts.promoters + 0.75) / size;
  const below = (counts.detractors + 0.75) / size;
  return { mean: above - below, variance: npsVariance(above, below), size };
}

/**
 * Mean and standard deviation of the score, in points, after the answers, when all shares were held to be as likely as a Dirichlet
 * distribution with 3/4, 3/2, 3/4 says: what the adjusted Wald interval approximates. Source: B. Rocks (2016).
 */
export function npsPosterior(counts: NpsCounts): { readonly mean: number; readonly standardDeviation: number } {
  const { mean, variance, size } = adjusted(counts);
  return { mean: 100 * mean, standardDeviation: 100 * Math.sqrt(variance / (size + 1)) };
}

function around(middle: number, half: number): Ends {
  return [middle - half, middle + half];
}

/** The largest score that n (m - s)^2 <= z^2 V(s) does not reject, V(s) the variance under the likeliest shares with that score. */
function scoreUpperEnd({ promoters, detractors }: NpsCounts, n: number, z: number): number {
  const observed = (promoters - detractors) / n;
  let accepted = observed;
  let rejected = 1;
  for (let step = 0; step < 100 && rejected - accepted > 1e-15; step += 1) {
    const middle = (accepted + rejected) / 2;
    const distance = observed - middle;
    if (n * distance * distance > z * z * likeliestVariance(promoters, detractors, { n, score: middle })) rejected = middle;
    else accepted = middle;
  }
  return rejected;
}

/**
 * Variance p + d - s^2 of one answer under the shares p, d with p - d = s that make the counts likeliest. Setting the derivative of the
 * likelihood to zero leaves a quadratic in the smaller share, whose larger root is the one within bounds.
 */
function likeliestVariance(promoters: number, detractors: number, { n, score }: { readonly n: number; readonly score: number }): number {
  if (score < 0) return likeliestVariance(detractors, promoters, { n, score: -score });
  const linear = (promoters + detractors) * (1 - score) - 2 * score * (n - promoters);
  const smaller = (linear + Math.sqrt(linear * linear + 8 * n * detractors * score * (1 - score))) / (4 * n);
  return Math.max(0, 2 * smaller + score - score * score);
}

const MOST_RESAMPLED = 20_000;

/** The distribution of promoters minus detractors among n answers drawn from the sample, built up one answer at a time. */
function bootstrapEnds({ promoters, passives, detractors, confidence }: IntervalInput, n: number): Ends {
  if (n > MOST_RESAMPLED) throw new RangeError(`nps: "method" bootstrap takes up to ${MOST_RESAMPLED} answers; use adjusted-wald`);
  let now = new Float64Array(2 * n + 1);
  let next = new Float64Array(2 * n + 1);
  now[n] = 1;
  const [up, same, down] = [promoters / n, passives / n, detractors / n];
  for (let drawn = 1; drawn <= n; drawn += 1) {
    for (let at = n - drawn; at <= n + drawn; at += 1) {
      next[at] = same * now[at] + (at > 0 ? up * now[at - 1] : 0) + (at < 2 * n ? down * now[at + 1] : 0);
    }
    [now, next] = [next, now];
  }
  const tail = (1 - confidence) / 2;
  return [quantileOf(now, n, tail), quantileOf(now, n, 1 - tail)];
}

function quantileOf(chances: Float64Array, n: number, share: number): number {
  let sum = 0;
  for (let at = 0; at < chances.length; at += 1) {
    sum += chances[at];
    // The tolerance is rounding's: a sum that should equal the share counts as having reached it.
    if (sum >= share - 1e-12) return (at - n) / n;
  }
  return 1;
}
