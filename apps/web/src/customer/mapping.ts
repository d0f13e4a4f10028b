import type { ImportPreview } from "../api-types.ts";

/** Field → column position: what the server proposed, with what the person changed on top. */
export type Mapping = Record<string, string>;

export function proposed(preview: ImportPreview): Mapping {
  return Object.fromEntries(
    preview.columns.filter((column) => column.field !== null).map((column) => [column.field ?? "", String(column.position)]),
  );
}

/**
 * The mapping after one column was given a field (or none): a field has one column, a column one field. A field that lost
 * its column is left out by name (`-`), or the server would propose it again.
 */
export function assign(mapping: Mapping, position: number, field: string): Mapping {
  const lost = Object.entries(mapping).filter(([name, column]) => column === String(position) && name !== field);
  const kept = Object.entries(mapping).filter(([name, column]) => column !== String(position) && name !== field);
  return Object.fromEntries([
    ...kept,
    ...lost.map(([name]) => [name, "-"]),
    ...(field === "" ? [] : [[field, String(position)]]),
  ]) as Mapping;
}

/**
 * What a question can be answered with: columns of the file, or the values of a setting such as the order of its dates.
 * The setting's name is the one the question's own remedy names.
 */
export function choices(
  question: ImportPreview["questions"][number],
  preview: ImportPreview,
): { setting: string | null; options: { id: string; label: string }[] } {
  const setting = /^--map (\w+)=/.exec(question.settle)?.[1] ?? question.field;
  const columns = preview.columns.filter((column) => question.candidates.includes(column.name));
  if (columns.length > 0) return { setting, options: columns.map((column) => ({ id: String(column.position), label: column.name })) };
  return { setting, options: question.candidates.map((value) => ({ id: value, label: value })) };
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
