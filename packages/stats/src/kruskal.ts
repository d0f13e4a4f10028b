import { chiSquaredUpper } from "./chi-squared.ts";
import { midranks } from "./ranks.ts";

export type SeveralGroupsTest = {
  /** Size of the effect, 0..1: the share of the spread that lies between groups. */
  readonly estimate: number | null;
  readonly interval: null;
  readonly statistic: number | null;
  /** Degrees of freedom; [between, within] for an F. */
  readonly df: number | readonly [number, number] | null;
  readonly p: number | null;
  /** `too-few-groups` with answers; `too-few-answers` in a group; `no-spread`. */
  readonly doubts: readonly string[];
};

const NOTHING = { estimate: null, interval: null, statistic: null, df: null, p: null } as const;

/**
 * Whether several groups answer alike, by ranks: H corrected for ties, chi-squared approximation. Groups without answers are left out.
 * `estimate` is epsilon squared, H/(n - 1).
 * Source: W. H. Kruskal & W. A. Wallis, JASA 47 (1952); T. L. Kelley, PNAS 21 (1935), for the effect.
 * @throws RangeError when a value is NaN or infinite.
 */
export function kruskal(groups: readonly ArrayLike<number>[]): SeveralGroupsTest {
  const given = groups.filter((group) => group.length > 0).map((group) => Float64Array.from(group));
  const n = given.reduce((sum, group) => sum + group.length, 0);
  if (given.length < 2) return { ...NOTHING, doubts: ["too-few-groups"] };
  const all = new Float64Array(n);
  let at = 0;
  for (const group of given) {
    all.set(group, at);
    at += group.length;
  }
  const { ranks, ties, distinct } = midranks("kruskal", all);
  const correction = 1 - ties / (n * n * n - n);
  if (distinct === 1) return { ...NOTHING, doubts: ["no-spread"] };
  const middle = (n + 1) / 2;
  let between = 0;
  at = 0;
  for (const group of given) {
    const mean = ranks.subarray(at, at + group.length).reduce((sum, rank) => sum + rank, 0) / group.length;
    between += group.length * (mean - middle) ** 2;
    at += group.length;
  }
  const statistic = (12 / (n * (n + 1))) * (between / correction);
  const df = given.length - 1;
  return { estimate: statistic / (n - 1), interval: null, statistic, df, p: chiSquaredUpper(statistic, df), doubts: [] };
}
