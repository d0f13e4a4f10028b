import { CONSENTS } from "../../platform/events/contract-consents.ts";
import { LASTS, LISTS } from "../../platform/events/contract-retire.ts";
import type { ReadContext } from "../../platform/operation.ts";

/** The instant before which rows are past their time: the start of the day, UTC, so many months ago; the last of a month that is shorter. */
export function cutOf(months: number, now: number): number {
  const today = new Date(now);
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, 1));
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(today.getUTCDate(), days));
  return first.getTime();
}

/** Rows of a source that are past their time, and of how many customers; as the event store takes them out (`duckdb-retire.ts`). */
export async function countPast(ctx: Pick<ReadContext, "events" | "world">, source: string, before: number) {
  const filters = [
    { stream: { not: [CONSENTS, LISTS, LASTS] }, time: { to: before } },
    { stream: LASTS, end: { to: before } },
  ].map((filter) => ({ world: ctx.world, source, ...filter }));
  let rows = 0;
  const customers = new Set<string>();
  for (const filter of filters) {
    const n = (await ctx.events.countBy({ by: [], filter, use: "upkeep" }))[0]?.n ?? 0;
    rows += n;
    if (n > 0) for (const name of (await ctx.events.distinct({ column: "customer", filter, use: "upkeep" })).values) customers.add(name);
  }
  return { rows, customers: customers.size };
}
