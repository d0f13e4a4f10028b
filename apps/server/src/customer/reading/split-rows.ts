import { BAD_BYTES } from "./decode-text.ts";
import { scanQuoted } from "./scan-quoted.ts";

/** Rows of cells, and for the few that cannot be trusted why. */
export interface RowChunk {
  rows: string[][];
  /** Index in `rows` to the reason the row is refused whatever it holds; null where all are sound. */
  faults: Map<number, string> | null;
}

export interface Splitter {
  push(text: string): RowChunk;
  /** The rest, where the file does not end with a newline. */
  end(): RowChunk;
}

export const BLANKS = " ";
const SHOWN_OF_LONG_ROW = 200;

/**
 * Splits delimited text into rows as it arrives (RFC 4180 quoting, `\n`, `\r\n` or lone `\r`, or runs of blanks as delimiter).
 * Not uDSV: that one takes a fixed number of cells from wherever they come, so a short row would eat the next one, and ragged rows have
 * to be refused one by one here. A quote that is opened and not properly closed costs its own line only, never the rest of the file.
 * Lines without anything but blanks are not rows.
 */
export const createSplitter = (input: { delimiter: string; newline: "\n" | "\r"; rowCharacters: number }): Splitter => {
  const { delimiter, newline, rowCharacters } = input;
  let carry = "";
  let skipping = false;

  const take = (text: string, final: boolean): RowChunk => {
    const buffer = carry.length === 0 ? text : carry + text;
    const rows: string[][] = [];
    let faults: Map<number, string> | null = null;
    const refuse = (cells: string[], reason: string): void => {
      faults ??= new Map();
      faults.set(rows.length, reason);
      rows.push(cells.map((cell) => cell.replaceAll(BAD_BYTES, "").replaceAll(ZERO, "")));
    };
    const refuseLine = (line: string, reason: string): void => {
      if (line.length > rowCharacters) refuse([line.slice(0, SHOWN_OF_LONG_ROW)], tooLong(rowCharacters));
      else if (line.includes(BAD_BYTES)) refuse(splitLine(line, delimiter), NOT_UTF8);
      else refuse(splitLine(line, delimiter), reason);
    };

    const suspicious = buffer.includes(BAD_BYTES) || buffer.includes(ZERO);
    let quote = buffer.indexOf('"');
    let from = 0;
    if (skipping) {
      const stop = buffer.indexOf(newline);
      if (stop === -1) return { rows, faults };
      skipping = false;
      from = stop + 1;
    }
    while (from < buffer.length) {
      const stop = buffer.indexOf(newline, from);
      if (stop === -1 && !final) break;
      const lineEnd = stop === -1 ? buffer.length : stop;
      if (quote !== -1 && quote < from) quote = buffer.indexOf('"', from);
      if (quote === -1 || quote >= lineEnd || delimiter === BLANKS) {
        const line = endOfLine(buffer, from, lineEnd);
        from = lineEnd + 1;
        if (isBlank(line, delimiter)) continue;
        const doubt = suspicious ? untrusted(line) : null;
        if (line.length > rowCharacters || doubt !== null) refuseLine(line, doubt ?? "");
        else rows.push(splitLine(line, delimiter));
        continue;
      }
      const scanned = scanQuoted({ buffer, from, delimiter, newline, final });
      if (scanned === "open" && !final && buffer.length - from <= rowCharacters) break;
      if (scanned === "open" || scanned === "malformed") {
        refuseLine(endOfLine(buffer, from, lineEnd), scanned === "open" ? NEVER_CLOSED : NOT_DOUBLED);
        from = lineEnd + 1;
        continue;
      }
      if (scanned.next - from > rowCharacters) refuse([buffer.slice(from, from + SHOWN_OF_LONG_ROW)], tooLong(rowCharacters));
      else {
        const doubt = suspicious ? untrusted(scanned.cells.join("")) : null;
        if (doubt === null) rows.push(scanned.cells);
        else refuse(scanned.cells, doubt);
      }
      from = scanned.next;
    }
    carry = buffer.slice(from);
    if (carry.length > rowCharacters && !carry.includes(newline)) {
      refuseLine(carry, "");
      carry = "";
      skipping = true;
    }
    return { rows, faults };
  };

  return { push: (text) => take(text, false), end: () => take("", true) };
};

export const NOT_UTF8 = "holds bytes that are not UTF-8; if the whole file is Windows-1252, say --map encoding=windows-1252";
/** No text a database keeps may hold it, and no export writes it on purpose. */
const ZERO = "\0";
export const HOLDS_ZERO = "holds a zero byte";
const NEVER_CLOSED = "a quote is opened in this line and never closed";
const NOT_DOUBLED = "a quote inside a quoted cell is not doubled, or something follows a closing quote";
const tooLong = (limit: number): string => `the row is longer than ${limit} characters`;

/** Why the text of a row cannot be trusted; null when it can. */
const untrusted = (text: string): string | null => (text.includes(BAD_BYTES) ? NOT_UTF8 : text.includes(ZERO) ? HOLDS_ZERO : null);

const endOfLine = (buffer: string, from: number, lineEnd: number): string =>
  buffer.slice(from, lineEnd > from && buffer.charCodeAt(lineEnd - 1) === 13 ? lineEnd - 1 : lineEnd);

const isBlank = (line: string, delimiter: string): boolean => {
  if (line.length === 0) return true;
  const code = line.charCodeAt(0);
  return (code === 32 || (code === 9 && delimiter !== "\t")) && line.trim().length === 0;
};

const splitLine = (line: string, delimiter: string): string[] => {
  if (delimiter !== BLANKS) return line.split(delimiter);
  if (!line.includes('"')) return line.trim().split(/\s+/);
  return Array.from(line.matchAll(/"((?:[^"]|"")*)"(?=\s|$)|(\S+)/g), (match) => (match[1] ?? match[2] ?? "").replaceAll('""', '"'));
};
