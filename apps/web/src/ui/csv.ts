/** A cell as it is taken away: numbers stay numbers, null is an empty cell. */
export type CellValue = string | number | null;

/** What a spreadsheet takes for the start of a formula or a command. */
const RUNS = /^[=+\-@\t\r\0]/;

/** Whether a spreadsheet might run this text instead of showing it. */
export function mightRun(value: CellValue): boolean {
  return typeof value === "string" && RUNS.test(value);
}

/**
 * RFC 4180 with a byte order mark, so that spreadsheets read accents. A text that a spreadsheet would run is led by an apostrophe; numbers
 * are written in full, NaN and infinity as nothing.
 */
export function csvOf(head: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  return `\uFEFF${[head, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}

function quoted(value: CellValue): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = value.replaceAll("\0", "");
  const safe = mightRun(value) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
