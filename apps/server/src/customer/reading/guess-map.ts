import type { ColumnProfile } from "./column-profile.ts";
import type { Field, ImportKind } from "./contract.ts";
import { FIELDS, type FieldSpec } from "./fields.ts";
import { currencyOf } from "./parse-decimal.ts";
import { guessPersonal, isPersonal } from "./guess-personal.ts";
import { guessByContent } from "./guess-by-content.ts";
import { mayBeEach } from "./amount-phrases.ts";
import { NOTHING, XES_NAMES } from "./header-words.ts";
import { normalizeHeader } from "./normalize-header.ts";
import { headerScore, isIdPhrase, isRowIdHeader } from "./score-header.ts";

export interface Guess {
  column: ColumnProfile;
  confidence: number;
  reason: string;
}

/** Below it a header only hints at a field; two hints about equally strong are a question, not an answer. */
export const PLAIN_HEADER = 0.75;

/** What belongs to the whole case may describe each of its events, but is never what happened when. */
const OF_THE_CASE: ReadonlySet<Field> = new Set(["customer", "channel", "segment"]);

/** How well a column fits a field by header and content together; 0 for not at all. */
export const fit = (kind: ImportKind, spec: FieldSpec, column: ColumnProfile): number => {
  const { field, type } = spec;
  const standard = XES_NAMES.get(column.name);
  if (standard !== undefined) return standard === field && typeFits(spec, column, 1) ? 1 : 0;
  if (NOTHING.has(column.name)) return 0;
  const ofCase = column.name.startsWith("case:");
  if (ofCase && !OF_THE_CASE.has(field)) return 0;
  if (field === "id") return isOwnId(column) ? 0.97 : 0;
  const header = ofCase ? column.name.slice(5) : column.name;
  // A time of day is called as the whole time is: what it holds tells them apart.
  const named = Math.max(headerScore(kind, field, header), field === "clock" ? headerScore(kind, "time", header) : 0);
  if (named === 0 || !typeFits(spec, column, named)) return 0;
  // An empty column can be an optional field that is rarely filled, never a required one.
  if (column.filled === 0) return spec.required || type !== "text" ? 0 : named * 0.5;
  // Rows that were numbered for reading: only a header that names the very thing makes more of it.
  if (column.rowNumbers && named < 0.85) return 0;
  // A price with nothing to say that it is the whole row's is the weaker one of two.
  if (field === "amount" && mayBeEach(normalizeHeader(column.name))) return 0.76;
  // Another value on every row is no case: nothing would ever follow anything.
  if (field === "case" && kind === "events" && column.rows >= 20 && column.distinct >= column.rows * 0.97) return named * 0.75;
  // A few words that come back all the time are what happened, not what it happened to.
  if (field === "case" && kind === "events" && isFewWords(column)) return named * 0.5;
  return named;
};

/** On every row another, and not the row's number, which the next file would tell again for other rows. */
const isOwnId = (column: ColumnProfile): boolean =>
  isRowIdHeader(column.name) &&
  column.filled > 0 &&
  column.filled >= column.rows * 0.98 &&
  column.distinct >= column.filled * 0.98 && // a message told twice keeps its id
  !(column.rowNumbers && /^(?:row|record)/.test(normalizeHeader(column.name)));

const isFewWords = (column: ColumnProfile): boolean =>
  column.filled >= 20 && column.distinct <= Math.max(3, column.filled * 0.1) && !column.samples.some((sample) => /\d/.test(sample));

const typeFits = (spec: FieldSpec, column: ColumnProfile, named: number): boolean => {
  if (column.filled === 0) return true;
  if (spec.type === "clock") return column.clockShare >= 0.9;
  if (spec.type === "time") return column.timeShare >= 0.7 || (column.timeShare + column.epochShare >= 0.9 && named > 0);
  if (spec.field === "score" && column.numberShare + column.scoredShare >= 0.7) return column.timeShare < 0.7 || named >= PLAIN_HEADER;
  if (spec.type === "decimal" || spec.type === "integer")
    return column.numberShare >= 0.7 && (column.timeShare < 0.7 || named >= PLAIN_HEADER);
  if (spec.field === "scale") return column.scaleShare >= 0.7;
  if (spec.field === "comment") return column.numberShare < 0.5 && column.scaleShare < 0.5;
  if (spec.field === "activity") return column.numberShare < 0.9 && column.timeShare < 0.7;
  if (spec.field === "currency") return column.meanLength <= 4 || column.samples.every((sample) => currencyOf(sample) !== null);
  // A part of a whole question speaks for a text only where the answers are no numbers.
  if (named < PLAIN_HEADER && (spec.field === "stage" || spec.field === "role")) return column.numberShare < 0.5 && column.timeShare < 0.5;
  return column.timeShare < 0.7 || column.numberShare >= 0.7;
};

