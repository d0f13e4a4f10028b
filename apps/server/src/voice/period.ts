import { dayIn, startOfDay } from "../platform/zone.ts";
import type { Answers } from "./read-answers.ts";
import type { Rolling, VoiceFilter } from "./words.ts";

/** UTC ms, half-open. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Window extends Span {
  /** By the organisation's calendar. */
  readonly lastDay: string;
}

export interface Period {
  /** Null when no answer carries a time: then all of them count. */
  readonly span: Span | null;
  /** What was asked for as the end; null: up to the newest. */
  readonly askedEnd: number | null;
  readonly rolling: Rolling;
  /** Windows of the rolling length, a month apart, oldest first. Each lies wholly within what the answers cover. */
  readonly windows: readonly Window[];
  /** Every so manyth of them follows on the one before it, without a day in both. */
  readonly stride: number;
  /** The newest window and the whole one before it. */
  readonly pair: readonly [last: Span, before: Span] | null;
}

/** Months of a year: what a view covers when no day is asked for. */
const MONTHS_SHOWN = 12;
const WINDOWS_AT_MOST = 24;
const LENGTH = { month: 1, quarter: 3 } as const;

/**
 * The period of a view and the windows in it. Days are the organisation's. Without a first day it is the twelve months before the end,
 * without a last day it ends with the newest answer. Windows end on the same day of each month as the period does.
 */
export function periodOf(
  answers: Pick<Answers, "time">,
  asked: Pick<VoiceFilter, "from" | "to"> & { readonly rolling: Rolling | null; readonly zone: string; readonly now: number },
): Period {
  const { zone, now } = asked;
  const told = answers.time.filter((time) => time <= now);
  const [oldest, newest] = [told[0], told.at(-1)];
  const askedEnd = asked.to === undefined ? null : startOfDay(dayAfter(asked.to), zone);
  if (oldest === undefined || newest === undefined)
    return { span: null, askedEnd, rolling: asked.rolling ?? "quarter", windows: [], stride: 1, pair: null };
  const end = dayAfter(asked.to ?? dayIn(zone, newest));
  const edges: number[] = [];
  const edge = (monthsBack: number) => (edges[monthsBack] ??= startOfDay(monthsBefore(end, monthsBack), zone));
  const span = { from: asked.from === undefined ? edge(MONTHS_SHOWN) : startOfDay(asked.from, zone), to: edge(0) };
  // Months that answers cover whole, counted back from the end. The day of the oldest answer is covered from its beginning.
  const begun = startOfDay(dayIn(zone, oldest), zone);
  let covered = 0;
  while (covered < WINDOWS_AT_MOST + LENGTH.quarter && edge(covered + 1) >= begun) covered += 1;
  const rolling = asked.rolling ?? (covered >= 2 * LENGTH.quarter ? "quarter" : "month");
  const length = LENGTH[rolling];
  const windows: Window[] = [];
  for (let back = 0; back + length <= covered && back < WINDOWS_AT_MOST; back += 1) {
    const window = { from: edge(back + length), to: edge(back), lastDay: dayBefore(monthsBefore(end, back)) };
    if (asked.from !== undefined && window.from < span.from) break;
    windows.unshift(window);
  }
  const [last, before] = [windows.at(-1), windows.at(-1 - length)];
  return { span, askedEnd, rolling, windows, stride: length, pair: last === undefined || before === undefined ? null : [last, before] };
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** The same day some months before; the last of the month where it has no such day. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
