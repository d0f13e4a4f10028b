import type { Moments } from "./moments.ts";
import { criticalValue } from "./proportion.ts";
import { weightCost } from "./weights.ts";

/** A part of the customers: how many there are, and the answers of some of them. */
export type Stratum = { readonly population: number; readonly answers: Moments };

export type PostStratification = {
  /** The mean over all people, each stratum counting by its people instead of its answers; in the unit of the answers. */
  readonly estimate: number | null;
  readonly interval: readonly [number, number] | null;
  readonly standardError: number | null;
  /** The plain mean of the answers. */
  readonly unweighted: number | null;
  readonly n: number;
  /** Weight of an answer of each stratum, in the order given, with mean 1 over the answers. */
  readonly weights: readonly number[];
  readonly designEffect: number | null;
  readonly effectiveN: number | null;
  /** `no-answers` in a stratum that has people; `too-few-answers` (one answer: no spread); `no-spread`. */
  readonly doubts: readonly string[];
};

/**
 * Mean of answers brought to the known sizes of the strata: sum W_h m_h with W_h = N_h/N, variance sum W_h^2 (1 - n_h/N_h) s_h^2/n_h, normal
 * interval. A Net Promoter Score is such a mean of 100, 0 and -100: see `npsMoments`.
 * Source: L. Kish, Survey Sampling (1965), 3.3 and 11.7; W. G. Cochran, Sampling Techniques (1977), 5A.9.
 * @throws RangeError when a stratum has fewer people than answers, or the confidence is outside 0..1.
 */
export function postStratify(input: { readonly strata: readonly Stratum[]; readonly confidence?: number }): PostStratification {
  const { strata } = input;
  const z = criticalValue("postStratify", input.confidence);
  for (const [i, { population, answers }] of strata.entries()) {
    if (!(Number.isInteger(population) && population >= answers.n)) {
      throw new RangeError(`postStratify: "population" of stratum ${i + 1} is ${population}, less than its ${answers.n} answers`);
    }
  }
  const people = strata.reduce((sum, { population }) => sum + population, 0);
  const n = strata.reduce((sum, { answers }) => sum + answers.n, 0);
  const unweighted = n === 0 ? null : strata.reduce((sum, { answers }) => sum + answers.n * (answers.mean ?? 0), 0) / n;
  const weights = strata.map(({ population, answers }) => (answers.n === 0 ? 0 : population / people / (answers.n / n)));
  const cost = weightCost(strata.map(({ answers }, i) => ({ n: answers.n, weight: weights[i] })));
  const base = { unweighted, n, weights, designEffect: cost?.designEffect ?? null, effectiveN: cost?.effectiveN ?? null };
  // A stratum nobody answered in cannot be guessed from the others, or the weighting would claim what it does not know.
  if (n === 0 || strata.some(({ population, answers }) => population > 0 && answers.mean === null)) {
    return { ...base, estimate: null, interval: null, standardError: null, doubts: ["no-answers"] };
  }
  const estimate = strata.reduce((sum, { population, answers }) => sum + (population / people) * (answers.mean ?? 0), 0);
  let squaredError = 0;
  let census = true;
  for (const { population, answers } of strata) {
    if (population === answers.n) continue;
    census = false;
    if (answers.variance === null) return { ...base, estimate, interval: null, standardError: null, doubts: ["too-few-answers"] };
    squaredError += (population / people) ** 2 * (1 - answers.n / population) * (answers.variance / answers.n);
  }
  if (squaredError === 0 && !census) return { ...base, estimate, interval: null, standardError: null, doubts: ["no-spread"] };
  const standardError = Math.sqrt(squaredError);
  return { ...base, estimate, interval: [estimate - z * standardError, estimate + z * standardError], standardError, doubts: [] };
}
