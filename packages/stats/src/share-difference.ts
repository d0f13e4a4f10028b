import { fisherExact } from "./fisher-exact.ts";
import { normalCdf } from "./normal-distribution.ts";
import { criticalValue, newcombe, type Proportion, type ProportionDifference } from "./proportion.ts";

export const SHARE_DIFFERENCE_METHODS = ["newcombe", "agresti-caffo"] as const;
export const SHARE_TESTS = ["n-1", "pooled-z", "fisher"] as const;

export type ShareDifferenceInput = {
  readonly a: Proportion;
  readonly b: Proportion;
  readonly confidence?: number;
  /** How the interval is made; `newcombe` when absent. */
  readonly method?: (typeof SHARE_DIFFERENCE_METHODS)[number];
  /** How the p value is made; `n-1` when absent. */
  readonly test?: (typeof SHARE_TESTS)[number];
};

export type ShareDifference = ProportionDifference & {
  readonly method: (typeof SHARE_DIFFERENCE_METHODS)[number];
  readonly test: (typeof SHARE_TESTS)[number];
};

/**
 * Difference of two independent shares, a minus b, with the interval and the test of choice.
 *
 * Intervals: `newcombe` (see there); `agresti-caffo` adds one success and one failure to each side (A. Agresti & B. Caffo, The American
 * Statistician 54, 2000), cut at -1 and 1.
 * Tests: `n-1`, chi-squared times (N - 1)/N (Campbell 2007); `pooled-z`, the textbook form, whose statistic carries the sign of a - b;
 * `fisher`, exact, without a statistic.
 * Doubts: those of `newcombe`, and `few-expected` when the `n-1` or `pooled-z` test expects less than one person in a cell: Campbell advises
 * Fisher's test there.
 * @throws RangeError when the counts are not counts, or the confidence is outside 0..1.
 */
export function shareDifference(input: ShareDifferenceInput): ShareDifference {
  const { a, b, confidence = 0.95, method = "newcombe", test = "n-1" } = input;
  const made = newcombe({ a, b, confidence });
  const named = { method, test };
  if (made.estimate === null) return { ...made, ...named };
  const interval = method === "newcombe" ? made.interval : agrestiCaffo(a, b, criticalValue("shareDifference", confidence));
  if (test === "fisher") {
    return { ...made, interval, statistic: null, df: null, p: fisherExact({ a, b }), doubts: [], ...named };
  }
  const total = a.n + b.n;
  const successes = a.successes + b.successes;
  const leastExpected = (Math.min(a.n, b.n) * Math.min(successes, total - successes)) / total;
  const doubts = made.p !== null && leastExpected < 1 ? [...made.doubts, "few-expected"] : made.doubts;
  if (test === "n-1" || made.statistic === null) return { ...made, interval, doubts, ...named };
  const z = Math.sign(made.estimate) * Math.sqrt((made.statistic * total) / (total - 1));
  return { ...made, interval, statistic: z, df: null, p: 2 * normalCdf(-Math.abs(z)), doubts, ...named };
}

function agrestiCaffo(a: Proportion, b: Proportion, z: number): readonly [number, number] {
  const [sizeA, sizeB] = [a.n + 2, b.n + 2];
  const [shareA, shareB] = [(a.successes + 1) / sizeA, (b.successes + 1) / sizeB];
  const half = z * Math.sqrt((shareA * (1 - shareA)) / sizeA + (shareB * (1 - shareB)) / sizeB);
  return [Math.max(-1, shareA - shareB - half), Math.min(1, shareA - shareB + half)];
}
