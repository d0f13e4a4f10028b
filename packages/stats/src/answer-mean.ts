import { figure, type Figure } from "./figure.ts";
import type { Moments } from "./moments.ts";
import { answersIn, scaleText, type AnswerCounts } from "./scale.ts";
import { studentQuantile } from "./student-t.ts";

/** Below this many answers a score is shown as of low precision. */
export const FEW_ANSWERS = 30;

/** Count, mean and sample variance of counted answers, in points of their scale. */
export function answerMoments(answers: AnswerCounts): Moments {
  const { scale, counts } = answers;
  const n = answersIn(answers);
  if (n === 0) return { n, mean: null, variance: null };
  // Counted from the lowest point up, so that a scale far from zero loses no digits.
  const above = counts.reduce((sum, count, i) => sum + count * i, 0) / n;
  const squares = counts.reduce((sum, count, i) => sum + count * (i - above) ** 2, 0);
  return { n, mean: scale.min + above, variance: n < 2 ? null : squares / (n - 1) };
}

/**
 * Mean of counted answers in points of their scale, with Student's t interval, cut at the ends of the scale.
 * Doubts: `no-answers`, `too-few-answers` (one answer has no spread), `no-spread` (all alike: the t interval would be a point and claim
 * certainty, so there is none), `low-precision` below 30 answers.
 * @throws RangeError when the confidence is outside 0..1.
 */
export function answerMean(input: { readonly answers: AnswerCounts; readonly confidence?: number; readonly metric: string }): Figure {
  const { answers, confidence = 0.95, metric } = input;
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${metric}: "confidence" must lie between 0 and 1, got ${confidence}`);
  const { scale } = answers;
  const { n, mean, variance } = answerMoments(answers);
  const base = { unit: `points on ${scaleText(scale)}`, n, metric, value: mean };
  if (mean === null) return figure({ ...base, doubts: ["no-answers"] });
  const low = n < FEW_ANSWERS ? ["low-precision"] : [];
  if (variance === null) return figure({ ...base, doubts: ["too-few-answers", ...low] });
  if (variance === 0) return figure({ ...base, doubts: ["no-spread", ...low] });
  const half = studentQuantile(0.5 + confidence / 2, n - 1) * Math.sqrt(variance / n);
  return figure({ ...base, interval: [Math.max(scale.min, mean - half), Math.min(scale.max, mean + half)], doubts: low });
}
