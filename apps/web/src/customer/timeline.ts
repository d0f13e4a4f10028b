import type { TimelineEntry } from "../api-types.ts";

/** A timeline newest first, in years; a silence of more than thirty days is an entry of its own. */
export type Line = { kind: "entry"; entry: TimelineEntry } | { kind: "silence"; days: number };
export type Year = { year: string | null; lines: Line[] };

const quiet = 30;
const dayLength = 86_400_000;

export function yearsOf(entries: readonly TimelineEntry[], yearOf: (time: string) => string): Year[] {
  const newestFirst = entries.toSorted((one, other) => instant(other) - instant(one));
  const years: Year[] = [];
  let before: TimelineEntry | null = null;
  for (const entry of newestFirst) {
    const year = entry.time === null ? null : yearOf(entry.time);
    const last = years.at(-1);
    const silent = before === null ? 0 : Math.floor((instant(before) - instant(entry)) / dayLength);
    const lines: Line[] = silent > quiet && Number.isFinite(silent) ? [{ kind: "silence", days: silent }] : [];
    if (last !== undefined && last.year === year) last.lines.push(...lines, { kind: "entry", entry });
    else {
      last?.lines.push(...lines);
      years.push({ year, lines: [{ kind: "entry", entry }] });
    }
    before = entry.time === null ? null : entry;
  }
  return years;
}

function instant(entry: TimelineEntry): number {
  return entry.time === null ? Number.NEGATIVE_INFINITY : Date.parse(entry.time);
}
