import type { ImportPreview } from "../api-types.ts";

/** Field → column position: what the server proposed, with what the person changed on top. */
export type Mapping = Record<string, string>;

export function proposed(preview: ImportPreview): Mapping {
  return Object.fromEntries(
    preview.columns.filter((column) => column.field !== null).map((column) => [column.field ?? "", String(column.position)]),
  );
}

/** The mapping after one column was given a field (or none): a field has one column, a column one field. */
export function assign(mapping: Mapping, position: number, field: string): Mapping {
  const kept = Object.entries(mapping).filter(([name, column]) => column !== String(position) && name !== field);
  return Object.fromEntries(field === "" ? kept : [...kept, [field, String(position)]]);
}

export function zones(current: string): string[] {
  return [...new Set([current, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}

/** A source name from a file name: "crm-2026 (1).csv" → "crm-2026". */
export function sourceName(file: string): string {
  return file
    .replace(/\.(csv|tsv|txt|json|jsonl|ndjson|xes|gz|zip|xlsx)/gi, "")
    .replace(/\s*\(\d+\)$/, "")
    .trim();
}
