import { answerOf } from "./consent-answers.ts";
import { createBatchBuilder, type BatchBuilder } from "./batch-builder.ts";
import type { Batch, Field, Plan, Problem } from "./contract.ts";
import { DECIMAL_FIELDS, FIELDS, TEXT_FIELDS, TIME_FIELDS } from "./fields.ts";
import { currencyOf, isAbsentNumber, parseDecimal } from "./parse-decimal.ts";
import { parseTime } from "./parse-time.ts";
import { parseScale, parseScored, pointsOf, scaleOfKind, scaleText, scaleWithin, type Scale } from "./scales.ts";
import type { Layout } from "./row-layout.ts";
import { atTimeOfDay, dayAlone } from "./time-of-day.ts";
import { isTotals } from "./totals-row.ts";
import { zoneToUtc } from "./time-zone.ts";

export interface Converter {
  /** Takes one row: accepted into the batch, or refused with the first reason found. */
  take(cells: string[], fault: string | null): void;
  /** XES learns its columns on the way; CSV says them once. */
  place(positions: ReadonlyMap<string, number>): void;
  accepted(): number;
  refused(): number;
  rows(): number;
  flush(bytesRead: number, emptyTraces: number): Batch;
}

/** Fields in which NA is what it says: a hospital has a case named NA. */
const NAMES_THINGS: ReadonlySet<Field> = new Set(["customer", "case", "activity"]);
const ABSENT_TEXT = new Set(["", "NA", "N/A", "null", "NULL"]);
const SHOWN = 60;
/** Nothing a company did with a customer lies before: one mistyped year would draw every line over a thousand empty ones. */
const EARLIEST = Date.UTC(1800, 0, 1);
/** Money is counted in whole minor units, of which a currency has at most a thousand. */
const MOST_MONEY = Number.MAX_SAFE_INTEGER / 1000;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}/;
const YEAR_FIRST = /^\d{4}/;
const TWO_DIGIT_YEAR = /(?:^|\D)\d{2}$/;
const BESIDE_NUMBERS = /[^\d.,+-]/;

