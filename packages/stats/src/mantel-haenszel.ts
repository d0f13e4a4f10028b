import { chiSquaredUpper } from "./chi-squared.ts";
import { criticalValue } from "./proportion.ts";

/** One stratum: of `aN` in group a, `a` have it; of `bN` in group b, `b` have it. */
export type StratumCounts = { readonly a: number; readonly aN: number; readonly b: number; readonly bN: number };

export type MantelHaenszel = {
  /** Common odds ratio of a against b; null where no stratum says anything. */
  readonly oddsRatio: number | null;
  readonly interval: readonly [number, number] | null;
  /** Without continuity correction, one degree of freedom. */
  readonly statistic: number | null;
  readonly p: number | null;
  readonly doubts: readonly string[];
};

/**
 * Whether two groups differ in having something, like compared with like: within strata (or matched sets), then taken together.
 *
 * Statistic: N. Mantel & W. Haenszel, J. Natl. Cancer Inst. 22 (1959). Interval of the odds ratio: J. Robins, N. Breslow & S. Greenland, Biometrics 42 (1986).
 * @throws RangeError when a count is no whole number from 0 or more have it than there are
 */
export function mantelHaenszel(strata: Iterable<StratumCounts>, confidence = 0.95): MantelHaenszel {
  const z = criticalValue("mantelHaenszel", confidence);
  let [observed, expected, variance, r, s, pr, mixed, qs] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const { a, aN, b, bN } of strata) {
    for (const [have, n] of [
      [a, aN],
      [b, bN],
    ] as const)
      if (!(Number.isInteger(have) && Number.isInteger(n) && have >= 0 && have <= n))
        throw new RangeError(`mantelHaenszel: ${have} of ${n} are no counts`);
    const n = aN + bN;
    if (aN === 0 || bN === 0) continue;
    const have = a + b;
    observed += a;
    expected += (aN * have) / n;
    if (n > 1) variance += (aN * bN * have * (n - have)) / (n * n * (n - 1));
    const [agree, cross] = [a * (bN - b), b * (aN - a)];
    const [p, q] = [(a + bN - b) / n, (b + aN - a) / n];
    r += agree / n;
    s += cross / n;
    pr += (p * agree) / n;
    mixed += (p * cross + q * agree) / n;
    qs += (q * cross) / n;
  }
  if (variance === 0) return { oddsRatio: null, interval: null, statistic: null, p: null, doubts: ["nothing-to-compare"] };
  const statistic = (observed - expected) ** 2 / variance;
  const p = chiSquaredUpper(statistic, 1);
  if (r === 0 || s === 0) return { oddsRatio: s === 0 ? null : 0, interval: null, statistic, p, doubts: ["one-side-empty"] };
  const error = Math.sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s));
  const ratio = r / s;
  return { oddsRatio: ratio, interval: [ratio * Math.exp(-z * error), ratio * Math.exp(z * error)], statistic, p, doubts: [] };
}
