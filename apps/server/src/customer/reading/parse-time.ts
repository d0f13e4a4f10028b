import type { DateOrder } from "./contract.ts";
import { monthOf } from "./month-names.ts";
import type { ToUtc } from "./time-zone.ts";

const CLOCK = String.raw`(?:(?:[T ]|, ?) *(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(?: ?([AaPp])\.?[Mm]\.?)?)?`;
const ZONE = String.raw`(?: ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?`;

const YEAR_FIRST = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${CLOCK}${ZONE}$`);
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${CLOCK}${ZONE}$`);
const COMPACT = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})(?:[.,](\d{1,12}))?)?${ZONE}$`);
const DAY_NAMED = new RegExp(
  String.raw`^(?:\p{L}{2,10}\.?,? +)?(\d{1,2})\.?[ /-](\p{L}{3,10})\.?,?[ /-](\d{4}|\d{2})${CLOCK}${ZONE}$`,
  "u",
);
const MONTH_NAMED = new RegExp(String.raw`^(?:\p{L}{2,10}\.?,? +)?(\p{L}{3,10})\.? (\d{1,2}),? (\d{4})${CLOCK}${ZONE}$`, "u");
/** Days since 1900 as a workbook keeps them, where an export forgot that they are dates: 1970 to 2099, so that no year or postcode is one. */
const SERIAL = /^\d{5}(?:\.\d+)?$/;
const SERIAL_1970 = 25_569;
const SERIAL_2100 = 73_051;
const EPOCH = /^-?(\d{9,10}|\d{12,13}|\d{16})(\.\d+)?$/;

/**
 * A text to UTC milliseconds, fractions kept; NaN where it is no time. `order` is only asked for day, month and year in a row
 * (`05/06/2024`); a year that stands first is always followed by month and day. Dates alone are the first instant of their day. Two-digit
 * years up to 69 are of this century (POSIX).
 */
export const parseTime = (text: string, order: DateOrder | null, toUtc: ToUtc): number => {
  let match = YEAR_FIRST.exec(text);
  if (match !== null) return instant(match, Number(match[1]), Number(match[3]), Number(match[4]), 5, toUtc);
  match = YEAR_LAST.exec(text);
  if (match !== null) {
    const [a, b, c] = [match[1] ?? "", match[3] ?? "", match[4] ?? ""];
    if (order === "mdy") return instant(match, fullYear(c), Number(a), Number(b), 5, toUtc);
    if (order !== "ymd") return instant(match, fullYear(c), Number(b), Number(a), 5, toUtc);
    return a.length === 2 && c.length === 2 ? instant(match, fullYear(a), Number(b), Number(c), 5, toUtc) : Number.NaN;
  }
  // Compact before epoch: 8 and 14 digits are dates, the lengths of epochs lie between and beyond.
  match = COMPACT.exec(text);
  if (match !== null) return compact(match, toUtc);
  if (EPOCH.test(text)) return epoch(text);
  if (SERIAL.test(text)) return serial(Number(text), toUtc);
  match = DAY_NAMED.exec(text);
  if (match !== null) return instant(match, fullYear(match[3] ?? ""), monthOf(match[2] ?? ""), Number(match[1]), 4, toUtc);
  match = MONTH_NAMED.exec(text);
  if (match !== null) return instant(match, Number(match[3]), monthOf(match[1] ?? ""), Number(match[2]), 4, toUtc);
  return Number.NaN;
};

const fullYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= 69 ? 2000 + year : 1900 + year;
};

/** `clockAt`: group of the hour; minute, second, fraction, am/pm and zone follow it. */
const instant = (match: RegExpExecArray, year: number, month: number, day: number, clockAt: number, toUtc: ToUtc): number => {
  const hour = match[clockAt];
  const half = match[clockAt + 4];
  let hours = hour === undefined ? 0 : Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return Number.NaN;
    hours = (hours % 12) + (half === "p" || half === "P" ? 12 : 0);
  }
  return assemble(
    {
      year,
      month,
      day,
      hours,
      minutes: Number(match[clockAt + 1] ?? 0),
      seconds: Number(match[clockAt + 2] ?? 0),
      fraction: match[clockAt + 3],
      zone: match[clockAt + 5],
    },
    toUtc,
  );
};

const compact = (match: RegExpExecArray, toUtc: ToUtc): number =>
  assemble(
    {
      year: Number(match[1]),
      month: Number(match[2]),
      day: Number(match[3]),
      hours: Number(match[4] ?? 0),
      minutes: Number(match[5] ?? 0),
      seconds: Number(match[6] ?? 0),
      fraction: match[7],
      zone: match[8],
    },
    toUtc,
  );

interface Parts {
  year: number;
  month: number;
  day: number;
  hours: number;
  minutes: number;
  seconds: number;
  fraction: string | undefined;
  zone: string | undefined;
}

const assemble = (parts: Parts, toUtc: ToUtc): number => {
  const { year, month, day, hours, minutes, seconds } = parts;
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return Number.NaN;
  // 24:00:00 is the end of the day and :60 a leap second, both by ISO 8601; Date.UTC carries them over.
  if (minutes > 59 || seconds > 60 || hours > 24 || (hours === 24 && (minutes > 0 || seconds > 0))) return Number.NaN;
  let local = Date.UTC(year, month - 1, day, hours, minutes, seconds);
  if (parts.fraction !== undefined) local += Number(`0.${parts.fraction}`) * 1000;
  if (parts.zone === undefined) return toUtc(local);
  return local - zoneOffset(parts.zone);
};

const zoneOffset = (zone: string): number => {
  const sign = zone.charCodeAt(0);
  if (sign !== 43 && sign !== 45) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + (zone.length > 3 ? Number(zone.slice(-2)) : 0);
  return (sign === 45 ? -1 : 1) * minutes * 60_000;
};

const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

const serial = (days: number, toUtc: ToUtc): number =>
  days >= SERIAL_1970 && days < SERIAL_2100 ? toUtc(Math.round((days - SERIAL_1970) * 86_400) * 1000) : Number.NaN;

const epoch = (text: string): number => {
  const digits = text.replace(/^-|\..*$/g, "").length;
  const value = Number(text);
  if (digits <= 10) return value * 1000;
  return digits <= 13 ? value : value / 1000;
};
