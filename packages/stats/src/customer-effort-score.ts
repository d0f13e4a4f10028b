import { answerMean, answerMoments, FEW_ANSWERS } from "./answer-mean.ts";
import { refuseMixedScales } from "./customer-satisfaction.ts";
import { figure, type Figure } from "./figure.ts";
import { newcombe, wilson, type Proportion, type ProportionDifference } from "./proportion.ts";
import { answersIn, countBetween, refuseBadAnswers, scaleText, type AnswerCounts } from "./scale.ts";
import { welch, type WelchResult } from "./welch.ts";

/** The mean, with the shares above and below the middle of the scale beside it. */
export type CesFigure = Figure & {
  readonly method: "student-t";
  /** The scale the answers were given on, as `1-7`: a score without it means nothing. */
  readonly scale: string;
  /** Share of answers above the middle of the scale (5 to 7 of 1 to 7): it was easy. Interval by Wilson. */
  readonly easy: Figure;
  /** Share of answers below it. */
  readonly hard: Figure;
};

/**
 * Customer Effort Score (CES 2.0): the mean answer to "made it easy to handle my issue", in points of the scale (1 to 7, higher is easier),
 * with Student's t interval.
 *
 * Never mix scales: a mean over 1-5 and 1-7 says nothing, so answers come with the one scale they were given on.
 * Source: M. Dixon, N. Toman & R. DeLisi, The Effortless Experience (2013), on CES 2.0; the share by E. B. Wilson, JASA 22 (1927).
 * Doubts: as `answerMean`.
 * @throws RangeError when the counts do not fit the scale, or the confidence is outside 0..1.
 */
export function ces(input: { readonly answers: AnswerCounts; readonly confidence?: number }): CesFigure {
  const { answers, confidence = 0.95 } = input;
  refuseBadAnswers("ces", answers);
  const share = (part: Proportion, metric: string): Figure => {
    const base = { unit: "share", n: part.n, metric };
    if (part.n === 0) return figure({ ...base, value: null, doubts: ["no-answers"] });
    const doubts = part.n < FEW_ANSWERS ? ["low-precision"] : [];
    return figure({ ...base, value: part.successes / part.n, interval: wilson({ ...part, confidence }), doubts });
  };
  return {
    ...answerMean({ answers, confidence, metric: "stats.ces@1" }),
    method: "student-t",
    scale: scaleText(answers.scale),
    easy: share(easyShare(answers), "stats.ces-easy@1"),
    hard: share(hardShare(answers), "stats.ces-hard@1"),
  };
}

function easyShare(answers: AnswerCounts): Proportion {
  const { min, max } = answers.scale;
  return { successes: countBetween(answers, Math.floor((min + max) / 2) + 1, max), n: answersIn(answers) };
}

function hardShare(answers: AnswerCounts): Proportion {
  const { min, max } = answers.scale;
  return { successes: countBetween(answers, min, Math.ceil((min + max) / 2) - 1), n: answersIn(answers) };
}

/** The difference of the means in points of the scale, and of the shares above its middle. */
export type CesDifference = WelchResult & { readonly scale: string; readonly easy: ProportionDifference };

/**
 * Difference of two Customer Effort Scores of different people, a minus b: of the means (`welch`) and of the shares that found it easy
 * (`newcombe`).
 * @throws RangeError when the two were asked on different scales, or the confidence is outside 0..1.
 */
export function cesDifference(input: { readonly a: AnswerCounts; readonly b: AnswerCounts; readonly confidence?: number }): CesDifference {
  const { a, b, confidence = 0.95 } = input;
  refuseBadAnswers("cesDifference: a", a);
  refuseBadAnswers("cesDifference: b", b);
  refuseMixedScales("cesDifference", a, b);
  return {
    ...welch({ a: answerMoments(a), b: answerMoments(b), confidence }),
    scale: scaleText(a.scale),
    easy: newcombe({ a: easyShare(a), b: easyShare(b), confidence }),
  };
}
