import { betaQuantile } from "./beta-quantile.ts";
import type { Proportion } from "./proportion.ts";

export type ShrunkShare = {
  /** successes/n; null without answers. */
  readonly raw: number | null;
  readonly shrunk: number;
  /** Credible interval of the share. */
  readonly interval: readonly [number, number];
};

export type ShrunkShares = { readonly pooled: number | null; readonly teams: readonly ShrunkShare[]; readonly doubts: readonly string[] };

/**
 * Shares of small teams drawn towards the share of all, so that a team of four does not lead a ranking by luck: (k + M mu)/(n + M), as if
 * every team had `strength` = M answers of the pooled share mu before its own (20 when absent). Interval from the beta posterior.
 * Source: B. Efron & C. Morris, JASA 70 (1975), with a fixed strength; beta-binomial form.
 * Doubts: `no-answers`; `no-spread` when all or nobody succeeded, where the pooled share leaves nothing to draw towards.
 * @throws RangeError when the counts are not counts, the strength is not positive, or the confidence is outside 0..1.
 */
export function shrinkShares(input: {
  readonly teams: readonly Proportion[];
  readonly strength?: number;
  readonly confidence?: number;
}): ShrunkShares {
  const { teams, strength = 20, confidence = 0.95 } = input;
  if (!(strength > 0 && Number.isFinite(strength))) throw new RangeError(`shrinkShares: "strength" must be positive, got ${strength}`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`shrinkShares: "confidence" must lie between 0 and 1, got ${confidence}`);
  let successes = 0;
  let n = 0;
  for (const team of teams) {
    if (!(Number.isInteger(team.n) && Number.isInteger(team.successes) && team.successes >= 0 && team.successes <= team.n)) {
      throw new RangeError(`shrinkShares: ${team.successes} of ${team.n} is not a share of people`);
    }
    successes += team.successes;
    n += team.n;
  }
  if (n === 0) return { pooled: null, teams: [], doubts: ["no-answers"] };
  const pooled = successes / n;
  if (pooled === 0 || pooled === 1) return { pooled, teams: [], doubts: ["no-spread"] };
  const tail = (1 - confidence) / 2;
  const shrunk = teams.map((team): ShrunkShare => {
    const yes = team.successes + strength * pooled;
    const no = team.n - team.successes + strength * (1 - pooled);
    return {
      raw: team.n === 0 ? null : team.successes / team.n,
      shrunk: yes / (yes + no),
      interval: [betaQuantile(tail, yes, no), betaQuantile(1 - tail, yes, no)],
    };
  });
  return { pooled, teams: shrunk, doubts: [] };
}
