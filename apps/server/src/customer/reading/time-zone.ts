import { ReadingError } from "./reading-error.ts";

/** Local clock reading (as if it were UTC milliseconds) to UTC milliseconds. */
export type ToUtc = (local: number) => number;

const DAY = 86_400_000;
const QUARTER = 900_000;
const FIXED = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;
const MOST_REMEMBERED = 200_000;

/**
 * Local times of a zone, in the IANA database's rules. A time the clocks skip in spring is moved on by the skipped hour (02:30 becomes
 * 03:30); one that happens twice in autumn is the earlier of the two. That is what Temporal and java.time call "compatible".
 */
export const zoneToUtc = (timezone: string): ToUtc => {
  if (/^(utc|z|gmt|etc\/utc)$/i.test(timezone)) return (local) => local;
  const fixed = FIXED.exec(timezone);
  if (fixed !== null) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    if (minutes > 18 * 60) throw unknownZone(timezone, undefined);
    const offset = (fixed[1] === "-" ? -1 : 1) * minutes * 60_000;
    return (local) => local - offset;
  }
  const offsetAt = offsetsOf(timezone);

  const exact: ToUtc = (local) => {
    const before = offsetAt(local - DAY);
    const after = offsetAt(local + DAY);
    if (before === after) return local - before;
    // The larger offset gives the earlier instant; it is right unless the clocks had already (or not yet) changed.
    const [early, late] = [local - Math.max(before, after), local - Math.min(before, after)];
    if (offsetAt(early) === local - early) return early;
    if (offsetAt(late) === local - late) return late;
    return local - before;
  };

  // A million rows fall on a few hundred days: nearly all of them have one offset from end to end.
  const days = new Map<number, number | null>();
  const quarters = new Map<number, number>();
  return (local) => {
    const day = Math.floor(local / DAY);
    let offset = days.get(day);
    if (offset === undefined) {
      const from = offsetAt((day - 1) * DAY);
      offset = from === offsetAt((day + 2) * DAY) ? from : null;
      if (days.size > MOST_REMEMBERED) days.clear();
      days.set(day, offset);
    }
    if (offset !== null) return local - offset;
    const quarter = Math.floor(local / QUARTER);
    let inQuarter = quarters.get(quarter);
    if (inQuarter === undefined) {
      const start = quarter * QUARTER;
      inQuarter = start - exact(start);
      if (quarters.size > MOST_REMEMBERED) quarters.clear();
      quarters.set(quarter, inQuarter);
    }
    return local - inQuarter;
  };
};

const offsetsOf = (timezone: string): ((utc: number) => number) => {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch (cause) {
    throw unknownZone(timezone, cause);
  }
  return (utc) => {
    const whole = Math.floor(utc / 1000) * 1000;
    const numbers = new Map(format.formatToParts(whole).map((part) => [part.type, Number(part.value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => numbers.get(type) ?? 0;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - whole;
  };
};

const unknownZone = (timezone: string, cause: unknown): ReadingError =>
  new ReadingError({
    code: "unknown-time-zone",
    message: `The time zone "${timezone}" is not known.`,
    fix: "Name one of the IANA zones, for instance --timezone Europe/Berlin, or UTC.",
    cause,
  });
