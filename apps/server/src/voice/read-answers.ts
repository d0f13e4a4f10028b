import { readList } from "../company/index.ts";
import type { Coded, Filter } from "../platform/events/contract.ts";
import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { byImportance, questionOf, surveyName, type Question } from "./questions.ts";

/** Answers that make a score, as columns, oldest first; those without a time come before all others. */
export interface Answers {
  readonly questions: readonly Question[];
  /** The rows of each question, oldest first. */
  readonly rows: readonly Int32Array[];
  readonly score: Float64Array;
  /** UTC ms; NaN where unknown. */
  readonly time: Float64Array;
  /** Who answered, as a code; answers that name nobody have one each. */
  readonly person: Int32Array;
  /** Customer id by person; null for who is no customer. */
  readonly customers: readonly (string | null)[];
  readonly stage: Coded;
  readonly channel: Coded;
  readonly segment: Coded;
  /** What else was answered, most first. */
  readonly others: readonly { survey: string | null; scale: string | null; answers: number }[];
}

const kept = whileUnchanged<Answers>();

/** Answers of customers in this world, without those of the company's own people who are customers too. */
export async function readAnswers(ctx: ReadContext): Promise<Answers> {
  const filter = await answerFilter(ctx);
  return kept(ctx.events, JSON.stringify(filter), () => read(ctx, filter));
}

/** Rows of answers, with a score or not. */
export async function answerFilter(ctx: ReadContext): Promise<Filter> {
  const insiders = (await readList(ctx.db, ctx.world, "people")).flatMap((person) =>
    person.customerId === null ? [] : [person.customerId],
  );
  return { stream: "responses", world: ctx.world, ...(insiders.length === 0 ? {} : { customer: { not: insiders } }) };
}

async function read(ctx: ReadContext, filter: Filter): Promise<Answers> {
  const groups = await ctx.events.countBy({ by: ["kind", "scale"], filter });
  const found = new Map<string, Question>();
  const kinds = new Set<string>();
  const others = new Map<string, Answers["others"][number]>();
  for (const { key, n } of groups) {
    const [kind, scale] = [key[0] ?? null, key[1] ?? null];
    const question = questionOf(kind, scale);
    if (question === null) {
      const survey = surveyName(kind);
      const name = JSON.stringify([survey, scale]);
      if (scale !== null) others.set(name, { survey, scale, answers: n + (others.get(name)?.answers ?? 0) });
      continue;
    }
    if (kind !== null) kinds.add(kind);
    found.set(nameOf(question), question);
  }
  const questions = [...found.values()].sort(byImportance);
  const rest = { questions, others: [...others.values()].sort((a, b) => b.answers - a.answers) };
  if (questions.length === 0) return { ...EMPTY, ...rest };
  const scan = await ctx.events.scan({
    filter: { ...filter, kind: [...kinds] },
    numbers: ["score", "time"],
    words: ["kind", "scale", "stage", "channel", "segment"],
    codes: ["customer", "respondent"],
    texts: ["customer"],
    order: "oldest",
  });
  const place = new Map(questions.map((question, at) => [nameOf(question), at]));
  const asked = new Map<number, number>();
  const questionAt = (row: number): number => {
    const [kind, scale] = [scan.words.kind?.codes[row] ?? -1, scan.words.scale?.codes[row] ?? -1];
    const pair = kind * 65_536 + scale;
    const known = asked.get(pair);
    if (known !== undefined) return known;
    const one = questionOf(scan.words.kind?.dictionary[kind] ?? null, scan.words.scale?.dictionary[scale] ?? null);
    const at = one === null ? -1 : (place.get(nameOf(one)) ?? -1);
    asked.set(pair, at);
    return at;
  };
  const people = new Map<string, number>();
  const customers: (string | null)[] = [];
  const personAt = (row: number): number => {
    const [customer, respondent] = [scan.codes.customer?.[row] ?? -1, scan.codes.respondent?.[row] ?? -1];
    const name = customer >= 0 ? `customer ${customer}` : respondent >= 0 ? `respondent ${respondent}` : `row ${row}`;
    const known = people.get(name);
    if (known !== undefined) return known;
    people.set(name, customers.length);
    return customers.push(customer >= 0 ? (scan.texts.customer?.[row] ?? null) : null) - 1;
  };
  const rows = Array.from({ length: scan.length }, (_, row) => row).filter((row) => questionAt(row) >= 0);
  // Rows of the columns below, not of the scan.
  const byQuestion = (all: readonly number[], question: number) =>
    Int32Array.from(all.flatMap((row, at) => (questionAt(row) === question ? [at] : [])));
  const coded = (name: "stage" | "channel" | "segment"): Coded => ({
    codes: Int32Array.from(rows, (row) => scan.words[name]?.codes[row] ?? -1),
    dictionary: scan.words[name]?.dictionary ?? [],
  });
  return {
    ...rest,
    rows: questions.map((_, question) => byQuestion(rows, question)),
    score: Float64Array.from(rows, (row) => scan.numbers.score?.[row] ?? Number.NaN),
    time: Float64Array.from(rows, (row) => scan.numbers.time?.[row] ?? Number.NaN),
    person: Int32Array.from(rows, personAt),
    customers,
    stage: coded("stage"),
    channel: coded("channel"),
    segment: coded("segment"),
  };
}

function nameOf({ survey, scale }: Question): string {
  return JSON.stringify([survey, scale]);
}

const NO_WORDS: Coded = { codes: new Int32Array(), dictionary: [] };
const EMPTY = {
  rows: [],
  score: new Float64Array(),
  time: new Float64Array(),
  person: new Int32Array(),
  customers: [],
  stage: NO_WORDS,
  channel: NO_WORDS,
  segment: NO_WORDS,
};
