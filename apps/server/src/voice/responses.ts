import { suppress } from "@counterseat/stats";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import { COMMENT_MINIMUM } from "./list-comments.ts";
import { bandsOf, questionOf, surveyName } from "./questions.ts";
import type { Responses } from "./read-responses.ts";
import { isIn, type Place, WHY_HIDDEN, whyHidden } from "./votes.ts";
import type { Measure } from "./words.ts";

export interface Answer {
  readonly survey: string | null;
  readonly measure: Measure | null;
  readonly stage: string | null;
  readonly score: number;
  readonly scale: string | null;
  readonly points: number | null;
}

/** What one person answered at one moment. */
export interface Response {
  /** UTC ms; NaN where unknown. */
  readonly time: number;
  readonly person: number;
  /** Of what was written, else of the first answer. */
  readonly stage: string | null;
  readonly comment: string | null;
  /** Something was written, whether it may be shown or not. */
  readonly commented: boolean;
  readonly answers: readonly Answer[];
}

export interface View {
  readonly place: Place;
  readonly survey: string | null;
  /** UTC ms, half-open. */
  readonly from: number | null;
  readonly to: number | null;
}

/** From here on somebody counts as content where the question is none of the three: 7 of 10, 4 of 5, 5 of 7 and more. */
const CONTENT_FROM = 65;
const ORDER: readonly (Measure | null)[] = ["nps", "csat", "ces", null];

/**
 * The responses of a view, newest first. A view of fewer than five people is hidden, and so is one that would give such a view away; in
 * what is shown, a stage or a question of so few is not named, and what fewer than ten people wrote at a stage is left out; so is what would
 * give away such words of the people beside them.
 */
export function responsesOf(
  all: Responses,
  view: View,
): { shown: Response[]; hidden: string | null; commentsHidden: "none" | "some" | "all" } {
  const rows = rowsOf(all, view);
  const here = isIn(all, view.place);
  const inView = rows.filter(here);
  const reason = whyHidden(all, { rows, place: view.place, people: peopleIn(all, inView) });
  if (reason !== null) return { shown: [], hidden: WHY_HIDDEN[reason], commentsHidden: "none" };
  const wrote = inView.filter((row) => all.comments.has(row));
  const writers = peopleIn(all, wrote);
  const written = rows.filter((row) => all.comments.has(row));
  const enough =
    writers >= COMMENT_MINIMUM && whyHidden(all, { rows: written, place: view.place, people: writers, least: COMMENT_MINIMUM }) === null;
  const readable = groupsOf(all, wrote, all.stage.codes, COMMENT_MINIMUM);
  const stages = namedIn(all, inView, all.stage.codes);
  const kinds = groupsOf(all, inView, all.kind.codes, GROUP_MINIMUM);
  const stageAt = (row: number): string | null => {
    const code = all.stage.codes[row] ?? -1;
    return stages.has(code) ? (all.stage.dictionary[code] ?? null) : null;
  };
  let withheld = 0;
  const shown = momentsOf(all, inView).flatMap((moment): Response[] => {
    const [first = -1] = moment;
    const answers = moment
      .filter((row) => kinds.has(all.kind.codes[row] ?? -1) && !Number.isNaN(all.score[row] ?? Number.NaN))
      .map((row) => answerAt(all, row, stageAt(row)))
      .sort((a, b) => ORDER.indexOf(a.measure) - ORDER.indexOf(b.measure));
    const text = moment.find((row) => all.comments.has(row));
    const mayRead = text !== undefined && enough && readable.has(all.stage.codes[text] ?? -1);
    if (text !== undefined && !mayRead) withheld += 1;
    if (answers.length === 0 && !mayRead) return [];
    const response = {
      time: all.time[first] ?? Number.NaN,
      person: all.person[first] ?? -1,
      stage: (text === undefined ? null : stageAt(text)) ?? answers.find((answer) => answer.stage !== null)?.stage ?? null,
      comment: mayRead ? (all.comments.get(text) ?? null) : null,
      commented: text !== undefined,
      answers,
    };
    return [response];
  });
  return { shown, hidden: null, commentsHidden: withheld === 0 ? "none" : enough ? "some" : "all" };
}

