import type { Board, BoardFilter } from "../api-types.ts";
import type { Search } from "../address.ts";
import { t } from "../messages/text.ts";
import { calendarDay, isoDay } from "../ui/format.ts";

/** The board's filter lives in the address, so that a link shows what its sender saw. */
const fields = ["stage", "channel", "segment", "owner", "from", "to"] as const;
export type Period = "all" | "quarter" | "year" | "dates";

export function filterOf(search: Search): BoardFilter {
  const filter: BoardFilter = {};
  for (const field of fields) {
    const value = search[field];
    if (value !== undefined && value !== "" && (field === "from" || field === "to" ? isDay(value) : true)) filter[field] = value;
  }
  return filter;
}

export function isFiltered(filter: BoardFilter): boolean {
  return fields.some((field) => filter[field] !== undefined);
}

/** What was chosen, in words, for the printed page: there the controls are gone. */
export function filterSaid(filter: BoardFilter, { filters }: Board): string[] {
  const named = (["segment", "stage", "channel", "owner"] as const).flatMap((field) => {
    const id = filter[field];
    if (id === undefined) return [];
    return [`${t(`filter.${field}`)}: ${filters[`${field}s`].find((option) => option.id === id)?.label ?? id}`];
  });
  const days = (["from", "to"] as const).flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [`${t(`filter.${field}`)} ${calendarDay(value)}`];
  });
  return [...named, ...days];
}

/** The first day of a period that ends with the newest row. */
export function firstDay(period: "quarter" | "year", newest: string | null): string {
  const end = newest === null ? new Date() : new Date(newest);
  const first = new Date(end);
  if (period === "quarter") first.setDate(first.getDate() - 90);
  else first.setFullYear(first.getFullYear() - 1);
  return isoDay(first);
}

export function periodOf(filter: BoardFilter, newest: string | null): Period {
  if (filter.from === undefined && filter.to === undefined) return "all";
  if (filter.to !== undefined) return "dates";
  if (filter.from === firstDay("quarter", newest)) return "quarter";
  return filter.from === firstDay("year", newest) ? "year" : "dates";
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}
