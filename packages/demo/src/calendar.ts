const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const MONTHS = 24;
export const MINUTES_A_DAY = 1440;

interface Change {
  readonly utc: number;
  /** Local minute of the record at which the old offset stops to hold. */
  readonly from: number;
  /** Local minute at which the new offset holds; between the two the clock jumps. */
  readonly to: number;
  /** Hours by which local time is ahead of UTC afterwards. */
  readonly ahead: number;
}

/** The record's two years. Inside the generator time is local wall time: days (or minutes) since the local midnight of day 0. */
export interface Calendar {
  /** UTC milliseconds of day 0's local midnight. */
  readonly start: number;
  /** UTC milliseconds of the local midnight after the last day. */
  readonly end: number;
  readonly days: number;
  readonly minutes: number;
  /** First day of month m = 1…24 at index m; index 25 is the end. */
  readonly monthStart: readonly number[];
  readonly monthOfDay: Uint8Array;
  readonly aheadAtStart: number;
  readonly changes: readonly Change[];
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0) / DAY;
  return last - ((last + 4) % 7);
}

// Luxembourg by rule and not by the host's tables: the same bytes everywhere, also where no zone data is installed.
function aheadAt(utc: number): number {
  const year = new Date(utc).getUTCFullYear();
  const spring = lastSunday(year, 2) * DAY + HOUR;
  const autumn = lastSunday(year, 9) * DAY + HOUR;
  return utc >= spring && utc < autumn ? 2 : 1;
}

function localMidnight(day: number): number {
  const guess = day * DAY - HOUR;
  return day * DAY - aheadAt(guess) * HOUR;
}

function changesBetween(firstDay: number, lastDay: number): Change[] {
  const changes: Change[] = [];
  const firstYear = new Date(firstDay * DAY).getUTCFullYear();
  for (let year = firstYear; year <= firstYear + 3; year++) {
    for (const month of [2, 9]) {
      const day = lastSunday(year, month);
      if (day < firstDay || day >= lastDay) continue;
      const midnight = (day - firstDay) * MINUTES_A_DAY;
      const spring = month === 2;
      changes.push({ utc: day * DAY + HOUR, from: midnight + (spring ? 120 : 180), to: midnight + 180, ahead: spring ? 2 : 1 });
    }
  }
  return changes;
}

/** The calendar of the 24 months that end before `end` (`YYYY-MM-01`). Throws a RangeError on anything but a first of a month. */
export function calendarOf(end = "2026-10-01"): Calendar {
  const parts = /^(\d{4})-(0[1-9]|1[0-2])-01$/.exec(end);
  if (parts === null) throw new RangeError(`end must be the first of a month, written YYYY-MM-01, not "${end}"`);
  const year = Number(parts[1]);
  const month = Number(parts[2]) - 1;
  const firstDay = Date.UTC(year - 2, month, 1) / DAY;
  const monthStart = [0];
  for (let m = 0; m <= MONTHS; m++) monthStart.push(Date.UTC(year - 2, month + m, 1) / DAY - firstDay);
  const days = monthStart[MONTHS + 1];
  const monthOfDay = new Uint8Array(days);
  for (let m = 1; m <= MONTHS; m++) monthOfDay.fill(m, monthStart[m], monthStart[m + 1]);
  const start = localMidnight(firstDay);
  return {
    start,
    end: localMidnight(firstDay + days),
    days,
    minutes: days * MINUTES_A_DAY,
    monthStart,
    monthOfDay,
    aheadAtStart: (firstDay * DAY - start) / HOUR,
    changes: changesBetween(firstDay, firstDay + days),
  };
}

/** UTC milliseconds of a local minute of the record. Order is kept: minutes that the clock jumps over fall on the jump itself. */
export function toUtc(calendar: Calendar, minute: number): number {
  let ahead = calendar.aheadAtStart;
  for (const change of calendar.changes) {
    if (minute < change.from) break;
    if (minute < change.to) return change.utc;
    ahead = change.ahead;
  }
  return calendar.start + minute * MINUTE - (ahead - calendar.aheadAtStart) * HOUR;
}

/** Month number 1…24 of a time in days; 0 before the record and 25 after it. */
export function monthOf(calendar: Calendar, day: number): number {
  if (day < 0) return 0;
  return day >= calendar.days ? MONTHS + 1 : calendar.monthOfDay[Math.floor(day)];
}

export function isWinter(month: number): boolean {
  return (month >= 2 && month <= 4) || (month >= 14 && month <= 16);
}

export function isMovingMonth(month: number): boolean {
  return month === 12 || month === 24;
}

/** The local wall time of an instant, as UTC milliseconds of a clock that showed the same. */
export function wallTime(calendar: Calendar, utc: number): number {
  let ahead = calendar.aheadAtStart;
  for (const change of calendar.changes) if (utc >= change.utc) ahead = change.ahead;
  return utc + ahead * HOUR;
}
