import type { Moments } from "./moments.ts";
import { answersIn, countBetween, refuseBadAnswers, scaleText, type AnswerCounts } from "./scale.ts";

/** People by what they answered: promoters 9 and 10, passives 7 and 8, detractors 0 to 6. */
export type NpsCounts = { readonly promoters: number; readonly passives: number; readonly detractors: number };

/**
 * Sorts answers on 0-10 into promoters, passives and detractors.
 * @throws RangeError on any other scale: the score is defined on this one only, and 1-10 would make detractors of nobody's zero.
 */
export function npsCounts(answers: AnswerCounts): NpsCounts {
  refuseBadAnswers("nps", answers);
  const { scale } = answers;
  if (scale.min !== 0 || scale.max !== 10) {
    throw new RangeError(`nps: "scale" must be 0-10, on which alone the score is defined, got ${scaleText(scale)}`);
  }
  const detractors = countBetween(answers, 0, 6);
  const promoters = countBetween(answers, 9, 10);
  return { promoters, passives: answersIn(answers) - promoters - detractors, detractors };
}

/**
 * The score as a mean: count, mean and sample variance when a promoter counts 100, a passive 0 and a detractor -100. What `welch` and
 * other comparisons of means take; the variance is null below two answers.
 */
export function npsMoments(counts: NpsCounts): Moments {
  const { promoters, detractors } = counts;
  const n = answersInGroups(counts);
  if (n === 0) return { n, mean: null, variance: null };
  const unit = (promoters - detractors) / n;
  const variance = n < 2 ? null : ((1e4 * n) / (n - 1)) * npsVariance(promoters / n, detractors / n);
  return { n, mean: 100 * unit, variance };
}

/** Variance of one answer on -1, 0, 1 by the shares of promoters and detractors; 0 to 1. */
export function npsVariance(promoters: number, detractors: number): number {
  // The same as p + d - (p - d)^2, as a sum of two terms that cannot be negative: rounding never makes it so.
  return promoters * (1 - promoters + detractors) + detractors * (1 - detractors + promoters);
}

export function answersInGroups({ promoters, passives, detractors }: NpsCounts): number {
  return promoters + passives + detractors;
}

/** @throws RangeError, naming the count, when one is negative or not whole. */
export function refuseBadNpsCounts(name: string, { promoters, passives, detractors }: NpsCounts): void {
  for (const [group, count] of Object.entries({ promoters, passives, detractors })) {
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${name}: "${group}" must be a count, got ${count}`);
  }
}
