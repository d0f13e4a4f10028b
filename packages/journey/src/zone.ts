import { daysFromEpoch } from "./civil-days.ts";

/** Turns a naive civil time (milliseconds as if UTC) into UTC milliseconds in one time zone. */
export type ZoneClock = (civil: number) => number;

const DAY = 86_400_000;
const QUARTER = 900_000;

/**
 * A clock for an IANA time zone. A civil time that occurs twice (autumn) is the earlier instant; one that is skipped (spring) is moved on by the
 * length of the gap, as Temporal's "compatible" and RFC 5545 do.
 * @throws RangeError when the zone is unknown.
 */
export function zoneClock(timeZone: string): ZoneClock {
  const offsetAt = zoneOffsets(timeZone);
  return (civil) => {
    const before = offsetAt(civil - DAY);
    const after = offsetAt(civil + DAY);
    if (offsetAt(civil - before) === before) return civil - before;
    if (offsetAt(civil - after) === after) return civil - after;
    return civil - before;
  };
}

/** A calendar for an IANA time zone: UTC milliseconds to the number of the day there, counted from 1970-01-01. @throws RangeError when the zone is unknown */
export function zoneCalendar(timeZone: string): (instant: number) => number {
  const offsetAt = zoneOffsets(timeZone);
  return (instant) => Math.floor((instant + offsetAt(instant)) / DAY);
}

/** UTC milliseconds -> how far the zone's clocks are ahead then, in milliseconds. */
function zoneOffsets(timeZone: string): (instant: number) => number {
  if (timeZone === "UTC" || timeZone === "Z") return () => 0;
  const format = formatOf(timeZone);
  // Offsets change at most every quarter of an hour, and asking the formatter costs microseconds.
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER);
    const cached = known.get(quarter);
    if (cached !== undefined) return cached;
    const offset = civilOf(format, quarter * QUARTER) - quarter * QUARTER;
    known.set(quarter, offset);
    return offset;
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

function civilOf(format: Intl.DateTimeFormat, instant: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return daysFromEpoch(year, month, day) * DAY + ((hour * 60 + minute) * 60 + second) * 1000;
}