/** Each field's column, best fits first, no column twice. Fields of `fixed` are settled already (null: to be left out). */
export const guessMap = (input: {
  kind: ImportKind;
  columns: readonly ColumnProfile[];
  header: boolean;
  fixed: ReadonlyMap<Field, ColumnProfile | null>;
  /** Those among them that stand as last time. */
  recalled?: ReadonlySet<Field>;
  /** The system whose export this is, and those among them its headers settle. */
  preset?: { name: string; fields: ReadonlySet<Field> } | null;
}): Map<Field, Guess> => {
  const { kind, columns, header, fixed } = input;
  const specs = FIELDS[kind].filter((spec) => !fixed.has(spec.field) && !isPersonal(spec.field));
  const taken = new Set<number>();
  const map = new Map<Field, Guess>();
  for (const [field, column] of fixed) {
    if (column === null) continue;
    taken.add(column.position);
    const reason = input.preset?.fields.has(field) === true ? `as in ${input.preset.name}` : "as you said";
    map.set(field, { column, confidence: 1, reason: input.recalled?.has(field) === true ? "as last time" : reason });
  }
  const give = (field: Field, column: ColumnProfile, confidence: number, reason: string): void => {
    map.set(field, { column, confidence, reason });
    taken.add(column.position);
  };

  if (header) {
    const fits = specs
      .flatMap((spec) => columns.map((column) => ({ spec, column, score: fit(kind, spec, column) })))
      .filter(({ score }) => score > 0);
    fits.sort((a, b) => b.score - a.score || Number(b.spec.required) - Number(a.spec.required) || a.column.position - b.column.position);
    for (const { spec, column, score } of fits) {
      if (map.has(spec.field) || taken.has(column.position)) continue;
      give(spec.field, column, score, score === 1 ? "a name of the XES standard" : `the header says so: ${normalizeHeader(column.name)}`);
    }
  }
  dropSecondName(map, taken, fixed);
  if (kind === "events") settleEvents(map, columns, taken, give, fixed);
  for (const [field, guess] of guessByContent({ kind, columns, header, taken, has: (field) => map.has(field) || fixed.has(field) })) {
    give(field, guess.column, guess.confidence, guess.reason);
  }
  dropClockAlone(map, fixed);
  if (header && map.has("customer")) {
    for (const [field, guess] of guessPersonal({ kind, columns, taken, has: (name) => map.has(name) || fixed.has(name) }))
      map.set(field, guess);
  }
  return map;
};

/** A time of day belongs to a date that has none of its own; beside a whole time, or without any, it is another thing's. */
const dropClockAlone = (map: Map<Field, Guess>, fixed: ReadonlyMap<Field, ColumnProfile | null>): void => {
  const clock = map.get("clock")?.column;
  const time = map.get("time")?.column;
  if (clock === undefined || fixed.has("clock") || (time !== undefined && time.dayShare >= 0.9)) return;
  map.delete("clock");
};

/** Beside the customer's number an address says nothing more of who answered, and is one personal thing more to keep. */
const dropSecondName = (map: Map<Field, Guess>, taken: Set<number>, fixed: ReadonlyMap<Field, ColumnProfile | null>): void => {
  const respondent = map.get("respondent")?.column;
  if (respondent === undefined || !map.has("customer") || fixed.has("respondent")) return;
  if (!respondent.samples.some((sample) => sample.includes("@"))) return;
  map.delete("respondent");
  taken.delete(respondent.position);
};

const settleEvents = (
  map: Map<Field, Guess>,
  columns: readonly ColumnProfile[],
  taken: Set<number>,
  give: (field: Field, column: ColumnProfile, confidence: number, reason: string) => void,
  fixed: ReadonlyMap<Field, ColumnProfile | null>,
): void => {
  if (!map.has("case") && !map.has("customer") && !fixed.has("case")) {
    // `id` on every event of a case is the case's id, not the row's.
    const repeated = columns.find(
      (column) => !taken.has(column.position) && isRowIdHeader(column.name) && column.distinct < column.filled * 0.9,
    );
    if (repeated !== undefined) give("case", repeated, 0.6, "an id that comes back on several rows");
  }
  const ofCase = map.get("case")?.column;
  const customer = map.get("customer")?.column;
  if (ofCase !== undefined && customer !== undefined && !fixed.has("customer") && isHardlyACustomer(customer, ofCase)) {
    map.delete("customer");
    taken.delete(customer.position);
  }
  if (map.has("time") || fixed.has("time")) return;
  // An event is dated by its completion; the column then serves both fields.
  const stamped = map.get("end") ?? map.get("start");
  if (stamped !== undefined) map.set("time", { ...stamped, reason: "the only time of the event there is" });
};

/** A handful of values over many cases is a group of customers or a placeholder, not whose journey it is. */
const isHardlyACustomer = (customer: ColumnProfile, ofCase: ColumnProfile): boolean =>
  customer.placeholderShare > 0.8 ||
  (!isIdPhrase("customer", customer.name) && ofCase.distinct >= 10 && customer.distinct < Math.min(10, ofCase.distinct * 0.2));
