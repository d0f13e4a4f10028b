import { isKnownHeader } from "./score-header.ts";
import { looksNumeric } from "./parse-decimal.ts";
import { parseTime } from "./parse-time.ts";
import { newlineOf, SEPARATOR_LINE } from "./read-csv.ts";
import { BLANKS, createSplitter } from "./split-rows.ts";

const CANDIDATES = [",", ";", "\t", "|"] as const;
const LOOK_AT_ROWS = 200;
/** A rank only reached where the first row holds known headers. */
const NAMED = 24;
const LOOK_AT_TEXT = 256 * 1024;
/** Rows among which the header may be, and cells of each that are held against the known words. */
const HEADS = 12;
const CELLS = 64;

export interface Dialect {
  delimiter: string;
  /** Share of the sampled rows with the usual number of cells. */
  consistency: number;
}

/** The delimiter under which most rows have the same number of cells; runs of blanks only where no other candidate does. */
export const sniffDelimiter = (head: string, whole: boolean, rowCharacters: number): Dialect => {
  const named = SEPARATOR_LINE.exec(head)?.[0]?.[4];
  if (named !== undefined) return { delimiter: named, consistency: 1 };
  const text = head.length > LOOK_AT_TEXT ? head.slice(0, LOOK_AT_TEXT) : head;
  const tried = CANDIDATES.map((delimiter) => judge(text, delimiter, whole && text.length === head.length, rowCharacters));
  const best = tried.filter((dialect) => dialect.width > 1).sort((a, b) => b.rank - a.rank || b.width - a.width)[0];
  if (best !== undefined && (best.consistency >= 0.9 || best.rank > NAMED)) return best;
  const blanks = judge(text, BLANKS, whole && text.length === head.length, rowCharacters);
  if (blanks.width > 1 && blanks.consistency >= 0.98 && (best === undefined || blanks.consistency > best.consistency)) return blanks;
  return best !== undefined && best.consistency >= 0.5 ? best : { delimiter: ",", consistency: best === undefined ? 1 : best.consistency };
};

const judge = (text: string, delimiter: string, final: boolean, rowCharacters: number): Dialect & { width: number; rank: number } => {
  const splitter = createSplitter({ delimiter, newline: newlineOf(text), rowCharacters });
  const { rows } = splitter.push(text);
  if (final) rows.push(...splitter.end().rows);
  const looked = rows.slice(0, LOOK_AT_ROWS);
  const width = usualWidth(looked);
  const consistency = looked.length === 0 ? 0 : looked.filter((row) => row.length === width).length / looked.length;
  // The header tells most: a decimal comma is in every data row, hardly ever in a header, and no other delimiter yields known headers.
  // Titles may stand above it.
  const heads = looked.slice(0, HEADS).map((row) => ({ row, known: width < 2 ? 0 : row.slice(0, CELLS).filter(isKnownHeader).length }));
  const best = heads.reduce<(typeof heads)[number] | null>((most, head) => (most === null || head.known > most.known ? head : most), null);
  const known = best?.known ?? 0;
  const rank = Math.round((consistency + (best?.row.length === width ? 0.2 : 0) + (known >= 2 ? 1 : 0)) * 20);
  return { delimiter, consistency, width, rank };
};

/** The number of cells most rows have; the larger one where two are equally frequent. */
export const usualWidth = (rows: readonly (readonly string[])[]): number => {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let width = 0;
  let most = 0;
  for (const [length, count] of counts) {
    if (count > most || (count === most && length > width)) [width, most] = [length, count];
  }
  return width;
};

const isTyped = (text: string): boolean =>
  looksNumeric(text) || !Number.isNaN(parseTime(text, "dmy", (local) => local)) || !Number.isNaN(parseTime(text, "mdy", (local) => local));

/** Whether the first row names the columns rather than being one of them. */
export const sniffHeader = (rows: readonly (readonly string[])[]): boolean => {
  const first = rows[0]?.map((cell) => cell.trim());
  if (first === undefined) return false;
  const data = rows.slice(1, LOOK_AT_ROWS);
  const known = first.filter((cell) => isKnownHeader(cell)).length;
  const typed = first.filter((cell) => cell.length > 0 && isTyped(cell)).length;
  if (typed > 0) return known >= 2 && known > typed;
  if (known > 0) return true;
  const overTyped = first.some((cell, index) => {
    const below = data.map((row) => row[index]?.trim() ?? "").filter((text) => text.length > 0);
    return cell.length > 0 && below.length > 0 && below.filter(isTyped).length >= below.length * 0.8;
  });
  if (overTyped) return true;
  // Only text everywhere: names are distinct, not empty, and do not come back as values below.
  return (
    new Set(first).size === first.length &&
    first.every((cell, index) => cell.length > 0 && !data.some((row) => row[index]?.trim() === cell))
  );
};
