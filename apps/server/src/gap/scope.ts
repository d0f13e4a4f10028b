import type { Scope } from "../platform/metric.ts";
import { startOfDay } from "../platform/zone.ts";
import type { BoardFilter } from "./words.ts";

/** A filter as a scope: days are the organisation's days, the last one included. */
export function scopeOf(filter: Pick<BoardFilter, "stage" | "channel" | "segment" | "from" | "to">, zone: string): Scope {
  return {
    stage: filter.stage ?? null,
    channel: filter.channel ?? null,
    segment: filter.segment ?? null,
    from: filter.from === undefined ? null : startOfDay(filter.from, zone),
    to: filter.to === undefined ? null : startOfDay(nextDay(filter.to), zone),
  };
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
