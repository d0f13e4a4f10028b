import type { EventRow } from "./event-row.ts";
import { LIMITS } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** Columns the event store keeps as a dictionary in memory: made for names, not for ids. */
const COLUMNS = [
  "activity",
  "kind",
  "stage",
  "channel",
  "owner",
  "segment",
  "resource",
  "unit",
] as const satisfies readonly (keyof EventRow)[];

/** Holds each source to a bounded number of different names, so that an id sent as a name does not fill the memory. */
export interface NameGuard {
  /** @throws Refusal when the row brings one name too many */
  admit(source: string, row: EventRow): void;
}

export function createNameGuard(most: number = LIMITS.wordsPerColumn): NameGuard {
  const sources = new Map<string, Record<(typeof COLUMNS)[number], Set<string>>>();
  return {
    admit(source, row) {
      let seen = sources.get(source);
      if (seen === undefined) {
        seen = Object.fromEntries(COLUMNS.map((column) => [column, new Set<string>()])) as Record<(typeof COLUMNS)[number], Set<string>>; // one entry for each of COLUMNS
        sources.set(source, seen);
      }
      for (const column of COLUMNS) {
        const name = row[column];
        if (name === null || seen[column].has(name)) continue;
        if (seen[column].size >= most) throw new Refusal("too-many-names", `This source has told ${most} different names as ${column}.`);
        seen[column].add(name);
      }
    },
  };
}
