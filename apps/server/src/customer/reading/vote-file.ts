import type { DateOrder, Decimal, Field } from "./contract.ts";
import { DECIMAL_FIELDS, TIME_FIELDS } from "./fields.ts";
import type { Guess } from "./guess-map.ts";
import type { Limits } from "./limits.ts";
import { looksNumeric } from "./parse-decimal.ts";
import type { Sample } from "./read-sample.ts";
import { scanRows } from "./scan-columns.ts";
import { voteDateOrder } from "./vote-date-order.ts";
import { voteDecimal } from "./vote-decimal.ts";

export interface Where {
  path: string;
  sample: Sample;
  limits: Limits;
}
export type Guesses = ReadonlyMap<Field, Guess>;

const valuesOf = (sample: Sample, indexes: readonly number[]): string[] =>
  sample.rows.flatMap(({ cells }) => indexes.map((index) => cells[index]?.trim() ?? "").filter((text) => text.length > 0));

const indexesOf = (guesses: Guesses, fields: readonly Field[]): number[] =>
  fields.flatMap((field) => {
    const guess = guesses.get(field);
    return guess === undefined ? [] : [guess.column.position - 1];
  });

export const scanWhole = (where: Where, see: (cells: readonly string[]) => void): Promise<void> =>
  scanRows({ ...where.sample, path: where.path, limits: where.limits }, see);

/** One order for the file; `open` when day and month cannot be told apart even by all its rows. */
export const voteDates = async (where: Where, guesses: Guesses): Promise<{ order: DateOrder | null; open: boolean; both: boolean }> => {
  const indexes = [...new Set(indexesOf(guesses, TIME_FIELDS))];
  const vote = voteDateOrder(valuesOf(where.sample, indexes));
  if (vote.order !== null || !vote.needed) return { order: vote.order, open: false, both: false };
  // A file sorted by time may begin with many days up to the 12th.
  const days = new Set<string>();
  await scanWhole(where, (cells) => {
    for (const index of indexes) days.add((cells[index] ?? "").trim().slice(0, 10).split(/[ T,]/)[0] ?? "");
  });
  const whole = voteDateOrder(days);
  return { order: whole.order, open: whole.order === null, both: whole.both };
};

/**
 * The mapped numbers vote; where they prove nothing, every number of the file does. `open` is a number that stays in doubt then. Formats that
 * keep numbers as numbers write a point: there only a comma leaves a doubt.
 */
export const voteDecimals = (sample: Sample, guesses: Guesses): { decimal: Decimal; open: string | null; proven: boolean } => {
  const mapped = voteDecimal(valuesOf(sample, indexesOf(guesses, DECIMAL_FIELDS)));
  if (mapped.decimal !== null) return { decimal: mapped.decimal, open: null, proven: true };
  const all = valuesOf({ ...sample, rows: sample.rows.slice(0, 500) }, [...sample.names.keys()]);
  const other = voteDecimal(all.filter((text) => /[.,]/.test(text) && looksNumeric(text))).decimal;
  const doubtful = mapped.open !== null && (sample.format === "csv" || mapped.open.includes(","));
  return { decimal: other ?? ".", open: doubtful && other === null ? mapped.open : null, proven: other !== null };
};
