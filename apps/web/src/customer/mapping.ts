import type { ImportPreview } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";

/** What the person settled: field → column position, `-` to leave it out; settings of the file by their own names. */
export type Mapping = Record<string, string>;

export function proposed(preview: ImportPreview): Mapping {
  return Object.fromEntries(
    preview.columns.filter((column) => column.field !== null).map((column) => [column.field ?? "", String(column.position)]),
  );
}

/**
 * What is settled after one column was given a field (or none): a field has one column, a column one field. A field that lost its column is
 * left out by name (`-`), or the server would propose it again. What was only proposed stays a proposal.
 */
export function assign(settled: Mapping, preview: ImportPreview, position: number, field: string): Mapping {
  const whole = { ...proposed(preview), ...settled };
  const next = { ...settled };
  for (const [name, column] of Object.entries(whole)) if (column === String(position) && name !== field) next[name] = "-";
  if (field !== "") next[field] = String(position);
  return next;
}

export type Choice = { id: string; label: string };

/**
 * What a question can be answered with: columns of the file, or the values of a setting such as the order of its dates.
 * The setting's name is the one the question's own remedy names.
 */
export function choices(
  question: ImportPreview["questions"][number],
  preview: ImportPreview,
): { setting: string | null; ofColumn: boolean; options: Choice[] } {
  const setting = /^--map (\w+)=/.exec(question.settle)?.[1] ?? question.field;
  const columns = preview.columns.filter((column) => question.candidates.includes(column.name));
  if (columns.length > 0)
    return { setting, ofColumn: true, options: columns.map((column) => ({ id: String(column.position), label: column.name })) };
  return { setting, ofColumn: false, options: question.candidates.map((value) => ({ id: value, label: valueName(setting ?? "", value) })) };
}

/** What is asked about: the fields whose values hang on an answer, and the settings themselves. */
export function unsettled(preview: ImportPreview): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { code, field } of preview.questions) {
    if (field !== null) open.add(field);
    if (code === "ambiguous-date-order") for (const each of ["dateOrder", "time", "start", "end"]) open.add(each);
    if (code === "ambiguous-decimal") for (const each of ["decimal", "amount", "quantity", "score"]) open.add(each);
  }
  return open;
}

/** A setting's value in words: `dmy` is "day first (31/12)". */
export function valueName(setting: string, value: string): string {
  const key = `import.value.${setting}.${value === "." ? "point" : value === "," ? "comma" : value}`;
  return isKey(key) ? t(key) : value;
}

export function fieldName(field: string): string {
  const key = `import.name.${field}`;
  return isKey(key) ? t(key) : field;
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
