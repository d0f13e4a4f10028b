import { daysFromEpoch } from "./civil-days.ts";

/**
 * Year-first dates only: `2012-10-09`, `2012-10-09T14:50`, `2012-10-09 14:50:17.123456+02:00`. `/` may stand for `-`, as some
 * process-mining exports write it; day-first and month-first forms are ambiguous and refused.
 */
const SHAPE = /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** A civil time in milliseconds as if it were UTC, and the offset it declared; null when it is naive. */
export type CivilTime = { readonly millis: number; readonly offset: number | null };

/**
 * Reads an ISO 8601 calendar time strictly: digits, separators and ranges must be right, months know their length.
 * @returns null when the text is not such a time.
 */
export function readIsoTime(text: string): CivilTime | null {
  const match = SHAPE.exec(text);
  if (match === null) return null;
  const [, year, , month, day, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const y = Number(year);
  const m = Number(month);
  const d = Number(day);
  const h = Number(hour);
  const min = Number(minute);
  const s = Number(second);
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m) || h > 23 || min > 59 || s > 59) return null;
  const offset = readOffset(zone);
  if (offset === undefined) return null;
  // Nanoseconds as a whole number first: 788 ms must not become 788.0000000001.
  const millis = daysFromEpoch(y, m, d) * 86_400_000 + ((h * 60 + min) * 60 + s) * 1000 + Number(fraction.padEnd(9, "0")) / 1e6;
  return { millis, offset };
}

function readOffset(zone: string | undefined): number | null | undefined {
  if (zone === undefined) return null;
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return undefined;
  const size = (hours * 60 + minutes) * 60_000;
  return zone.startsWith("-") ? -size : size;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