/** `layout`: how many cells each row has to have, null where rows may differ (XES). */
export const createConverter = (plan: Plan, layout: Pick<Layout, "width" | "least"> | null, batchSize: number): Converter => {
  const toUtc = zoneToUtc(plan.timezone);
  const { dateOrder, decimal } = plan;
  const required = new Set<Field>(FIELDS[plan.kind].filter((spec) => spec.required).map((spec) => spec.field));
  const mapped = new Set(Object.keys(plan.map));
  const builder: BatchBuilder = createBatchBuilder(batchSize, mapped);
  const defaultScale = plan.scale === null ? null : parseScale(plan.scale);
  const scales = new Map<string, Scale | null>();
  const usesScore = mapped.has("score");

  let texts: { field: (typeof TEXT_FIELDS)[number]; at: number }[] = [];
  let times: { field: (typeof TIME_FIELDS)[number]; at: number }[] = [];
  let clockAt: number | null = null;
  let decimals: { field: (typeof DECIMAL_FIELDS)[number]; at: number }[] = [];
  let row = 0;

  /** A day as ISO writes it, so that every source tells it alike; as it stands where its century, or which number is the month, is a guess. */
  const dayOf = (text: string): string => {
    const iso = ISO_DAY.exec(text)?.[0] ?? null; // without its time: in another zone that may be the day before
    if (iso === null && (TWO_DIGIT_YEAR.test(text) || (dateOrder === null && !YEAR_FIRST.test(text)))) return text;
    const at = parseTime(iso ?? text, dateOrder, (civil) => civil);
    return Number.isNaN(at) ? text : new Date(at).toISOString().slice(0, 10);
  };

  const scaleOf = (text: string): Scale | null => {
    const known = scales.get(text);
    if (known !== undefined) return known;
    const scale = parseScale(text) ?? scaleWithin(text) ?? scaleOfKind(text);
    if (scales.size < 1000) scales.set(text, scale);
    return scale;
  };

  /** Writes the row at the builder's next place; null when it is sound. */
  const problemOf = (cells: string[], fault: string | null): Omit<Problem, "row"> | null => {
    if (fault !== null) return { field: null, reason: fault };
    if (layout !== null && cells.length !== layout.width && !isFine(cells, layout)) {
      return { field: null, reason: `${cells.length} cells where there should be ${layout.width}` };
    }
    if (isTotals(cells)) return { field: null, reason: "it adds up the rows above and is none of its own" };
    for (const { field, at } of texts) {
      const text = (cells[at] ?? "").trim();
      const value = text === "" || (!NAMES_THINGS.has(field) && ABSENT_TEXT.has(text)) ? null : text;
      if (value === null && required.has(field)) return missing(field);
      builder.text(field, field === "birth" && value !== null ? dayOf(value) : value);
    }
    if (plan.kind === "events") {
      const owner = builder.textOf("case") ?? builder.textOf("customer");
      if (owner === null) return missing(mapped.has("case") ? "case" : "customer");
      builder.text("case", owner);
    }
    if (plan.kind === "consents") {
      const told = builder.textOf("kind") ?? "";
      const answer = answerOf(told);
      if (answer === null) return { field: "kind", reason: `${shown(told)} is no answer: write granted, denied or withdrawn` };
      builder.text("kind", answer);
    }
    for (const { field, at } of times) {
      const text = (cells[at] ?? "").trim();
      if (isAbsentNumber(text)) {
        if (required.has(field)) return missing(field);
        builder.number(field, Number.NaN);
        continue;
      }
      const whole = field === "time" && clockAt !== null ? joined(text, (cells[clockAt] ?? "").trim()) : text;
      if (whole === null) return { field: "clock", reason: `${shown((cells[clockAt ?? 0] ?? "").trim())} is no time of day` };
      const value = parseTime(whole, dateOrder, toUtc);
      if (Number.isNaN(value)) return { field, reason: `${shown(whole)} is not a time` };
      if (value < EARLIEST) return { field, reason: `${shown(text)} lies before 1800: its year is mistyped` };
      builder.number(field, value);
    }
    if (builder.numberOf("end") < builder.numberOf("start")) return { field: "end", reason: "it ends before it starts" };
    for (const { field, at } of decimals) {
      const text = (cells[at] ?? "").trim();
      if (isAbsentNumber(text)) {
        if (required.has(field)) return missing(field);
        builder.number(field, Number.NaN);
        continue;
      }
      const scored = field === "score" && BESIDE_NUMBERS.test(text) ? parseScored(text) : null;
      if (scored !== null) {
        builder.number(field, scored.score);
        builder.text("scale", scaleText(scored.scale));
        continue;
      }
      const { value, currency } = parseDecimal(text, decimal);
      if (!Number.isFinite(value)) return { field, reason: `${shown(text)} is not a number` };
      builder.number(field, value);
      if (field !== "amount") continue;
      currencyBeside(currency);
      if (Math.abs(value) > MOST_MONEY) return { field, reason: `${shown(text)} is more money than can be counted exactly` };
    }
    return usesScore ? scoreProblem() : null;
  };

  /** The row's own currency, else the sign beside its amount, else the one the header names. */
  const currencyBeside = (sign: string | null): void => {
    const written = builder.textOf("currency");
    const code = written === null ? (sign ?? plan.currency ?? null) : currencyOf(written);
    if (code !== null) builder.text("currency", code);
  };

  /** The money of a row that is refused for another reason; none where its cells do not stand where they should. */
  const moneyOf = (cells: readonly string[]): { amount: number | null; currency: string | null } => {
    const at = decimals.find(({ field }) => field === "amount")?.at;
    const text =
      at === undefined || (layout !== null && cells.length !== layout.width && !isFine(cells, layout)) ? "" : (cells[at] ?? "").trim();
    const { value, currency } = parseDecimal(text, decimal);
    const written = cells[texts.find(({ field }) => field === "currency")?.at ?? -1] ?? "";
    return { amount: Number.isFinite(value) ? value : null, currency: currencyOf(written) ?? currency ?? plan.currency ?? null };
  };

  const scoreProblem = (): Omit<Problem, "row"> | null => {
    const written = builder.textOf("scale");
    const scale = written === null ? defaultScale : scaleOf(written);
    if (written !== null && scale === null) return { field: "scale", reason: `${shown(written)} is not a scale such as 0-10` };
    const score = builder.numberOf("score");
    if (scale === null || Number.isNaN(score)) return null;
    if (score < scale.min || score > scale.max) return { field: "score", reason: `${score} on a ${scaleText(scale)} scale` };
    builder.text("scale", scaleText(scale));
    builder.number("points", pointsOf(score, scale));
    return null;
  };

  return {
    take: (cells, fault) => {
      row += 1;
      builder.begin();
      const problem = problemOf(cells, fault);
      if (problem === null) builder.accept(row);
      else builder.refuse({ row, ...problem, cells, ...moneyOf(cells) });
    },
    place: (positions) => {
      const placed = <F extends string>(fields: readonly F[]): { field: F; at: number }[] =>
        fields.flatMap((field) => {
          const at = positions.get(field);
          return at === undefined ? [] : [{ field, at }];
        });
      texts = placed(TEXT_FIELDS);
      times = placed(TIME_FIELDS);
      clockAt = positions.get("clock") ?? null;
      decimals = placed(DECIMAL_FIELDS);
    },
    accepted: builder.accepted,
    refused: builder.refused,
    rows: () => row,
    flush: builder.flush,
  };
};

/** More cells than the header names, all of them empty, are delimiters at the end of the line; fewer only where the header ends in empty ones. */
const isFine = (cells: readonly string[], { width, least }: Pick<Layout, "width" | "least">): boolean => {
  if (cells.length < width) return cells.length >= least;
  for (let at = width; at < cells.length; at += 1) if ((cells[at] ?? "").trim() !== "") return false;
  return true;
};

/** A date with the time of day beside it; null where that is none. A date that has its own keeps it. */
const joined = (text: string, clock: string): string | null => {
  const day = dayAlone(text);
  return day === null || isAbsentNumber(clock) ? text : atTimeOfDay(day, clock);
};

const missing = (field: Field): Omit<Problem, "row"> => ({ field, reason: `${field} is missing` });

const shown = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
