import type { Company, TimelineEntry } from "../api-types.ts";

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

/** The company's own words for the ids an entry carries; an id nobody named stays as it is. */
export type Names = Record<"step" | "stage" | "channel" | "unit" | "segment", (id: string | null) => string | null>;

export function namesOf(company: Company | null): Names {
  const by = (list: readonly { id: string; label: string }[]) => new Map(list.map((each) => [each.id, each.label]));
  const look = (known: Map<string, string>) => (id: string | null) => (id === null ? null : (known.get(id) ?? id));
  const steps = by(company?.steps ?? []);
  return {
    step: (id) => (id === null ? null : (steps.get(id) ?? null)),
    stage: look(by(company?.stages ?? [])),
    channel: look(by(company?.channels ?? [])),
    segment: look(by(company?.segments ?? [])),
    unit: look(new Map((company?.units ?? []).map((unit) => [unit.id, unit.name]))),
  };
}

/** "order_placed" → "Order placed". */
export function plainWords(id: string): string {
  const plain = id.replaceAll("_", " ").trim();
  return plain === "" ? id : `${plain[0]?.toUpperCase() ?? ""}${plain.slice(1)}`;
}
