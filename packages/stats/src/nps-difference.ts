import { FEW_ANSWERS } from "./answer-mean.ts";
import { answersInGroups, npsMoments, npsVariance, refuseBadNpsCounts, type NpsCounts } from "./nps-counts.ts";
import { adjusted } from "./nps-interval.ts";
import { normalCdf } from "./normal-distribution.ts";
import { criticalValue } from "./proportion.ts";
import { welch } from "./welch.ts";

export const NPS_DIFFERENCE_METHODS = ["adjusted-wald", "welch", "wald"] as const;
export type NpsDifferenceMethod = (typeof NPS_DIFFERENCE_METHODS)[number];

/** In points of -200..200, but statistic, df and p; null when the data do not carry it. */
export type NpsDifference = {
  /** What the interval and the test are about; with `adjusted-wald` the difference after three answers are added to each side. */
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  /** z, or Welch's t. */
  readonly statistic: number | null;
  /** Degrees of freedom of Welch's t; null where the statistic is a z. */
  readonly df: number | null;
  /** Two-sided, against no difference. */
  readonly p: number | null;
  readonly standardError: number | null;
  /** Score of a minus score of b as they are shown. */
  readonly observed: number | null;
  readonly method: NpsDifferenceMethod;
  /** `no-answers-a|b`, `too-few-answers-a|b`, `all-equal-a|b`, `no-spread`, `low-precision-a|b` below 30 answers. */
  readonly doubts: readonly string[];
};

export type NpsDifferenceInput = {
  readonly a: NpsCounts;
  readonly b: NpsCounts;
  readonly confidence?: number;
  readonly method?: NpsDifferenceMethod;
};

/**
 * Difference of two Net Promoter Scores, a minus b, of different people.
 *
 * `adjusted-wald` adds 3/4 promoter, 3/2 passive and 3/4 detractor to each side, so unanimous sides still have a spread; its `estimate` is
 * therefore drawn a little towards zero, and `observed` is the plain difference. `wald` adds nothing; `welch` compares the means of -100,
 * 0, 100 by Student's t.
 * Source: B. Rocks, The American Statistician 70 (2016); J. Lewis & J. Sauro, "How to test for significance between two Net Promoter
 * Scores" (2021). It is not for the same people asked twice.
 * @throws RangeError when a count is negative or not whole, or the confidence is outside 0..1.
 */
export function npsDifference(input: NpsDifferenceInput): NpsDifference {
  const { a, b, confidence = 0.95, method = "adjusted-wald" } = input;
  refuseBadNpsCounts("npsDifference: a", a);
  refuseBadNpsCounts("npsDifference: b", b);
  const z = criticalValue("npsDifference", confidence);
  const sides = [npsMoments(a), npsMoments(b)] as const;
  const few = (["a", "b"] as const).flatMap((side, i) => (sides[i].n > 0 && sides[i].n < FEW_ANSWERS ? [`low-precision-${side}`] : []));
  if (sides[0].mean === null || sides[1].mean === null) {
    const doubts = (["a", "b"] as const).flatMap((side, i) => (sides[i].n === 0 ? [`no-answers-${side}`] : []));
    const nothing = { estimate: null, interval: null, statistic: null, df: null, p: null, standardError: null, observed: null };
    return { ...nothing, method, doubts: [...doubts, ...few] };
  }
  const observed = sides[0].mean - sides[1].mean;
  if (method === "welch") {
    const result = welch({ a: sides[0], b: sides[1], confidence });
    return { ...result, interval: cut(result.interval), observed, method, doubts: [...result.doubts, ...few] };
  }
  const [one, other] = method === "adjusted-wald" ? [adjusted(a), adjusted(b)] : [plain(a), plain(b)];
  const estimate = method === "adjusted-wald" ? 100 * (one.mean - other.mean) : observed;
  const standardError = 100 * Math.sqrt(one.variance / one.size + other.variance / other.size);
  const base = { estimate, df: null, observed, method };
  if (standardError === 0) {
    return { ...base, interval: null, statistic: null, p: null, standardError: null, doubts: ["no-spread", ...few] };
  }
  const statistic = estimate / standardError;
  const interval = cut([estimate - z * standardError, estimate + z * standardError]);
  return { ...base, interval, statistic, p: Math.min(1, 2 * normalCdf(-Math.abs(statistic))), standardError, doubts: few };
}

function plain(counts: NpsCounts): ReturnType<typeof adjusted> {
  const size = answersInGroups(counts);
  const [above, below] = [counts.promoters / size, counts.detractors / size];
  return { mean: above - below, variance: npsVariance(above, below), size };
}

/** Two scores are at most 200 points apart. */
function cut(interval: readonly [number, number] | null): readonly [number, number] | null {
  return interval === null ? null : [Math.max(-200, interval[0]), Math.min(200, interval[1])];
}
