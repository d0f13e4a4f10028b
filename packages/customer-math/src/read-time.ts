import { DAY, dayOfIso } from "./civil-days.ts";

/** `offset` in milliseconds where the text declares one; null when it is what calendar and clock on the wall showed. */
export type ReadTime = { readonly millis: number; readonly offset: number | null };

const ISO = /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
/** Nine digits or more: before that, a number is far likelier a date or an id than a time in milliseconds. */
const MILLISECONDS = /^-?\d{9,16}(?:\.\d+)?$/;

/**
 * Reads `2026-11-23`, `2026-11-23T14:50:17.5+01:00`, `20261123` and UTC milliseconds. Day-first and month-first dates are ambiguous and refused.
 * @returns civil milliseconds where there is no offset; null when the text is no such time.
 */
export function readTime(text: string): ReadTime | null {
  const trimmed = text.trim();
  if (MILLISECONDS.test(trimmed)) return { millis: Number(trimmed), offset: 0 };
  const compact = COMPACT.exec(trimmed);
  if (compact !== null) {
    const day = dayOfIso(`${compact[1]}-${compact[2]}-${compact[3]}`);
    return day === null ? null : { millis: day * DAY, offset: null };
  }
  const match = ISO.exec(trimmed);
  if (match === null) return null;
  const [, year, , month, date, hour = "0", minute = "0", second = "0", fraction = "", zone] = match;
  const day = dayOfIso(`${year}-${month}-${date}`);
  const offset = readOffset(zone);
  if (day === null || offset === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const clock = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(9, "0")) / 1e6;
  return { millis: day * DAY + clock, offset };
}

function readOffset(zone: string | undefined): number | null | undefined {
  if (zone === undefined) return null;
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
