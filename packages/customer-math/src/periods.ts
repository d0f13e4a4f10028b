import { dateOfDay, daysFromEpoch, isoOfDay } from "./civil-days.ts";

export type Period = "month" | "quarter" | "year";

export const PERIODS: readonly Period[] = ["month", "quarter", "year"];

/** Days of the longest period of each kind: no sensible window is shorter than its period. */
export const LONGEST: Readonly<Record<Period, number>> = { month: 31, quarter: 92, year: 366 };

const MONTHS: Readonly<Record<Period, number>> = { month: 1, quarter: 3, year: 12 };
/** A date mistyped into the first century must not become a million rows. */
const MOST = 10_000;

/**
 * The boundaries of a row of periods, as days since 1970-01-01: period k is the half-open span [boundary k, boundary k + 1), each boundary being
 * the first instant of its day.
 */
export type Boundaries = Int32Array;

export type PeriodsInput = {
  readonly period: Period;
  /** A day of the first period. */
  readonly firstDay: number;
  /** A day of the last period. */
  readonly lastDay: number;
  /** Month 1–12 in which the fiscal year begins; quarters and years follow it. */
  readonly fiscalStart?: number;
};

/** @throws RangeError when `fiscalStart` is no month, or there would be more than 10,000 periods. */
export function periodBoundaries({ period, firstDay, lastDay, fiscalStart = 1 }: PeriodsInput): Boundaries {
  const first = startMonth(period, firstDay, fiscalStart);
  const step = MONTHS[period];
  const count = Math.max(0, (startMonth(period, lastDay, fiscalStart) - first) / step + 1);
  if (count > MOST) throw new RangeError(`${count} periods from ${isoOfDay(firstDay)} to ${isoOfDay(lastDay)}: one of the dates is wrong`);
  return Int32Array.from({ length: count === 0 ? 0 : count + 1 }, (_, k) => dayOfMonth(first + k * step));
}

/**
 * The boundaries of those periods that had ended when day `asOf` had ended.
 * @returns the boundaries up to the last one known; none when not even the first period had ended.
 */
export function endedBy(boundaries: Boundaries, asOf: number): Boundaries {
  const known = boundaries.filter((day) => day <= asOf + 1);
  return known.length < 2 ? new Int32Array(0) : known;
}

/** Months since year 0 at which the period of a day starts. */
function startMonth(period: Period, dayNumber: number, fiscalStart: number): number {
  if (!Number.isInteger(fiscalStart) || fiscalStart < 1 || fiscalStart > 12) throw new RangeError(`a fiscal year starts in month 1 to 12`);
  const { year, month } = dateOfDay(dayNumber);
  const fromStart = year * 12 + month - fiscalStart;
  return Math.floor(fromStart / MONTHS[period]) * MONTHS[period] + fiscalStart - 1;
}

function dayOfMonth(monthNumber: number): number {
  const year = Math.floor(monthNumber / 12);
  return daysFromEpoch(year, monthNumber - year * 12 + 1, 1);
}

/** For each day, the first boundary that is not before it: a table instead of a search for every row. */
export type BoundaryIndex = (day: number) => number;

/** @returns the number of the first boundary on or after a day; `boundaries.length` when there is none. */
export function boundaryIndex(boundaries: Boundaries): BoundaryIndex {
  const none = boundaries.length;
  if (none === 0) return () => 0;
  const base = boundaries[0];
  const days = boundaries[none - 1] - base;
  const table = new Int32Array(days + 1);
  let next = 0;
  for (let day = 0; day <= days; day += 1) {
    if (boundaries[next] < base + day) next += 1;
    table[day] = next;
  }
  return (day) => (day <= base ? 0 : day - base > days ? none : table[day - base]);
}
