import { isAbsentNumber, looksNumeric } from "./parse-decimal.ts";
import { parseTime } from "./parse-time.ts";
import { sniffHeader } from "./sniff-dialect.ts";

/** The rows above the data: titles that are no part of the table, and the lines that name the columns. */
export interface Head {
  above: number;
  lines: 0 | 1 | 2;
}

const LOOK_AT_ROWS = 200;
/** Titles, dates of the export, filters that were set: more lines than this no system writes above a table. */
const MOST_ABOVE = 25;

const filledOf = (row: readonly string[]): number => row.reduce((sum, cell) => sum + (cell.trim() === "" ? 0 : 1), 0);
const asIs = (local: number): number => local;
const isTyped = (text: string): boolean =>
  looksNumeric(text) || !Number.isNaN(parseTime(text, "dmy", asIs)) || !Number.isNaN(parseTime(text, "mdy", asIs));

/**
 * Where a table begins among rows of cells. A title fills far fewer cells than a row of data does; a second line belongs to the header
 * where cells of the first were merged (empty, or the same name again) or hold but the unit of the name above.
 */
export const findHead = (rows: readonly (readonly string[])[]): Head => {
  const looked = rows.slice(0, LOOK_AT_ROWS);
  const usual = usualFilled(looked);
  let at = 0;
  const fewest = Math.max(2, Math.ceil(usual * 0.6));
  if (usual >= 3 || (usual === 2 && filledOf(looked[0] ?? []) === 1)) {
    const wide = looked.slice(0, MOST_ABOVE + 1).findIndex((row) => filledOf(row) >= fewest);
    if (wide > 0) at = wide;
  }
  // The row above the first full one names groups of columns where it is no title.
  if (at > 0 && isGroupRow(looked[at - 1] ?? [], looked[at] ?? []) && isNames(looked[at] ?? [], looked.slice(at + 1))) {
    return { above: at - 1, lines: 2 };
  }
  const header = sniffHeader(looked.slice(at));
  if (!header) return { above: at, lines: 0 };
  return { above: at, lines: goesOn(looked[at] ?? [], looked[at + 1] ?? [], looked.slice(at + 2)) ? 2 : 1 };
};

const usualFilled = (rows: readonly (readonly string[])[]): number => {
  const counts = rows
    .slice(rows.length > 10 ? 5 : Math.floor(rows.length / 2))
    .map(filledOf)
    .sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
};

/** Below which cells most values are numbers or times. */
const typedColumns = (rows: readonly (readonly string[])[], width: number): number[] =>
  Array.from({ length: width }, (_, column) => column).filter((column) => {
    const values = rows.map((row) => row[column]?.trim() ?? "").filter((text) => !isAbsentNumber(text));
    return values.length > 0 && values.filter(isTyped).length >= values.length * 0.8;
  });

const isNames = (row: readonly string[], below: readonly (readonly string[])[]): boolean =>
  row.every((cell) => cell.trim() === "" || !isTyped(cell.trim())) && (below.length === 0 || sniffHeader([row, ...below]));

const isGroupRow = (groups: readonly string[], names: readonly string[]): boolean => {
  const filled = groups.flatMap((cell, index) => (cell.trim() === "" ? [] : [{ cell: cell.trim(), index }]));
  const last = filled.at(-1);
  if (filled.length < 2 || last === undefined) return false;
  if (filled.some(({ cell }) => cell.endsWith(":") || cell.length > 40 || isTyped(cell))) return false;
  // Title lines hold their few cells side by side at the left; groups stand over the whole table, each over its own first column.
  const spread = filled.some(({ index }, at) => at > 0 && index - (filled[at - 1]?.index ?? 0) > 1);
  return spread && last.index >= names.length / 2 - 1;
};

const goesOn = (first: readonly string[], second: readonly string[], below: readonly (readonly string[])[]): boolean => {
  const filled = second.flatMap((cell, index) => (cell.trim() === "" ? [] : [{ cell: cell.trim(), above: first[index]?.trim() ?? "" }]));
  if (filled.length === 0 || below.length === 0 || filled.some(({ cell }) => isTyped(cell))) return false;
  if (filled.every(({ cell }) => /^[([].*[)\]]$/.test(cell))) return true;
  const typed = typedColumns(below, Math.max(first.length, second.length));
  if (typed.length === 0) return false;
  const repeated = first.some((cell, index) => index > 0 && cell.trim() !== "" && cell.trim() === first[index - 1]?.trim());
  const under = filled.some(({ above }) => above === "");
  return (repeated || under) && first.some((cell) => cell.trim() !== "");
};

/** One name of two lines: `Customer / No.` A merged cell stands for the empty ones behind it, as far as the line below has names. */
export const joinNames = (groups: readonly string[], names: readonly string[]): string[] => {
  const joined: string[] = [];
  let group = "";
  for (let at = 0; at < Math.max(groups.length, names.length); at += 1) {
    const own = groups[at]?.trim() ?? "";
    const name = names[at]?.trim() ?? "";
    if (own !== "") group = own;
    if (name === "") {
      joined.push(own);
      if (own !== "") group = ""; // merged downwards: it names this column alone
    } else joined.push(group === "" || group === name ? name : `${group} / ${name}`);
  }
  return joined;
};
