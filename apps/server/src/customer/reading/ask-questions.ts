import type { ColumnProfile } from "./column-profile.ts";
import type { DateOrder, Decimal, Field, ImportKind, Question } from "./contract.ts";
import { FIELDS, type FieldSpec } from "./fields.ts";
import { mayBeEach } from "./amount-phrases.ts";
import { fit, PLAIN_HEADER, type Guess } from "./guess-map.ts";
import { normalizeHeader } from "./normalize-header.ts";
import type { Sample } from "./read-sample.ts";
import type { Setting } from "./settle.ts";

const HARDLY_DIFFERENT = 0.05;
/** Two plain headers for one field are told apart by how usual their words are, but only so far: net and gross are both an amount. */
const AS_PLAIN: Partial<Record<Field, number>> = { amount: 0.12, time: 0.06, start: 0.06, score: 0.1, customer: 0.04, activity: 0.03 };

/** What only a person can decide; none means the plan stands. */
export const questionsOf = (input: {
  kind: ImportKind;
  sample: Sample;
  columns: readonly ColumnProfile[];
  guesses: ReadonlyMap<Field, Guess>;
  fixed: ReadonlyMap<Field, ColumnProfile | null>;
  dates: Setting<DateOrder>["doubt"];
  decimal: Setting<Decimal>["doubt"];
  /** Fields whose column of last time is gone or holds something else, with its name. */
  changed: ReadonlyMap<Field, string>;
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
    const before = input.changed.get(spec.field);
    if (before !== undefined) questions.push(otherThanLast({ spec, before, guess: guess ?? null, columns, guesses }));
    else if (isNeeded(kind, spec, guesses) && guess === undefined) questions.push(unmapped(spec, columns, guesses));
    else if (guess !== undefined && !fixed.has(spec.field) && sample.header) {
      const rivals = rivalsOf({ kind, spec, guess, columns, guesses, rows: sample.rows });
      if (rivals.length > 0) questions.push(ambiguous(spec, guess, rivals));
      else if (spec.field === "amount" && isPriceOfOne(guess, guesses)) questions.push(priceOfOne(spec, guess));
    }
  }
  if (input.decimal !== null) questions.push(decimalMark(input.decimal));
  if (input.dates !== null) questions.push(dateOrder(guesses, input.dates.because));
  if (input.scaleMissing) {
    questions.push({
      code: "ambiguous-field",
      field: "scale",
      text: "The file does not tell on which scale its scores were given: no usual one fits, or there is more than one. Which is it?",
      candidates: ["1-5", "1-7", "0-5", "0-10", "0-20", "0-100"],
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
  if (spec.type === "clock") return column.clockShare >= 0.5;
  if (spec.type === "time") return column.timeShare >= 0.5 || column.epochShare >= 0.5;
  if (spec.type === "decimal" || spec.type === "integer") return column.numberShare >= 0.5 && column.timeShare < 0.5;
  return column.timeShare < 0.5 && column.fractionShare < 0.5 && column.filled > 0;
};

interface Looked {
  kind: ImportKind;
  spec: FieldSpec;
  guess: Guess;
  columns: readonly ColumnProfile[];
  guesses: ReadonlyMap<Field, Guess>;
  rows: Sample["rows"];
}

/** Columns that could be the field as well as the one proposed; one that holds the very same values is none. */
const rivalsOf = ({ kind, spec, guess, columns, guesses, rows }: Looked): ColumnProfile[] => {
  const taken = new Set([...guesses.values()].map((other) => other.column.position));
  const named = baseName(guess.column.name);
  const free = columns.filter((column) => !taken.has(column.position) && column.filled > 0);
  const twins = free.filter((column) => baseName(column.name) === named && fit(kind, spec, column) > 0);
  const matters = spec.required || (spec.field === "time" && (kind === "responses" || kind === "beliefs"));
  const rivals = !matters || guess.confidence <= 0.5 ? twins : free.filter((column) => isRival(kind, spec, guess, column));
  return rivals.filter((column) =>
    rows.some(({ cells }) => cells[column.position - 1]?.trim() !== cells[guess.column.position - 1]?.trim()),
  );
};

const isRival = (kind: ImportKind, spec: FieldSpec, guess: Guess, column: ColumnProfile): boolean => {
  const score = fit(kind, spec, column);
  if (guess.confidence < PLAIN_HEADER) return score > guess.confidence - HARDLY_DIFFERENT;
  return score >= PLAIN_HEADER && score >= guess.confidence - (AS_PLAIN[spec.field] ?? 0);
};

const baseName = (name: string): string => normalizeHeader(name);

/** With a quantity that is not always one, a column called only `Price` may be that of one piece. */
const isPriceOfOne = (guess: Guess, guesses: ReadonlyMap<Field, Guess>): boolean => {
  const quantity = guesses.get("quantity")?.column;
  return quantity !== undefined && (quantity.distinct > 1 || quantity.samples[0] !== "1") && mayBeEach(normalizeHeader(guess.column.name));
};

const priceOfOne = (spec: FieldSpec, guess: Guess): Question => ({
  code: "ambiguous-field",
  field: spec.field,
  text: `Is "${guess.column.name}" what the whole row cost, or the price of one piece? Only the whole row's is an amount.`,
  candidates: [guess.column.name],
  settle: settle(spec.field, guess.column.name),
});

/** A column that changed since last time is asked again, the best guess first. */
const otherThanLast = (asked: {
  spec: FieldSpec;
  before: string;
  guess: Guess | null;
  columns: readonly ColumnProfile[];
  guesses: ReadonlyMap<Field, Guess>;
}): Question => {
  const { spec, before, guess, columns, guesses } = asked;
  const { candidates } = unmapped(spec, columns, guesses);
  const offered = [...new Set([...(guess === null ? [] : [guess.column.name]), ...candidates])].slice(0, 20);
  return {
    code: "changed-column",
    field: spec.field,
    text: `Last time "${before}" was the ${spec.field} (${spec.hint}). This file has no such column, or it holds something else. Which is it now?`,
    candidates: offered,
    settle: settle(spec.field, offered[0] ?? "-"),
  };
};

const decimalMark = ({ because, sample }: NonNullable<Setting<Decimal>["doubt"]>): Question => ({
  code: "ambiguous-decimal",
  field: null,
  text:
    because === "other-than-last"
      ? "Last time the other mark stood before the decimals; the numbers of this file say it changed. Which mark is it?"
      : `The numbers do not tell which mark stands before the decimals${sample === null ? "" : `: is ${sample} more than a thousand, or less with decimals`}?`,
  candidates: [".", ","],
  settle: `--map decimal=${sample?.includes(".") === true ? "," : "."}`,
});

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

const WHY_ASKED = {
  nothing: "No date of the file tells whether day or month comes first",
  both: "Some dates of the file can only be day first and others only month first",
  "other-than-last": "Last time the day and month stood the other way round than this file's dates say",
} as const;

const dateOrder = (guesses: ReadonlyMap<Field, Guess>, because: keyof typeof WHY_ASKED): Question => {
  const field = (["time", "start", "end"] as const).find((time) => guesses.has(time)) ?? null;
  const sample = field === null ? undefined : guesses.get(field)?.column.samples[0];
  return {
    code: "ambiguous-date-order",
    field,
    text: `${WHY_ASKED[because]}${sample === undefined ? "" : ` (${sample})`}. Day first is dmy, month first mdy.`,
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
