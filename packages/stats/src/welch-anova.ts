import { incompleteBeta } from "./incomplete-beta.ts";
import type { SeveralGroupsTest } from "./kruskal.ts";
import { moments, type Moments } from "./moments.ts";

const NOTHING = { estimate: null, interval: null, statistic: null, df: null, p: null } as const;

/**
 * Whether several groups have the same mean, when their variances and sizes may differ. Groups without answers are left out.
 * `estimate` is omega squared from Welch's F, the share of the variance that lies between groups, at least 0.
 * Source: B. L. Welch, Biometrika 38 (1951); for the effect R. M. Carroll & L. A. Nordholm, Educational and Psychological Measurement 35 (1975).
 * Doubts: `too-few-groups`; `too-few-answers` when a group has one answer; `no-spread` when all answers of a group are equal, whose weight
 * would be infinite.
 * @throws RangeError when a value is NaN or infinite.
 */
export function welchAnova(groups: readonly (Float64Array | Moments)[]): SeveralGroupsTest {
  const sides: { readonly n: number; readonly mean: number; readonly weight: number }[] = [];
  const doubts = new Set<string>();
  for (const group of groups) {
    const { n, mean, variance } = group instanceof Float64Array ? moments(group) : group;
    if (n === 0 || mean === null) continue;
    if (variance === null) doubts.add("too-few-answers");
    else if (variance === 0) doubts.add("no-spread");
    else sides.push({ n, mean, weight: n / variance });
  }
  if (doubts.size > 0) return { ...NOTHING, doubts: [...doubts] };
  const k = sides.length;
  if (k < 2) return { ...NOTHING, doubts: ["too-few-groups"] };
  const weight = sides.reduce((sum, side) => sum + side.weight, 0);
  const centre = sides.reduce((sum, side) => sum + side.weight * side.mean, 0) / weight;
  const between = sides.reduce((sum, side) => sum + side.weight * (side.mean - centre) ** 2, 0) / (k - 1);
  const uneven = sides.reduce((sum, side) => sum + (1 - side.weight / weight) ** 2 / (side.n - 1), 0);
  const statistic = between / (1 + ((2 * (k - 2)) / (k * k - 1)) * uneven);
  const df: readonly [number, number] = [k - 1, (k * k - 1) / (3 * uneven)];
  const n = sides.reduce((sum, side) => sum + side.n, 0);
  const effect = ((k - 1) * (statistic - 1)) / ((k - 1) * (statistic - 1) + n);
  return { estimate: Math.max(0, effect), interval: null, statistic, df, p: fUpper(statistic, df[0], df[1]), doubts: [] };
}

/** P(F >= f): the incomplete beta function at df2/(df2 + df1 f) (Abramowitz & Stegun 26.6.2). */
function fUpper(f: number, df1: number, df2: number): number {
  const ratio = (df1 / df2) * f;
  return ratio === Infinity ? 0 : incompleteBeta(df2 / 2, df1 / 2, 1 / (1 + ratio), ratio / (1 + ratio));
}
