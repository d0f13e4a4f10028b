import type { DateOrder, Decimal, Field } from "./contract.ts";
import { DECIMAL_FIELDS, TIME_FIELDS } from "./fields.ts";
import type { Guess } from "./guess-map.ts";
import type { Limits } from "./limits.ts";
import { isAbsentNumber, looksNumeric, parseDecimal } from "./parse-decimal.ts";
import type { Sample } from "./read-sample.ts";
import { scanRows } from "./scan-columns.ts";
import { guessScale, scaleText } from "./scales.ts";
import { voteDateOrder } from "./vote-date-order.ts";
import { voteDecimal } from "./vote-decimal.ts";

interface Where {
  path: string;
  sample: Sample;
  limits: Limits;
}
type Guesses = ReadonlyMap<Field, Guess>;

const valuesOf = (sample: Sample, indexes: readonly number[]): string[] =>
  sample.rows.flatMap(({ cells }) => indexes.map((index) => cells[index]?.trim() ?? "").filter((text) => text.length > 0));

const indexesOf = (guesses: Guesses, fields: readonly Field[]): number[] =>
  fields.flatMap((field) => {
    const guess = guesses.get(field);
    return guess === undefined ? [] : [guess.column.position - 1];
  });

const scan = (where: Where, see: (cells: readonly string[]) => void): Promise<void> =>
  scanRows({ ...where.sample, path: where.path, limits: where.limits }, see);

/** One order for the file; `open` when day and month cannot be told apart even by all its rows. */
export const voteDates = async (where: Where, guesses: Guesses): Promise<{ order: DateOrder | null; open: boolean }> => {
  const indexes = [...new Set(indexesOf(guesses, TIME_FIELDS))];
  const vote = voteDateOrder(valuesOf(where.sample, indexes));
  if (vote.order !== null || !vote.needed) return { order: vote.order, open: false };
  // A file sorted by time may begin with many days up to the 12th.
  const days = new Set<string>();
  await scan(where, (cells) => {
    for (const index of indexes) days.add((cells[index] ?? "").trim().slice(0, 10).split(/[ T,]/)[0] ?? "");
  });
  const whole = voteDateOrder(days);
  return { order: whole.order, open: whole.order === null };
};

/** The mapped numbers vote; where they prove nothing, every number of the file does. */
export const voteDecimals = (sample: Sample, guesses: Guesses): Decimal => {
  const mapped = voteDecimal(valuesOf(sample, indexesOf(guesses, DECIMAL_FIELDS)));
  if (mapped !== null) return mapped;
  const all = valuesOf({ ...sample, rows: sample.rows.slice(0, 500) }, [...sample.names.keys()]);
  return voteDecimal(all.filter((text) => /[.,]/.test(text) && looksNumeric(text))) ?? ".";
};

/** The scale of the whole file's scores; `missing` where there are scores and no usual scale holds them. */
export const voteScale = async (
  where: Where,
  guesses: Guesses,
  decimal: Decimal,
): Promise<{ text: string | null; reason: string; missing: boolean }> => {
  const score = guesses.get("score");
  if (score === undefined || guesses.has("scale")) return { text: null, reason: "", missing: false };
  const counts = new Map<number, number>();
  await scan(where, (cells) => {
    const text = cells[score.column.position - 1]?.trim() ?? "";
    if (isAbsentNumber(text)) return;
    const { value } = parseDecimal(text, decimal);
    if (Number.isNaN(value) || (counts.size >= 10_000 && !counts.has(value))) return;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  });
  const guess = guessScale({ header: score.column.name, counts });
  if (guess === null) return { text: null, reason: "", missing: counts.size > 0 };
  return { text: scaleText(guess.scale), reason: guess.reason, missing: false };
};
