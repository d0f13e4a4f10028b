import { studentCdf } from "./student-t.ts";
import { welch, type WelchInput, type WelchResult } from "./welch.ts";

export type Equivalence = WelchResult & {
  /** The differences that count as none: -margin to margin, in the unit of the columns. */
  readonly margin: number;
  /** Interval of the coverage 2 confidence - 1 (0.90 for 0.95): wholly within the margin exactly when `equivalent`. */
  readonly equivalenceInterval: readonly [number, number] | null;
  /** True: alike within the margin. False: not shown, which is not the same as different. Null: the data carry no test. */
  readonly equivalent: boolean | null;
};

/**
 * Whether two means are alike, near enough: two one-sided t tests with unequal variances. `statistic` and `p` are of the weaker of the two
 * tests; p is the chance of means that look so alike when they are `margin` apart. `interval` has the coverage asked for, as everywhere.
 * Source: D. J. Schuirmann, J. Pharmacokinetics and Biopharmaceutics 15 (1987); standard error and df as in `welch`.
 * @throws RangeError when the margin is not positive, or as `welch`; for a confidence of a half or less, where there is nothing to show.
 */
export function equivalence(input: WelchInput & { readonly margin: number }): Equivalence {
  const { margin, ...sides } = input;
  const confidence = input.confidence ?? 0.95;
  if (!(margin > 0 && Number.isFinite(margin))) throw new RangeError(`equivalence: "margin" must be positive, got ${margin}`);
  if (!(confidence > 0.5 && confidence < 1)) {
    throw new RangeError(`equivalence: "confidence" must lie between 0.5 and 1, got ${confidence}`);
  }
  const result = welch(sides);
  const { estimate, standardError, df } = result;
  // Two full censuses leave nothing to test: the difference is known.
  if (estimate !== null && standardError === 0) {
    return { ...result, margin, equivalenceInterval: result.interval, equivalent: Math.abs(estimate) <= margin };
  }
  if (estimate === null || standardError === null || df === null) {
    return { ...result, margin, statistic: null, p: null, equivalenceInterval: null, equivalent: null };
  }
  // Against the nearer end of the margin; the test at the farther end is then the stronger one.
  const statistic = (Math.abs(estimate) - margin) / standardError;
  const p = studentCdf(statistic, df);
  const { interval } = welch({ ...sides, confidence: 2 * confidence - 1 });
  return { ...result, margin, statistic, p, equivalenceInterval: interval, equivalent: p < 1 - confidence };
}
