import type { ColumnProfile } from "./column-profile.ts";
import type { Field, ImportKind, Question } from "./contract.ts";
import { FIELDS, type FieldSpec } from "./fields.ts";
import { fit, PLAIN_HEADER, type Guess } from "./guess-map.ts";
import type { Sample } from "./read-sample.ts";

const HARDLY_DIFFERENT = 0.05;

/** What only a person can decide; none means the plan stands. */
export const questionsOf = (input: {
  kind: ImportKind;
  sample: Sample;
  columns: readonly ColumnProfile[];
  guesses: ReadonlyMap<Field, Guess>;
  fixed: ReadonlyMap<Field, ColumnProfile | null>;
  datesOpen: boolean;
  scaleMissing: boolean;
}): Question[] => {
  const { kind, sample, columns, guesses, fixed } = input;
  if (sample.rows.length === 0 && sample.parts.length > 0) return [whichPart(sample)];
  if (sample.rows.length === 0) {
    return [{ code: "no-rows", field: null, text: "The file holds no rows.", candidates: [], settle: "choose a file that has rows" }];
  }
  if (sample.consistency < 0.5) {
    const text = "The rows have so many different numbers of cells that this hardly is a table.";
    return [{ code: "unknown-format", field: null, text, candidates: [], settle: "export it as CSV with one header line, or as XES" }];
  }
  const questions: Question[] = [];
  if (sample.parts.length > 0) questions.push(whichPart(sample));
  for (const spec of FIELDS[kind]) {
    const guess = guesses.get(spec.field);
    if (isNeeded(kind, spec, guesses) && guess === undefined) questions.push(unmapped(spec, columns, guesses));
    else if (spec.required && guess !== undefined && !fixed.has(spec.field) && sample.header) {
      const rivals = rivalsOf(kind, spec, guess, columns, guesses);
      if (rivals.length > 0) questions.push(ambiguous(spec, guess, rivals));
    }
  }
  if (input.datesOpen) questions.push(dateOrder(guesses));
  if (input.scaleMissing) {
    questions.push({
      code: "ambiguous-field",
      field: "scale",
      text: "No usual scale holds the scores of this file. On which scale were they given?",
      candidates: ["1-5", "1-7", "0-10", "0-100"],
      settle: "--map scale=0-100",
    });
  }
  return questions;
};

/** An event has a case or a customer; which of the two is asked as the case. */
const isNeeded = (kind: ImportKind, spec: FieldSpec, guesses: ReadonlyMap<Field, Guess>): boolean =>
  spec.required || (kind === "events" && spec.field === "case" && !guesses.has("customer"));

const unmapped = (spec: FieldSpec, columns: readonly ColumnProfile[], guesses: ReadonlyMap<Field, Guess>): Question => {
  const taken = new Set([...guesses.values()].map((guess) => guess.column.position));
  const free = columns.filter((column) => !taken.has(column.position));
  const candidates = free.filter((column) => couldBe(spec, column)).map((column) => column.name);
  const offered = (candidates.length > 0 ? candidates : (free.length > 0 ? free : columns).map((column) => column.name)).slice(0, 20);
  return {
    code: "unmapped-required",
    field: spec.field,
    text: `Which column is the ${spec.field} (${spec.hint})? None of them says so plainly.`,
    candidates: offered,
    settle: settle(spec.field, offered[0] ?? ""),
  };
};

const couldBe = (spec: FieldSpec, column: ColumnProfile): boolean => {
  if (spec.type === "time") return column.timeShare >= 0.5 || column.epochShare >= 0.5;
  if (spec.type === "decimal" || spec.type === "integer") return column.numberShare >= 0.5 && column.timeShare < 0.5;
  return column.timeShare < 0.5 && column.fractionShare < 0.5 && column.filled > 0;
};

const rivalsOf = (
  kind: ImportKind,
  spec: FieldSpec,
  guess: Guess,
  columns: readonly ColumnProfile[],
  guesses: ReadonlyMap<Field, Guess>,
): ColumnProfile[] => {
  if (guess.confidence >= PLAIN_HEADER || guess.confidence <= 0.5) return [];
  const taken = new Set([...guesses.values()].map((other) => other.column.position));
  return columns.filter((column) => !taken.has(column.position) && fit(kind, spec, column) > guess.confidence - HARDLY_DIFFERENT);
};

const ambiguous = (spec: FieldSpec, guess: Guess, rivals: readonly ColumnProfile[]): Question => {
  const candidates = [guess.column, ...rivals].map((column) => column.name).slice(0, 20);
  return {
    code: "ambiguous-field",
    field: spec.field,
    text: `More than one column could be the ${spec.field} (${spec.hint}): ${candidates.join(", ")}.`,
    candidates,
    settle: settle(spec.field, candidates[0] ?? ""),
  };
};

const dateOrder = (guesses: ReadonlyMap<Field, Guess>): Question => {
  const field = (["time", "start", "end"] as const).find((time) => guesses.has(time)) ?? null;
  const sample = field === null ? undefined : guesses.get(field)?.column.samples[0];
  return {
    code: "ambiguous-date-order",
    field,
    text: `No date of the file tells whether day or month comes first${sample === undefined ? "" : ` (${sample})`}. Day first is dmy, month first mdy.`,
    candidates: ["dmy", "mdy"],
    settle: "--map dateOrder=dmy",
  };
};

const whichPart = ({ format, parts }: Sample): Question => ({
  code: "ambiguous-part",
  field: null,
  text: `The ${format === "xlsx" ? "workbook has several sheets" : "archive holds several files"} with rows: ${parts.slice(0, 20).join(", ")}. Which one is meant?`,
  candidates: parts.slice(0, 20),
  settle: `--map part=${quoted(parts[0] ?? "")}`,
});

const settle = (field: Field, column: string): string => `--map ${field}=${quoted(column)}`;

const quoted = (text: string): string => (/^[\w:.-]+$/.test(text) ? text : JSON.stringify(text));
