import type { Search } from "../address.ts";
import { isoDay } from "../ui/format.ts";

/** The filter lives in the address, so that a link shows what its sender saw. */
const fields = ["survey", "stage", "channel", "segment", "from", "to"] as const;
export type FilterField = (typeof fields)[number];
export type Chosen = Partial<Record<FilterField, string>>;
export const periods = ["year", "quarter", "dates"] as const;
export type Period = (typeof periods)[number];

export function filterOf(search: Search): Chosen {
  const filter: Chosen = {};
  for (const field of fields) {
    const value = search[field];
    if (value !== undefined && value !== "" && (field === "from" || field === "to" ? isDay(value) : true)) filter[field] = value;
  }
  return filter;
}

export function isFiltered(filter: Chosen): boolean {
  return fields.some((field) => filter[field] !== undefined);
}

/** First of the ninety days that end with a period. */
export function quarterBegins(end: string | null): string {
  const first = end === null ? new Date() : new Date(Date.parse(end) - 1);
  first.setDate(first.getDate() - 89);
  return isoDay(first);
}

/** Without any day the server shows the twelve months that end with the newest answer. */
export function periodOf(filter: Chosen, end: string | null): Period {
  if (filter.from === undefined && filter.to === undefined) return "year";
  return filter.to === undefined && filter.from === quarterBegins(end) ? "quarter" : "dates";
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}
