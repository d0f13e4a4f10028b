import { DAY, daysFromEpoch } from "./civil-days.ts";

/** No offset of a time zone is that large, so it can stand for "not asked yet". */
const UNKNOWN = 2_000_000_000;

/**
 * Turns instants into civil times: what calendar and clock on the wall of a time zone show, in milliseconds as if that were UTC. Periods and
 * windows count civil days, so that a day-dated purchase does not fall out of a window because of summer time.
 *
 * Asking the runtime for an offset costs microseconds, so each UTC day that occurs is asked for once; only on days on which the offset changes is
 * the change looked for to the millisecond.
 * @param times UTC milliseconds; only read.
 * @param timeZone IANA name.
 * @returns a new array, or `times` itself in UTC.
 * @throws RangeError when the zone is unknown or a time is not a number, naming the row.
 */
export function civilTimes(times: Float64Array, timeZone: string): Float64Array {
  const offsetOf = offsets(timeZone);
  let first = Infinity;
  let last = -Infinity;
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i];
    if (!(Math.abs(time) <= 8.64e15 - 2 * DAY)) throw new RangeError(`row ${i + 1}: the time is not an instant`);
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (offsetOf === null || times.length === 0) return times;
  const base = Math.floor(first / DAY);
  const days = Math.floor(last / DAY) - base + 1;
  const atStart = new Float64Array(days + 1).fill(UNKNOWN);
  const startOf = (day: number): number => {
    if (atStart[day] === UNKNOWN) atStart[day] = offsetOf((base + day) * DAY);
    return atStart[day];
  };
  /** Per day: when its offset gives way to the next day's. Infinity where nothing changes, NaN where nobody asked yet. */
  const change = new Float64Array(days).fill(NaN);
  const civil = new Float64Array(times.length);
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i];
    const day = Math.floor(time / DAY) - base;
    if (Number.isNaN(change[day])) {
      const before = startOf(day);
      change[day] = before === startOf(day + 1) ? Infinity : changeBetween(offsetOf, (base + day) * DAY, (base + day + 1) * DAY);
    }
    civil[i] = time + (time < change[day] ? atStart[day] : atStart[day + 1]);
  }
  return civil;
}

/** First instant in (low, high] that has another offset than `low`; zones change at most once a day. */
function changeBetween(offsetOf: (instant: number) => number, low: number, high: number): number {
  const before = offsetOf(low);
  let same = low;
  let other = high;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetOf(middle) === before) same = middle;
    else other = middle;
  }
  return other;
}

/** Civil time minus instant, in milliseconds, at an instant; null for UTC itself. @throws RangeError when the zone is unknown. */
function offsets(timeZone: string): ((instant: number) => number) | null {
  if (timeZone === "UTC" || timeZone === "Z") return null;
  const format = formatOf(timeZone);
  return (instant) => {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    const second = Math.floor(instant / 1000) * 1000;
    for (const { type, value } of format.formatToParts(second)) parts[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second: s = 0 } = parts;
    return daysFromEpoch(year, month, day) * DAY + ((hour * 60 + minute) * 60 + s) * 1000 - second;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch {
    throw new RangeError(`"${timeZone}" is not a time zone; give an IANA name such as Europe/Vienna`);
  }
}