/** Whether a response fits what was asked for: by its first answer, and whether something readable was written. */
export function isShown(response: Response, asked: { band: "high" | "middle" | "low" | null; commented: "yes" | "no" | null }): boolean {
  if (asked.commented !== null && (asked.commented === "yes") !== (response.comment !== null)) return false;
  return asked.band === null || asked.band === bandOf(response.answers[0]);
}

function bandOf(answer: Answer | undefined): "high" | "middle" | "low" | null {
  if (answer === undefined) return null;
  const question = questionOf(answer.survey, answer.scale);
  if (question === null) return answer.points === null ? null : answer.points >= CONTENT_FROM ? "high" : "low";
  const bands = bandsOf(question);
  const at = bands.findIndex(({ from, to }) => answer.score >= from && answer.score <= to);
  if (at < 0) return null;
  return at === 0 ? "high" : at === bands.length - 1 ? "low" : "middle";
}

function answerAt(all: Responses, row: number, stage: string | null): Answer {
  const kind = all.kind.dictionary[all.kind.codes[row] ?? -1] ?? null;
  const scale = all.scale.dictionary[all.scale.codes[row] ?? -1] ?? null;
  const points = all.points[row] ?? Number.NaN;
  return {
    survey: surveyName(kind),
    measure: questionOf(kind, scale)?.measure ?? null,
    stage,
    score: all.score[row] ?? 0,
    scale,
    points: Number.isNaN(points) ? null : points,
  };
}

/** Rows of the period and the question, wherever they were answered. */
function rowsOf(all: Responses, { survey, from, to }: View): Int32Array {
  const asked = all.kind.dictionary.map((kind) => survey === null || surveyName(kind) === survey);
  const rows: number[] = [];
  for (let row = 0; row < all.length; row += 1) {
    const time = all.time[row] ?? Number.NaN;
    if ((from !== null && !(time >= from)) || (to !== null && !(time < to))) continue;
    if (survey !== null && asked[all.kind.codes[row] ?? -1] !== true) continue;
    rows.push(row);
  }
  return Int32Array.from(rows);
}

/** Rows of one person at one instant together. Rows stand in the order of time, so those of an instant lie side by side. */
function momentsOf(all: Responses, rows: Int32Array): number[][] {
  const moments: number[][] = [];
  let open = new Map<number, number[]>();
  let instant = Number.NaN;
  for (const row of rows) {
    const time = all.time[row] ?? Number.NaN;
    const person = all.person[row] ?? -1;
    if (time !== instant) {
      open = new Map();
      instant = time;
    }
    const known = open.get(person);
    if (known !== undefined) known.push(row);
    else {
      const moment = [row];
      moments.push(moment);
      if (!Number.isNaN(time)) open.set(person, moment); // without a time nothing tells that two answers belong together
    }
  }
  return moments;
}

/** Codes that may be named: those of five people or more, and none whose naming would leave a smaller one as the only one unnamed. */
function namedIn(all: Responses, rows: Int32Array, codes: Int32Array): ReadonlySet<number> {
  const sizes = sizesOf(all, rows, codes);
  const cells = Object.fromEntries([...sizes].map(([code, n]) => [String(code), n]));
  const { primary, complementary } = suppress({ cells, k: GROUP_MINIMUM });
  return new Set([...sizes.keys()].filter((code) => !primary.includes(String(code)) && !complementary.includes(String(code))));
}

/** Codes that enough people share; −1, for who names none, is one too. */
function groupsOf(all: Responses, rows: Int32Array, codes: Int32Array, least: number): ReadonlySet<number> {
  return new Set([...sizesOf(all, rows, codes)].filter(([, n]) => n >= least).map(([code]) => code));
}

function sizesOf(all: Responses, rows: Int32Array, codes: Int32Array): ReadonlyMap<number, number> {
  const people = new Map<number, Set<number>>();
  for (const row of rows) {
    const code = codes[row] ?? -1;
    const group = people.get(code) ?? new Set();
    people.set(code, group.add(all.person[row] ?? -1));
  }
  return new Map([...people].map(([code, { size }]) => [code, size]));
}

function peopleIn(all: Responses, rows: Int32Array): number {
  return new Set(Array.from(rows, (row) => all.person[row] ?? -1)).size;
}
