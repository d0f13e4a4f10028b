import { suppress } from "@counterseat/stats";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import type { Answers } from "./read-answers.ts";
import type { Span } from "./period.ts";

/** Why a group is hidden, in words. */
export const WHY_HIDDEN: Record<WhyHidden, string> = {
  "hidden-small-group": `Fewer than ${GROUP_MINIMUM} people answered here, so they stay hidden.`,
  "hidden-by-subtraction": "Hidden so that a smaller group beside it cannot be worked out by subtraction.",
};

/** Where answers must come from; null = anywhere. */
export interface Place {
  readonly stage: string | null;
  readonly channel: string | null;
  readonly segment: string | null;
}
const DIMENSIONS = ["stage", "channel", "segment"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** One vote a person: row of the last answer they gave. */
export interface Votes {
  /** Person → row. */
  readonly last: ReadonlyMap<number, number>;
  readonly answers: number;
  /** Answers that are no point of the question's scale. */
  readonly leftOut: number;
}

interface Asked {
  /** Place of the question among the answers' questions. */
  readonly question: number;
  /** Null: all answers; otherwise one without a time counts in none. */
  readonly span: Span | null;
  readonly place: Place;
}

/** The last answer of each person to a question, within a span and a place. */
export function votesOf(answers: Answers, asked: Asked): Votes {
  const last = new Map<number, number>();
  const scale = answers.questions[asked.question]?.scale ?? { min: 0, max: 0 };
  const here = isIn(answers, asked.place);
  let n = 0;
  let leftOut = 0;
  for (const row of rowsWithin(answers, asked)) {
    if (!here(row)) continue;
    const score = answers.score[row] ?? Number.NaN;
    if (!Number.isInteger(score) || score < scale.min || score > scale.max) {
      leftOut += 1;
      continue;
    }
    n += 1;
    last.set(answers.person[row] ?? -1, row); // oldest first, so the newest stays
  }
  return { last, answers: n, leftOut };
}

export type WhyHidden = "hidden-small-group" | "hidden-by-subtraction";

/** Columns that say where each row was answered, and by whom. */
export type Placed = Pick<Answers, Dimension | "person">;

/**
 * Why the people of a place may not be shown: fewer than `least`, five unless said, or others beside them that are and could be worked out as what is left of a
 * total. With one filter the fewest, then smallest, further groups go too (Cox). With two or three, every crossing of them must hold that many
 * people or nobody, or none is shown: any other rule leaves sums from which the small one can be worked out. `rows` are those of every
 * place, `people` how many the place itself has.
 */
export function whyHidden(
  answers: Placed,
  { rows, place, people, least = GROUP_MINIMUM }: { rows: Int32Array; place: Place; people: number; least?: number },
): WhyHidden | null {
  const chosen = DIMENSIONS.filter((dimension) => place[dimension] !== null);
  if (people > 0 && people < least) return "hidden-small-group";
  if (chosen.length === 0) return null;
  const groups = new Map<string, Set<number>>();
  for (const row of rows) {
    const name = chosen.map((dimension) => answers[dimension].codes[row] ?? -1).join(" ");
    const group = groups.get(name) ?? new Set();
    group.add(answers.person[row] ?? -1);
    groups.set(name, group);
  }
  const sizes = [...groups].map(([name, { size }]): [string, number] => [name, size]);
  if (chosen.length > 1) return sizes.some(([, size]) => size < least) ? "hidden-by-subtraction" : null;
  const own = chosen.map((dimension) => answers[dimension].dictionary.indexOf(place[dimension] ?? "")).join(" ");
  const { primary, complementary } = suppress({ cells: Object.fromEntries(sizes), k: least });
  if (primary.includes(own)) return "hidden-small-group";
  return complementary.includes(own) ? "hidden-by-subtraction" : null;
}

/** Whether a row was answered in a place. */
export function isIn(answers: Placed, place: Place): (row: number) => boolean {
  const wanted = DIMENSIONS.flatMap((dimension) => {
    const word = place[dimension];
    return word === null ? [] : [{ codes: answers[dimension].codes, code: answers[dimension].dictionary.indexOf(word) }];
  });
  return (row) => wanted.every(({ codes, code }) => code >= 0 && codes[row] === code);
}

/** A question's rows within a span; they lie together, since rows stand in the order of time. */
export function rowsWithin(answers: Answers, { question, span }: Pick<Asked, "question" | "span">): Int32Array {
  const rows = answers.rows[question] ?? new Int32Array();
  if (span === null) return rows;
  const first = (time: number) => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      // What has no time stands before everything.
      if ((answers.time[rows[middle] ?? -1] ?? Number.NaN) >= time) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return rows.subarray(first(span.from), first(span.to));
}
