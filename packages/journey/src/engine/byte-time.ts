import { daysFromEpoch } from "../civil-days.ts";
import { readIsoTime } from "../iso-time.ts";
import { type ZoneClock, zoneClock } from "../zone.ts";
import { textOf } from "./byte-dictionary.ts";

/** Reads a time from the bytes of a cell: UTC milliseconds, cut to whole ones; NaN when they are no time. */
export type ByteTime = (bytes: Uint8Array, from: number, to: number) => number;

/** ISO 8601 or milliseconds, as `columnsFromText` reads them; `timezone` is where naive times were written down. */
export function byteTime(timezone: string): ByteTime {
  const clock = zoneClock(timezone);
  const utc = timezone === "UTC";
  return (bytes, from, to) => {
    const civil = usualForm(bytes, from, to);
    if (!Number.isNaN(civil)) {
      if (bytes[to - 1] === 0x5a || utc) return civil;
      return Math.floor(clock(civil));
    }
    return slowly(textOf(bytes.subarray(from, to)), clock);
  };
}

/** `2012-10-09T14:50:17` with `T` or a blank, up to three decimals or none, `Z` or nothing behind; NaN for all else. */
function usualForm(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length < 19 || bytes[from + 4] !== 0x2d || bytes[from + 7] !== 0x2d || bytes[from + 13] !== 0x3a || bytes[from + 16] !== 0x3a)
    return Number.NaN;
  const divider = bytes[from + 10];
  if (divider !== 0x54 && divider !== 0x20) return Number.NaN;
  const year = two(bytes, from) * 100 + two(bytes, from + 2);
  const month = two(bytes, from + 5);
  const day = two(bytes, from + 8);
  const hour = two(bytes, from + 11);
  const minute = two(bytes, from + 14);
  const second = two(bytes, from + 17);
  // The 29th of February is left to the careful way, which knows the years.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysSurely(month) && hour <= 23 && minute <= 59 && second <= 59 && year >= 0))
    return Number.NaN;
  let millis = 0;
  const end = bytes[to - 1] === 0x5a ? to - 1 : to;
  if (end > from + 19) {
    if (end !== from + 23 || bytes[from + 19] !== 0x2e) return Number.NaN;
    const last = bytes[from + 22] - 0x30;
    if (last > 9 || last < 0) return Number.NaN;
    millis = two(bytes, from + 20) * 10 + last;
  }
  return daysFromEpoch(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + millis;
}

function daysSurely(month: number): number {
  if (month === 2) return 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** NaN when one is no digit. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - 0x30;
  const ones = bytes[at + 1] - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function slowly(text: string, clock: ZoneClock): number {
  const trimmed = text.trim();
  if (/^-?\d+(?:\.\d+)?$/.test(trimmed)) return Math.floor(Number(trimmed));
  const time = readIsoTime(trimmed);
  if (time === null) return Number.NaN;
  return Math.floor(time.offset === null ? clock(time.millis) : time.millis - time.offset);
}
