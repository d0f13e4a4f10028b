import type { Batch, DecimalField, RefusedRow, TextField, TimeField } from "./contract.ts";
import { DECIMAL_FIELDS, TEXT_FIELDS, TIME_FIELDS } from "./fields.ts";

type NumberColumn = TimeField | DecimalField | "points";

export interface BatchBuilder {
  /** Clears the next place; what follows is written there until `accept` or `refuse`. */
  begin(): void;
  text(field: TextField, value: string | null): void;
  number(field: NumberColumn, value: number): void;
  textOf(field: TextField): string | null;
  numberOf(field: NumberColumn): number;
  accept(row: number): void;
  refuse(refused: RefusedRow): void;
  accepted(): number;
  refused(): number;
  flush(bytesRead: number, emptyTraces: number): Batch;
}

const NUMBER_COLUMNS = [...TIME_FIELDS, ...DECIMAL_FIELDS, "points"] as const;

/**
 * Columns of one batch, filled row by row. Fields that can never hold anything share one empty column each batch, so a plan with
 * four fields does not pay for twenty-three.
 */
export const createBatchBuilder = (size: number, mapped: ReadonlySet<string>): BatchBuilder => {
  // Some columns are filled from others: case from customer, currency from the amount's sign, scale and points from the score.
  const used = new Set(mapped);
  if (mapped.has("customer")) used.add("case");
  if (mapped.has("amount")) used.add("currency");
  if (mapped.has("score")) used.add("scale").add("points");
  const usedNumbers = NUMBER_COLUMNS.filter((field) => used.has(field));
  const usedTexts = TEXT_FIELDS.filter((field) => used.has(field));

  const numbers = new Map<string, Float64Array>();
  const texts = new Map<string, (string | null)[]>();
  let rows = new Float64Array(size);
  let refused: RefusedRow[] = [];
  let at = 0;

  const renew = (): void => {
    rows = new Float64Array(size);
    refused = [];
    at = 0;
    for (const field of usedNumbers) numbers.set(field, new Float64Array(size));
    for (const field of usedTexts) texts.set(field, Array.from<string | null>({ length: size }).fill(null));
  };
  renew();

  return {
    begin: () => {
      for (const field of usedNumbers) {
        const column = numbers.get(field);
        if (column !== undefined) column[at] = Number.NaN;
      }
      for (const field of usedTexts) {
        const column = texts.get(field);
        if (column !== undefined) column[at] = null;
      }
    },
    text: (field, value) => {
      const column = texts.get(field);
      if (column !== undefined) column[at] = value;
    },
    number: (field, value) => {
      const column = numbers.get(field);
      if (column !== undefined) column[at] = value;
    },
    textOf: (field) => texts.get(field)?.[at] ?? null,
    numberOf: (field) => numbers.get(field)?.[at] ?? Number.NaN,
    accept: (row) => {
      rows[at] = row;
      at += 1;
    },
    refuse: (problem) => {
      refused.push(problem);
    },
    accepted: () => at,
    refused: () => refused.length,
    flush: (bytesRead, emptyTraces) => {
      const length = at;
      const noNumbers = new Float64Array(length).fill(Number.NaN);
      const noTexts = Array.from<string | null>({ length }).fill(null);
      const numberColumn = (field: NumberColumn): Float64Array => numbers.get(field)?.slice(0, length) ?? noNumbers;
      const textColumn = (field: TextField): (string | null)[] => {
        const column = texts.get(field);
        if (column === undefined) return noTexts;
        column.length = length;
        return column;
      };
      const batch: Batch = {
        length,
        row: rows.slice(0, length),
        columns: {
          time: numberColumn("time"),
          start: numberColumn("start"),
          end: numberColumn("end"),
          amount: numberColumn("amount"),
          quantity: numberColumn("quantity"),
          score: numberColumn("score"),
          points: numberColumn("points"),
          ...(Object.fromEntries(TEXT_FIELDS.map((field) => [field, textColumn(field)])) as Record<TextField, (string | null)[]>),
        },
        refused,
        bytesRead,
        emptyTraces,
      };
      renew();
      return batch;
    },
  };
};
