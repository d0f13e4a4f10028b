import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import { type AnswerCounts, wilson } from "@counterseat/stats";
import type { Figure } from "../platform/figure.ts";
import type { Metrics } from "../platform/metric.ts";
import { behaviours, behaviourOf, groupOf, type Ledger, othersOf, withoutBehaviour } from "./behaviour.ts";
import type { Period, Span, Window } from "./period.ts";
import { bandsOf, type Question } from "./questions.ts";
import type { Answers } from "./read-answers.ts";
import { countsOf, scoreDifference, scoreFigure, withoutScore } from "./score-figure.ts";
import { type Place, rowsWithin, type Votes, votesOf, WHY_HIDDEN, type WhyHidden, whyHidden } from "./votes.ts";
import type { Score } from "./words.ts";

/** Fewer people than this would let single ones be picked out of a distribution. */
const DISTRIBUTION_MINIMUM = 8;

export interface View {
  readonly metrics: Metrics;
  readonly answers: Answers;
  readonly place: Place;
  readonly period: Period;
  readonly ledger: Ledger;
}

/** One question's score, and never without what those who answered did. `change` is judged by itself: the view adjusts it. */
export function scoreOf(view: View, question: Question): Score {
  const { metrics, answers, period, ledger } = view;
  const now = look(view, question, period.span);
  const base = {
    survey: question.survey,
    measure: question.measure,
    scale: `${question.scale.min}-${question.scale.max}`,
    score: now.figure,
    series: period.windows.map((window) => ({ ...told(window), score: look(view, question, window).figure })),
    change: changeOf(view, question),
  };
  if (now.hidden !== null) {
    const behaviour = withoutBehaviour(metrics, ledger.worth.currency, now.hidden);
    return {
      ...base,
      hiddenBecause: WHY_HIDDEN[now.hidden],
      answers: null,
      leftOut: null,
      counts: null,
      bands: [],
      everyone: behaviour,
      silent: null,
    };
  }
  const people = [...now.votes.last];
  const who = (rows: readonly (readonly [number, number])[]) =>
    groupOf(
      ledger,
      rows.map(([person]) => answers.customers[person] ?? null),
    );
  const spread = people.length >= DISTRIBUTION_MINIMUM;
  const bands = spread ? bandsOf(question) : [];
  const inBand = bands.map(({ from, to }) =>
    people.filter(([, row]) => (answers.score[row] ?? 0) >= from && (answers.score[row] ?? 0) <= to),
  );
  const everyone = who(people);
  const did = behaviours(metrics, ledger, bands.length === 0 ? [everyone] : inBand.map(who));
  // Who of a segment did not answer is not known: the ledger knows customers, not where they would have answered.
  const anywhere = Object.values(view.place).every((id) => id === null);
  return {
    ...base,
    hiddenBecause: null,
    answers: now.votes.answers,
    leftOut: now.votes.leftOut,
    counts: spread ? now.counts.counts.map((n, i) => ({ answer: now.counts.scale.min + i, people: n })) : null,
    bands: bands.map((band, i) => ({
      ...band,
      share: bandShare(now.figure, inBand[i]?.length ?? 0, people.length),
      behaviour: did.each[i] ?? withoutBehaviour(metrics, ledger.worth.currency, "no-answers"),
    })),
    everyone: did.whole,
    // Who answered and who did not make up the ledger: with one side hidden the other would give it away.
    silent:
      anywhere && (everyone.linked.length === 0 || everyone.linked.length >= GROUP_MINIMUM)
        ? behaviourOf(metrics, ledger, othersOf(ledger, everyone))
        : null,
  };
}

interface Look {
  readonly votes: Votes;
  readonly counts: AnswerCounts;
  readonly figure: Figure;
  readonly hidden: WhyHidden | null;
}

/** A question within a span: the votes, and the figure that may be shown of them. */
function look({ metrics, answers, place }: View, question: Question, span: Span | null): Look {
  const at = answers.questions.indexOf(question);
  const votes = votesOf(answers, { question: at, span, place });
  const counts = countsOf(answers, question, votes);
  const hidden = whyHidden(answers, { rows: rowsWithin(answers, { question: at, span }), place, people: votes.last.size });
  if (hidden !== null) return { votes, counts, hidden, figure: withoutScore(metrics, question, hidden) };
  const repeated = votes.answers > votes.last.size;
  return { votes, counts, hidden, figure: scoreFigure(metrics, question, { counts, asOf: newestOf(answers, votes), repeated }) };
}

/** The newest window against the one before; whether it is clear is for the whole view to say. */
function changeOf(view: View, question: Question): Score["change"] {
  const { metrics, period } = view;
  if (period.pair === null) return null;
  const [last, before] = [look(view, question, period.pair[0]), look(view, question, period.pair[1])];
  const untold = last.hidden ?? before.hidden;
  const sharedPeople = [...last.votes.last.keys()].filter((person) => before.votes.last.has(person)).length;
  const found =
    untold === null
      ? scoreDifference(metrics, question, { a: last.counts, b: before.counts, asOf: last.figure.asOf, sharedPeople })
      : { difference: withoutScore(metrics, question, untold), p: null };
  return { last: last.figure, before: before.figure, ...found, adjusted: null, verdict: "not-known-yet" };
}

function bandShare(score: Figure, people: number, of: number): Figure {
  const range = wilson({ successes: people, n: of });
  return { ...score, value: of === 0 ? null : people / of, unit: "share", n: of, interval: range === null ? null : [range[0], range[1]] };
}

/** A window as it leaves. */
export function told({ from, to, lastDay }: Window): { from: string; to: string; lastDay: string } {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), lastDay };
}

function newestOf(answers: Answers, { last }: Votes): string | null {
  let newest = Number.NaN;
  for (const row of last.values()) {
    const time = answers.time[row] ?? Number.NaN;
    if (!(newest >= time) && !Number.isNaN(time)) newest = time;
  }
  return Number.isNaN(newest) ? null : new Date(newest).toISOString();
}
