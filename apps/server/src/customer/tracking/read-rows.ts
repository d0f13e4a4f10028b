import type { Filter, Scan } from "../../platform/events/contract.ts";
import type { ReadContext } from "../../platform/operation.ts";
import { LOOKED_AT } from "./observe.ts";

export const DAY_MS = 86_400_000;
/** The newest of a time are looked at; an answer that looked at less than all says so. */
export const MOST_ROWS = 100_000;

/** What the event store notes as the import of events that came one by one: only they are held against a plan. */
export const LIVE_EVENTS = { world: "own", stream: "events", import: "live" } as const satisfies Filter;

/** Events of a source that happened in a time, the newest first; `all` says whether there are no more. */
export async function readRows(
  { events }: Pick<ReadContext, "events">,
  { source, from, to }: { source: string; from: number; to: number },
): Promise<{ rows: Scan; all: boolean }> {
  const filter = { ...LIVE_EVENTS, source, time: { from, to } };
  const rows = await events.scan({
    filter,
    words: [...LOOKED_AT.words],
    numbers: [...LOOKED_AT.numbers],
    codes: [...LOOKED_AT.codes],
    texts: [...LOOKED_AT.texts],
    order: "newest",
    limit: MOST_ROWS,
  });
  return { rows, all: rows.length < MOST_ROWS };
}

export function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
