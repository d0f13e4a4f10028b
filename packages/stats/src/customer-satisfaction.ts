import { answerMean, answerMoments, FEW_ANSWERS } from "./answer-mean.ts";
import { figure, type Figure } from "./figure.ts";
import { answersIn, countBetween, refuseBadAnswers, scaleText, type AnswerCounts } from "./scale.ts";
import { shareDifference, type ShareDifference } from "./share-difference.ts";
import { shareInterval, type ShareMethod } from "./share-interval.ts";
import { welch, type WelchResult } from "./welch.ts";

/** `method` names how the interval of the share was made. */
export type CsatFigure = Figure & { readonly method: ShareMethod; readonly satisfied: number };

type Options = { readonly confidence?: number; readonly method?: ShareMethod };

/**
 * Customer satisfaction (CSAT): the share of people, 0..1, who are satisfied, which is those who gave one of the two best answers.
 * Source: interval by E. B. Wilson, JASA 22 (1927), which holds when all or nobody are; others by `method`, see `shareInterval`.
 * Doubts: `no-answers`, `low-precision` below 30 answers.
 * @throws RangeError when the counts are not counts, or the confidence is outside 0..1.
 */
export function csat(input: { readonly satisfied: number; readonly n: number } & Options): CsatFigure {
  const { satisfied, n, method = "wilson", confidence = 0.95 } = input;
  const interval = shareInterval({ successes: satisfied, n, method, confidence });
  const base = { unit: "share", n, metric: "stats.csat@1" };
  const made =
    n === 0
      ? figure({ ...base, value: null, doubts: ["no-answers"] })
      : figure({ ...base, value: satisfied / n, interval, doubts: n < FEW_ANSWERS ? ["low-precision"] : [] });
  return { ...made, method, satisfied };
}

/**
 * CSAT of answers on a scale: the share of the two best answers, and beside it the `mean` in points of the scale with Student's t interval,
 * since a share alone does not tell a 1 from a 3.
 * @throws RangeError when the scale has fewer than four points, or as `csat`.
 */
export function csatOfAnswers(answers: AnswerCounts, options: Options = {}): CsatFigure & { readonly mean: Figure } {
  const score = csat({ ...topTwo(answers), ...options });
  const { confidence = 0.95 } = options;
  return { ...score, mean: answerMean({ answers, confidence, metric: "stats.csat-mean@1" }) };
}

/** @throws RangeError on a scale of fewer than four points, where the two best answers are no distinction. */
export function topTwo(answers: AnswerCounts): { readonly satisfied: number; readonly n: number } {
  refuseBadAnswers("csat", answers);
  const { scale } = answers;
  if (scale.max - scale.min < 3)
    throw new RangeError(`csat: "scale" needs four points or more for its two best answers, got ${scaleText(scale)}`);
  return { satisfied: countBetween(answers, scale.max - 1, scale.max), n: answersIn(answers) };
}

/** The difference of the shares, and of the means in points of the scale. */
export type CsatDifference = ShareDifference & { readonly mean: WelchResult };

/**
 * Difference of two CSAT scores of different people, a minus b: of the shares (`shareDifference`: interval by Newcombe, test by Campbell) and
 * of the means (`welch`).
 *
 * Campbell's test does not hold where less than one person is expected in a cell, and has no answer where all or nobody are satisfied. There
 * the test is Fisher's, as Campbell advises; `test` says which it was.
 * @throws RangeError when the two were asked on different scales, or the confidence is outside 0..1.
 */
export function csatDifference(input: {
  readonly a: AnswerCounts;
  readonly b: AnswerCounts;
  readonly confidence?: number;
}): CsatDifference {
  const { a, b, confidence = 0.95 } = input;
  refuseMixedScales("csatDifference", a, b);
  const [one, other] = [topTwo(a), topTwo(b)];
  const sides = { a: { successes: one.satisfied, n: one.n }, b: { successes: other.satisfied, n: other.n }, confidence };
  const usual = shareDifference(sides);
  const holds = usual.estimate === null || (usual.p !== null && !usual.doubts.includes("few-expected"));
  return {
    ...(holds ? usual : shareDifference({ ...sides, test: "fisher" })),
    mean: welch({ a: answerMoments(a), b: answerMoments(b), confidence }),
  };
}

/** @throws RangeError: a 5 of 5 and a 5 of 7 are different answers. */
export function refuseMixedScales(name: string, a: AnswerCounts, b: AnswerCounts): void {
  if (a.scale.min !== b.scale.min || a.scale.max !== b.scale.max) {
    throw new RangeError(`${name}: "scale" differs, ${scaleText(a.scale)} against ${scaleText(b.scale)}; such answers cannot be compared`);
  }
}
