import {
  type AnswerCounts,
  ces,
  cesDifference,
  countAnswers,
  csatDifference,
  csatOfAnswers,
  nps,
  npsCounts,
  npsDifference,
} from "@counterseat/stats";
import type { Figure } from "../platform/figure.ts";
import type { Metrics } from "../platform/metric.ts";
import type { Question } from "./questions.ts";
import type { Answers } from "./read-answers.ts";
import type { Votes } from "./votes.ts";
import type { Measure } from "./words.ts";

const METRIC: Record<Measure, string> = { nps: "voice.nps", csat: "voice.csat", ces: "voice.ces" };

/** Votes counted by answer. */
export function countsOf(answers: Answers, { scale }: Question, { last }: Votes): AnswerCounts {
  return countAnswers(
    "voice",
    Float64Array.from(last.values(), (row) => answers.score[row] ?? Number.NaN),
    scale,
  );
}

/** The score of counted answers with its interval: NPS adjusted Wald, CSAT two best answers by Wilson, effort mean by Student's t. */
export function scoreFigure(
  metrics: Metrics,
  question: Question,
  counted: { counts: AnswerCounts; asOf: string | null; repeated: boolean },
): Figure {
  const { value, n, interval, doubts } = kernelFigure(question.measure, counted.counts);
  return {
    value,
    unit: unitOf(question),
    n,
    interval: interval === null ? null : [interval[0], interval[1]],
    metric: metrics.label(METRIC[question.measure]),
    asOf: counted.asOf,
    doubts: [...doubts, ...(counted.repeated ? ["last-answer-counts"] : [])],
  };
}

/** Instead of a figure that may not be shown or cannot be worked out; says why. */
export function withoutScore(metrics: Metrics, question: Question, doubt: string): Figure {
  return {
    value: null,
    unit: unitOf(question),
    n: 0,
    interval: null,
    metric: metrics.label(METRIC[question.measure]),
    asOf: null,
    doubts: [doubt],
  };
}

/** `a` minus `b` in the unit of the score, and the two-sided p against no difference. */
export function scoreDifference(
  metrics: Metrics,
  question: Question,
  { a, b, asOf, sharedPeople }: { a: AnswerCounts; b: AnswerCounts; asOf: string | null; sharedPeople: number },
): { difference: Figure; p: number | null } {
  const { value, interval, p, doubts } = kernelDifference(question.measure, a, b);
  const [one, other] = [peopleIn(a), peopleIn(b)];
  const twice = sharedPeople > 0.1 * Math.min(one, other) ? ["same-people-twice"] : [];
  const difference: Figure = {
    value,
    unit: unitOf(question),
    n: one + other,
    interval: interval === null ? null : [interval[0], interval[1]],
    metric: metrics.label(METRIC[question.measure]),
    asOf,
    doubts: [...new Set([...doubts.map(withoutSide), ...twice])],
  };
  return { difference, p };
}

function kernelFigure(measure: Measure, counts: AnswerCounts) {
  if (measure === "nps") return nps(npsCounts(counts));
  return measure === "csat" ? csatOfAnswers(counts) : ces({ answers: counts });
}

function kernelDifference(measure: Measure, a: AnswerCounts, b: AnswerCounts) {
  if (measure === "nps") {
    const found = npsDifference({ a: npsCounts(a), b: npsCounts(b) });
    return { ...found, value: found.observed, interval: withValue(found.interval, found.observed) };
  }
  const found = measure === "csat" ? csatDifference({ a, b }) : cesDifference({ a, b });
  return { ...found, value: found.estimate };
}

/**
 * Shown is the difference as observed, as the two scores beside it differ; the interval is about the adjusted one. Where all agree in
 * each of two small groups the one may lie outside the other, and the interval is drawn out to it.
 */
function withValue(interval: readonly [number, number] | null, value: number | null): readonly [number, number] | null {
  return interval === null || value === null ? interval : [Math.min(interval[0], value), Math.max(interval[1], value)];
}

/** Which of the two windows a doubt is about is told by the two figures themselves. */
function withoutSide(doubt: string): string {
  return doubt.replace(/-[ab]$/, "");
}

function unitOf({ measure, scale }: Question): string {
  if (measure === "csat") return "share";
  return measure === "nps" ? "points" : `points on ${scale.min}-${scale.max}`;
}

function peopleIn({ counts }: AnswerCounts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
