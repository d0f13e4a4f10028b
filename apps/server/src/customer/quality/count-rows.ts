import { type Count, type Filter, NUMBERS, type Word } from "../../platform/events/contract.ts";
import type { ReadContext } from "../../platform/operation.ts";

export const DAY_MS = 86_400_000;
/** What is told of customers; what the staff believes is of none. */
export const OF_CUSTOMERS = ["events", "transactions", "subscriptions", "customers", "responses", "identities"] as const;
/** Rows that tell what happened: of lists and contracts a steady stream is nothing to be expected. */
export const HAPPENED = ["events", "transactions", "responses"] as const;
const WEEK_DAYS = 7;
const WEEKS_BEFORE = 4;

/** Columns a file or an event may fill; what every row has by itself, such as its source, is none. */
const COLUMNS = [
  "time",
  "customer",
  "activity",
  "case",
  "stage",
  "channel",
  "owner",
  "segment",
  "resource",
  "unit",
  "role",
  "kind",
  "scale",
  "currency",
  "amount",
  "quantity",
  "score",
  "start",
  "end",
  "comment",
  "respondent",
  "id",
] as const;
export type FilledColumn = (typeof COLUMNS)[number];

export function isColumn(field: string): field is FilledColumn {
  return (COLUMNS as readonly string[]).includes(field);
}

export interface Filled {
  readonly source: string;
  readonly stream: string;
  readonly field: FilledColumn;
  readonly n: number;
}

type Ask = Pick<ReadContext, "events" | "world">;

/** How many rows of each source and kind there are, and from when to when. */
export function countStreams({ events, world }: Ask): Promise<Count[]> {
  return events.countBy({ by: ["source", "stream"], filter: { world, stream: [...OF_CUSTOMERS] }, rowsOnly: true });
}

/** How many rows of each source and kind have something in each column. */
export async function countFilled({ events, world }: Ask): Promise<Filled[]> {
  const all = await Promise.all(
    COLUMNS.map(async (field) => {
      const counts = await events.countBy({
        by: ["source", "stream"],
        filter: { world, stream: [...OF_CUSTOMERS], [field]: present(field) },
        rowsOnly: true,
      });
      return counts.map(({ key, n }) => ({ source: key[0] ?? "", stream: key[1] ?? "", field, n }));
    }),
  );
  return all.flat();
}

function present(field: FilledColumn): Filter[Word] {
  // A number that is absent lies in no range.
  return (NUMBERS as readonly string[]).includes(field) ? { from: -Number.MAX_VALUE } : { not: [null] };
}

export interface Weeks {
  /** The first instant behind the week, UTC midnight. */
  readonly until: number;
  readonly week: number;
  /** The weeks before it, the newest first; fewer than four where its rows begin later. */
  readonly before: readonly number[];
}

/** Rows of each source by week, up to the day of its newest row: what a file does not bring yet is no fall. */
export async function countWeeks(ctx: Ask, streams: readonly Count[]): Promise<ReadonlyMap<string, Weeks>> {
  const spans = new Map<string, { first: number; last: number }>();
  for (const { key, first, last } of streams) {
    if (first === null || last === null || !(HAPPENED as readonly string[]).includes(key[1] ?? "")) continue;
    const known = spans.get(key[0] ?? "");
    spans.set(key[0] ?? "", { first: Math.min(first, known?.first ?? first), last: Math.max(last, known?.last ?? last) });
  }
  // Sources that end on the same day are counted together.
  const byEnd = new Map<number, string[]>();
  for (const [source, { last }] of spans) {
    const until = Math.floor(last / DAY_MS) * DAY_MS;
    byEnd.set(until, [...(byEnd.get(until) ?? []), source]);
  }
  const found = new Map<string, Weeks>();
  for (const [until, sources] of byEnd) {
    const weeks = await Promise.all(Array.from({ length: 1 + WEEKS_BEFORE }, (_, back) => weekOf(ctx, { sources, until, back })));
    for (const source of sources) {
      const [week = 0, ...before] = weeks.map((counts) => counts.get(source) ?? 0);
      const first = spans.get(source)?.first ?? until;
      const whole = before.filter((_, i) => first <= until - (i + 2) * WEEK_DAYS * DAY_MS);
      found.set(source, { until, week, before: whole });
    }
  }
  return found;
}

async function weekOf({ events, world }: Ask, { sources, until, back }: { sources: string[]; until: number; back: number }) {
  const to = until - back * WEEK_DAYS * DAY_MS;
  const time = { from: to - WEEK_DAYS * DAY_MS, to };
  const filter = { world, source: sources, stream: [...HAPPENED], time };
  const counts = await events.countBy({ by: ["source"], filter, rowsOnly: true });
  return new Map(counts.map(({ key, n }) => [key[0] ?? "", n]));
}
