import { isAbsentNumber, looksNumeric } from "./parse-decimal.ts";
import { parseTime } from "./parse-time.ts";
import { parseScale, parseScored } from "./scales.ts";
import { dayAlone, isTimeOfDay } from "./time-of-day.ts";

/** What the sampled values of one column look like; shares are of the values that are not empty (or NA). */
export interface ColumnProfile {
  position: number;
  name: string;
  samples: string[];
  rows: number;
  filled: number;
  distinct: number;
  timeShare: number;
  /** Bare seconds or milliseconds since 1970 within this century, or a workbook's days since 1900: a time only where the header says so. */
  epochShare: number;
  /** Times of day alone, as `14:05`. */
  clockShare: number;
  /** Dates without a time of day. */
  dayShare: number;
  numberShare: number;
  fractionShare: number;
  scaleShare: number;
  /** Scores that bring their scale, as `4/5` and `8 of 10`, or are a percentage. */
  scoredShare: number;
  /** 1, 2, 3 … from the first row on: the rows were numbered, nothing else. */
  rowNumbers: boolean;
  /** Values like "Value 1" or "Customer 12" with no more to them than a label and a number. */
  placeholderShare: number;
  meanLength: number;
  largest: number;
  leadingZeros: boolean;
}

const SAMPLES = 5;
const CELLS_TO_LOOK_AT = 1_000_000;
const CENTURY = [946_684_800_000, 4_102_444_800_000] as const;
const asUtc = (local: number): number => local;

export const profileColumns = (names: readonly string[], rows: readonly (readonly string[])[]): ColumnProfile[] => {
  const looked = rows.slice(0, Math.max(20, Math.min(2000, Math.floor(CELLS_TO_LOOK_AT / Math.max(1, names.length)))));
  return names.map((name, index) => profile(name, index, looked));
};

const profile = (name: string, index: number, rows: readonly (readonly string[])[]): ColumnProfile => {
  const counts = new Map<string, number>();
  let filled = 0;
  for (const row of rows) {
    const value = row[index]?.trim() ?? "";
    if (isAbsentNumber(value)) continue;
    filled += 1;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const share = (test: (value: string) => boolean): number => {
    let held = 0;
    for (const [value, count] of counts) if (test(value)) held += count;
    return filled === 0 ? 0 : held / filled;
  };
  let largest = 0;
  let length = 0;
  for (const [value, count] of counts) {
    length += value.length * count;
    if (/^\d+$/.test(value)) largest = Math.max(largest, Number(value));
  }
  return {
    position: index + 1,
    name,
    samples: [...counts.keys()].slice(0, SAMPLES),
    rows: rows.length,
    filled,
    distinct: counts.size,
    timeShare: share(isWrittenTime),
    epochShare: share(isEpoch),
    clockShare: share(isTimeOfDay),
    dayShare: share((value) => dayAlone(value) !== null && isWrittenTime(value)),
    numberShare: share(looksNumeric),
    fractionShare: share((value) => /\d[.,]\d{1,2}\D*$/.test(value) && looksNumeric(value)),
    scaleShare: share((value) => parseScale(value) !== null),
    scoredShare: share((value) => parseScored(value) !== null),
    rowNumbers: areRowNumbers(rows.map((row) => row[index]?.trim() ?? "")),
    placeholderShare: share((value) => /^(?:value|customer|kunde|client|unknown|n\.?n\.?)\s*\d*$/i.test(value)),
    meanLength: filled === 0 ? 0 : length / filled,
    largest,
    leadingZeros: [...counts.keys()].some((value) => /^0\d/.test(value)),
  };
};

/** Few rows may lack it (a totals row at the end); the numbers themselves go up by one. */
const areRowNumbers = (values: readonly string[]): boolean => {
  const found = values.filter((value) => value !== "");
  const first = Number(found[0]);
  if (found.length < 5 || found.length < values.length * 0.9 || (first !== 0 && first !== 1)) return false;
  return found.filter((value, at) => value === String(first + at)).length >= found.length * 0.95;
};

const DIGITS = /^\d+(?:\.\d+)?$/;

const isWrittenTime = (value: string): boolean => {
  if (DIGITS.test(value)) return /^(?:19|20)\d{6}(?:\d{6})?$/.test(value) && !Number.isNaN(parseTime(value, null, asUtc));
  return !Number.isNaN(parseTime(value, "dmy", asUtc)) || !Number.isNaN(parseTime(value, "mdy", asUtc));
};

const isEpoch = (value: string): boolean => {
  if (!DIGITS.test(value)) return false;
  const at = parseTime(value, null, asUtc);
  return at >= (value.length < 8 ? 0 : CENTURY[0]) && at <= CENTURY[1];
};
