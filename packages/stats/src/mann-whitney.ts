import { moments } from "./moments.ts";
import { normalCdf } from "./normal-distribution.ts";
import { midranks } from "./ranks.ts";
import { studentQuantile } from "./student-t.ts";

export type MannWhitneyInput = {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly confidence?: number;
  /** Half a step towards the mean before the normal approximation; true when absent. */
  readonly continuity?: boolean;
};

export type MannWhitney = {
  /** Chance that somebody of a answered more than somebody of b, ties halved: 0.5 is no difference. */
  readonly estimate: number | null;
  /** Of the estimate, cut at 0 and 1. */
  readonly interval: readonly [number, number] | null;
  /** U of side a: pairs in which a is ahead, ties halved. */
  readonly statistic: number | null;
  /** Degrees of freedom of the interval's t. */
  readonly df: number | null;
  /** Two-sided, against no difference. */
  readonly p: number | null;
  readonly standardError: number | null;
  /** `no-answers-a|b`, `too-few-answers-a|b` (no interval), `no-spread` (all answers equal), `no-overlap` (no interval: every pair agrees). */
  readonly doubts: readonly string[];
};

/**
 * Whether answers of one group tend to be higher than those of another, without supposing that their points are evenly spaced.
 *
 * The p value is the normal approximation with the variance corrected for ties (H. B. Mann & D. R. Whitney, Annals of Mathematical
 * Statistics 18, 1947; as R's wilcox.test). The interval does not suppose equal spreads: E. Brunner & U. Munzel, Biometrical Journal 42
 * (2000), with Satterthwaite's degrees of freedom.
 * @throws RangeError when a value is NaN or infinite, or the confidence is outside 0..1.
 */
export function mannWhitney(input: MannWhitneyInput): MannWhitney {
  const { a, b, confidence = 0.95, continuity = true } = input;
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`mannWhitney: "confidence" must lie between 0 and 1, got ${confidence}`);
  const [na, nb] = [a.length, b.length];
  const together = new Float64Array(na + nb);
  together.set(Float64Array.from(a));
  together.set(Float64Array.from(b), na);
  const { ranks, ties, distinct } = midranks("mannWhitney", together);
  if (na === 0 || nb === 0) {
    const doubts = [...(na === 0 ? ["no-answers-a"] : []), ...(nb === 0 ? ["no-answers-b"] : [])];
    return { estimate: null, interval: null, statistic: null, df: null, p: null, standardError: null, doubts };
  }
  const ranksA = ranks.subarray(0, na);
  const statistic = ranksA.reduce((sum, rank) => sum + rank, 0) - (na * (na + 1)) / 2;
  const estimate = statistic / (na * nb);
  const n = na + nb;
  const variance = ((na * nb) / 12) * (n + 1 - ties / (n * (n - 1)));
  const all = { estimate, statistic, interval: null, df: null, standardError: null };
  if (distinct === 1) return { ...all, p: null, doubts: ["no-spread"] };
  const away = Math.max(0, Math.abs(statistic - (na * nb) / 2) - (continuity ? 0.5 : 0));
  const p = Math.min(1, 2 * normalCdf(-away / Math.sqrt(variance)));
  const few = [...(na < 2 ? ["too-few-answers-a"] : []), ...(nb < 2 ? ["too-few-answers-b"] : [])];
  if (few.length > 0) return { ...all, p, doubts: few };
  // How far each answer's place among all differs from its place among its own: the number of answers of the other side below it.
  const spreadA = na * placementVariance(ranksA, midranks("mannWhitney", a).ranks);
  const spreadB = nb * placementVariance(ranks.subarray(na), midranks("mannWhitney", b).ranks);
  const spread = spreadA + spreadB;
  if (spread === 0) return { ...all, p, doubts: ["no-overlap"] };
  const standardError = Math.sqrt(spread) / (na * nb);
  const df = (spread * spread) / ((spreadA * spreadA) / (na - 1) + (spreadB * spreadB) / (nb - 1));
  const half = studentQuantile(0.5 + confidence / 2, df) * standardError;
  return { ...all, interval: [Math.max(0, estimate - half), Math.min(1, estimate + half)], df, p, standardError, doubts: [] };
}

function placementVariance(among: Float64Array, within: Float64Array): number {
  return moments(among.map((rank, i) => rank - within[i])).variance ?? 0;
}
