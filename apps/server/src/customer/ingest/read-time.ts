import { LIMITS } from "./limits.ts";
import { Refusal } from "./refusal.ts";

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** UTC ms of an RFC 3339 date-time, fractions kept; NaN for anything else. */
export function parseRfc3339(text: string): number {
  const found = RFC3339.exec(text);
  if (found === null) return Number.NaN;
  const year = Number(found[1]);
  const month = Number(found[2]);
  const day = Number(found[3]);
  const hour = Number(found[4]);
  const minute = Number(found[5]);
  const second = Number(found[6]);
  const days = month === 2 && !isLeap(year) ? 28 : (MONTH_DAYS[month - 1] ?? 0);
  // 60 is a leap second; Date.UTC carries it into the next minute.
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 60) return Number.NaN;
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  if (year < 100) return Number.NaN;
  let time = Date.UTC(year, month - 1, day, hour, minute, second);
  if (found[7] !== undefined) time += Number(`0.${found[7]}`) * 1000;
  if (found[8] === undefined) return time;
  const hours = Number(found[9]);
  const minutes = Number(found[10]);
  if (hours > 23 || minutes > 59) return Number.NaN;
  return time - (found[8] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** When an event came, by our clock. */
export interface Arrival {
  /** UTC ms when it came first. */
  readonly receivedAt: number;
  /** UTC ms now: the same, but for an event that is replayed. */
  readonly now: number;
  /** The sender's clock when it sent the whole batch; NaN where it does not say. */
  readonly sentAt: number;
}

/**
 * When the event happened. The sender's clock is corrected as Segment documents, time = receivedAt − (sentAt −
 * originalTimestamp), where it is off by 5 seconds to 24 hours: less is travel time, and correcting by it would swap
 * events of one sender; more says nothing about the clock.
 * @throws Refusal
 */
export function readTime(told: { original: unknown; sentAt: unknown }, arrival: Arrival): number {
  const time = told.original === undefined || told.original === null ? arrival.receivedAt : corrected(told, arrival);
  if (time > arrival.now + LIMITS.future) throw new Refusal("future", "It says it happened more than a day after it came.");
  if (time < 0 || time < yearsBefore(arrival.now))
    throw new Refusal("too-old", "It says it happened before 1970, or more than 20 years ago.");
  return time;
}

function corrected(told: { original: unknown; sentAt: unknown }, arrival: Arrival): number {
  const original = typeof told.original === "string" ? parseRfc3339(told.original) : Number.NaN;
  if (Number.isNaN(original)) throw new Refusal("bad-time", "Its time is not written by RFC 3339.");
  const own = readSentAt(told.sentAt);
  const sentAt = Number.isNaN(own) ? arrival.sentAt : own;
  const skew = arrival.receivedAt - sentAt;
  const plausible = Math.abs(skew) >= LIMITS.skewFrom && Math.abs(skew) <= LIMITS.skewTo; // false for NaN
  return plausible ? original + skew : original;
}

/** A `sentAt` that cannot be read corrects nothing; it is no reason to refuse what happened. */
export function readSentAt(value: unknown): number {
  return typeof value === "string" ? parseRfc3339(value) : Number.NaN;
}

let known = { day: -1, time: 0 };

/** The same instant 20 calendar years ago, to the day. */
function yearsBefore(now: number): number {
  const day = Math.floor(now / 86_400_000);
  if (known.day !== day) {
    const date = new Date(day * 86_400_000);
    known = { day, time: date.setUTCFullYear(date.getUTCFullYear() - LIMITS.years) };
  }
  return known.time;
}
