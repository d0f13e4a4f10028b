import { createBatchBuilder, type BatchBuilder } from "./batch-builder.ts";
import type { Batch, Field, Plan, Problem } from "./contract.ts";
import { DECIMAL_FIELDS, FIELDS, TEXT_FIELDS, TIME_FIELDS } from "./fields.ts";
import { isAbsentNumber, parseDecimal } from "./parse-decimal.ts";
import { parseTime } from "./parse-time.ts";
import { parseScale, pointsOf, scaleText, type Scale } from "./scales.ts";
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

/** `width`: cells each row has to have, null where rows may differ (XES). */
export const createConverter = (plan: Plan, width: number | null, batchSize: number): Converter => {
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
  let decimals: { field: (typeof DECIMAL_FIELDS)[number]; at: number }[] = [];
  let row = 0;

  const scaleOf = (text: string): Scale | null => {
    const known = scales.get(text);
    if (known !== undefined) return known;
    const scale = parseScale(text);
    if (scales.size < 1000) scales.set(text, scale);
    return scale;
  };

  /** Writes the row at the builder's next place; null when it is sound. */
  const problemOf = (cells: string[], fault: string | null): Omit<Problem, "row"> | null => {
    if (fault !== null) return { field: null, reason: fault };
    if (width !== null && cells.length !== width) {
      return { field: null, reason: `${cells.length} cells where there should be ${width}` };
    }
    for (const { field, at } of texts) {
      const text = (cells[at] ?? "").trim();
      const value = text === "" || (!NAMES_THINGS.has(field) && ABSENT_TEXT.has(text)) ? null : text;
      if (value === null && required.has(field)) return missing(field);
      builder.text(field, value);
    }
    if (plan.kind === "events") {
      const owner = builder.textOf("case") ?? builder.textOf("customer");
      if (owner === null) return missing(mapped.has("case") ? "case" : "customer");
      builder.text("case", owner);
    }
    for (const { field, at } of times) {
      const text = (cells[at] ?? "").trim();
      if (isAbsentNumber(text)) {
        if (required.has(field)) return missing(field);
        builder.number(field, Number.NaN);
        continue;
      }
      const value = parseTime(text, dateOrder, toUtc);
      if (Number.isNaN(value)) return { field, reason: `${shown(text)} is not a time` };
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
      const { value, currency } = parseDecimal(text, decimal);
      if (!Number.isFinite(value)) return { field, reason: `${shown(text)} is not a number` };
      builder.number(field, value);
      if (field === "amount" && currency !== null && builder.textOf("currency") === null) builder.text("currency", currency);
    }
    return usesScore ? scoreProblem() : null;
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
      else builder.refuse({ row, ...problem, cells });
    },
    place: (positions) => {
      const placed = <F extends string>(fields: readonly F[]): { field: F; at: number }[] =>
        fields.flatMap((field) => {
          const at = positions.get(field);
          return at === undefined ? [] : [{ field, at }];
        });
      texts = placed(TEXT_FIELDS);
      times = placed(TIME_FIELDS);
      decimals = placed(DECIMAL_FIELDS);
    },
    accepted: builder.accepted,
    refused: builder.refused,
    rows: () => row,
    flush: builder.flush,
  };
};

const missing = (field: Field): Omit<Problem, "row"> => ({ field, reason: `${field} is missing` });

const shown = (text: string): string => JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
