import { BAD_BYTES } from "./decode-text.ts";
import { type GrowingColumns, growingColumns, putCell } from "./growing-columns.ts";
import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";
import { type JsonSplitter, splitLines, splitValues } from "./split-json.ts";
import { HOLDS_ZERO, NOT_UTF8, type RowChunk } from "./split-rows.ts";

const SHOWN = 200;
/** Whole numbers this long are more exact than a number of JavaScript: they stay as they are written. */
const LONG_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

/**
 * Records of a JSON file as rows: JSON Lines, one list of objects, objects one after the other, or one object that holds the
 * list. Values inside values get the name of their path, as `person.email`; a list becomes its own JSON.
 */
export const readJson = (texts: AsyncIterable<string>, limits: Limits): { chunks: AsyncGenerator<RowChunk>; columns: string[] } => {
  const columns = growingColumns(limits);

  async function* chunks(): AsyncGenerator<RowChunk> {
    let splitter: JsonSplitter | null = null;
    let first: string | null = null;
    let alone = true;
    for await (const text of texts) {
      splitter ??= splitterFor(text, limits);
      const records: string[] = splitter.push(text);
      if (alone && first === null && records.length === 1) {
        first = records.pop() ?? null; // alone in the file it may be what holds the list
      } else if (records.length > 0) {
        if (first !== null) records.unshift(first);
        first = null;
        alone = false;
        yield toRows(records, columns, limits);
      }
    }
    const last = [...(first === null ? [] : [first]), ...(splitter?.end() ?? [])];
    const held = alone && last.length === 1 ? listIn(last[0] ?? "") : null;
    if (held !== null) yield rowsOf(held, columns, limits);
    else if (last.length > 0) yield toRows(last, columns, limits);
  }
  return { chunks: chunks(), columns: columns.names };
};

const splitterFor = (head: string, limits: Limits): JsonSplitter => {
  const start = head.trimStart();
  if (start.startsWith("[")) return splitValues(true, limits);
  const line = start.slice(0, start.indexOf("\n") + 1);
  return line !== "" && parsed(line) !== undefined ? splitLines(limits) : splitValues(false, limits);
};

/** @returns undefined where the text is no JSON */
const parsed = (text: string): unknown => {
  try {
    const exact = /\d{16}/.test(text) ? text.replace(LONG_NUMBER, (found) => (found.startsWith('"') ? found : `"${found}"`)) : text;
    return JSON.parse(exact) as unknown;
  } catch {
    return undefined;
  }
};

/** The one list of objects a wrapping object holds; null where there is none, or more than one. */
const listIn = (text: string): unknown[] | null => {
  const value = parsed(text);
  if (!isRecord(value)) return null;
  const lists = Object.values(value).filter(
    (inner): inner is unknown[] => Array.isArray(inner) && inner.length > 0 && inner.every(isRecord),
  );
  return lists.length === 1 ? (lists[0] ?? null) : null;
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

const toRows = (texts: readonly string[], columns: GrowingColumns, limits: Limits): RowChunk => {
  const rows: string[][] = [];
  let faults: Map<number, string> | null = null;
  for (const text of texts) {
    const value = parsed(text);
    const fault = value === undefined ? "it is no JSON" : isRecord(value) ? faultIn(text) : "it is no object with named values";
    if (fault !== null) {
      faults ??= new Map();
      faults.set(rows.length, fault);
    }
    rows.push(isRecord(value) ? cellsOf(value, columns, limits).map(printable) : [printable(text.trim().slice(0, SHOWN))]);
  }
  return { rows, faults };
};

const faultIn = (text: string): string | null => {
  if (text.includes(BAD_BYTES)) return NOT_UTF8;
  return text.includes("\\u0000") || text.includes("\0") ? HOLDS_ZERO : null;
};

const printable = (text: string): string =>
  text.includes("\0") || text.includes(BAD_BYTES) ? text.replaceAll("\0", "").replaceAll(BAD_BYTES, "") : text;

const rowsOf = (records: readonly unknown[], columns: GrowingColumns, limits: Limits): RowChunk => ({
  rows: records.map((record) => cellsOf(isRecord(record) ? record : {}, columns, limits).map(printable)),
  faults: null,
});

const cellsOf = (record: Record<string, unknown>, columns: GrowingColumns, limits: Limits): string[] => {
  const cells: string[] = [];
  const walk = (value: Record<string, unknown>, path: string, depth: number): void => {
    if (depth > limits.depth) {
      throw new ReadingError({
        code: "limit",
        message: `The JSON is nested deeper than ${limits.depth} levels.`,
        fix: "Export it flatter.",
      });
    }
    for (const [name, inner] of Object.entries(value)) {
      const where = path === "" ? name : `${path}.${name}`;
      if (isRecord(inner)) walk(inner, where, depth + 1);
      else putCell(cells, columns.place(where), textOf(inner));
    }
  };
  walk(record, "", 1);
  return cells;
};

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value as number | boolean);
};
