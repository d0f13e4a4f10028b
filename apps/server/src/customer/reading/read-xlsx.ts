import type { Limits } from "./limits.ts";
import { openWorkbook, type Sheet, type Workbook } from "./open-workbook.ts";
import { ReadingError } from "./reading-error.ts";
import { among } from "./open-archive.ts";
import type { RowChunk } from "./split-rows.ts";

export interface XlsxTable {
  /** Rows of cells as text: dates as ISO 8601, numbers with a point. Rows without any value are not rows. */
  chunks: AsyncGenerator<RowChunk>;
  bytesRead(): number;
}

/** Visible sheets that hold at least one value. */
export const sheetsWithRows = async (path: string, limits: Limits): Promise<string[]> => {
  const book = await openWorkbook(path, limits);
  try {
    const found: string[] = [];
    for (const sheet of book.sheets) {
      for await (const _rows of rowsOf(book, sheet, limits)) {
        found.push(sheet.name);
        break; // leaving the loop lets go of the sheet
      }
    }
    return found;
  } finally {
    book.close();
  }
};

export const readXlsx = async (path: string, sheetName: string | null, limits: Limits): Promise<XlsxTable> => {
  const book = await openWorkbook(path, limits);
  const sheet = sheetName === null ? book.sheets[0] : book.sheets.find(({ name }) => name === sheetName);
  if (sheet === undefined) {
    book.close();
    throw new ReadingError({
      code: "unknown-setting",
      message: `The workbook has no sheet "${sheetName ?? ""}".`,
      fix: among(book.sheets.map(({ name }) => name)),
    });
  }
  async function* chunks(): AsyncGenerator<RowChunk> {
    try {
      if (sheet !== undefined) yield* rowsOf(book, sheet, limits);
    } finally {
      book.close();
    }
  }
  return { chunks: chunks(), bytesRead: book.bytesRead };
};

async function* rowsOf(book: Workbook, sheet: Sheet, limits: Limits): AsyncGenerator<RowChunk> {
  let rows: string[][] = [];
  let row: string[] = [];
  let cell: { at: number; kind: string; isTime: boolean } | null = null;
  let text = "";
  let inValue = false;
  const reading = book.part(sheet.part, {
    open(name, attributes, around) {
      if (name === "row") row = [];
      else if (name === "c") {
        cell = {
          at: attributes["r"] === undefined ? row.length : columnOf(attributes["r"], limits),
          kind: attributes["t"] ?? "n",
          isTime: book.isTime[Number(attributes["s"] ?? -1)] ?? false,
        };
        text = "";
      } else inValue = cell !== null && (name === "v" || (name === "t" && !around.includes("rPh")));
    },
    text(piece) {
      if (inValue) text += piece;
    },
    close(name) {
      inValue = false;
      if (name === "c" && cell !== null) {
        const value = valueOf(cell, text, book);
        if (value !== "") {
          while (row.length < cell.at) row.push("");
          row[cell.at] = value;
        }
        cell = null;
      } else if (name === "row" && row.length > 0) rows.push(row);
    },
  });
  for await (const _piece of reading) {
    if (rows.length === 0) continue;
    yield { rows, faults: faultsOf(rows) };
    rows = [];
  }
  if (rows.length > 0) yield { rows, faults: faultsOf(rows) };
}

/** What Excel shows in a cell whose formula failed. */
const FAILED = /^#(?:DIV\/0!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)$/;

const faultsOf = (rows: readonly string[][]): Map<number, string> | null => {
  const faults = new Map<number, string>();
  for (const [index, row] of rows.entries()) {
    const failed = row.find((value) => FAILED.test(value));
    if (failed !== undefined) faults.set(index, `a formula of the sheet failed (${failed})`);
  }
  return faults.size === 0 ? null : faults;
};

const valueOf = (cell: { kind: string; isTime: boolean }, text: string, book: Workbook): string => {
  if (cell.kind === "s") return clean(book.texts[Number(text)] ?? "");
  if (cell.kind === "b") return text === "1" ? "true" : text === "" ? "" : "false";
  if (cell.kind !== "n") return clean(text);
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(number)) return clean(text.trim());
  if (cell.isTime) return timeOf(number, book.from1904);
  // Excel keeps fifteen digits; what a file holds behind them is the tail of a binary fraction.
  return String(Number(number.toPrecision(15)));
};

/** `_x000D_` is how a workbook writes a control character. */
const clean = (text: string): string =>
  text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_found, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replaceAll("\0", "");

const DAY = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** Days since the workbook's epoch as ISO 8601 without a zone: a day where there is no time of day. */
const timeOf = (days: number, from1904: boolean): string => {
  // 1900 was no leap year, but Excel counts its 29 February; the first sixty days are one off.
  const counted = !from1904 && days < 60 ? days + 1 : days;
  const at = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(counted * DAY));
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() > 9999) return String(days);
  const iso = at.toISOString();
  if (days < 1) return iso.slice(11, 19); // a time of day alone
  return Number.isInteger(days) ? iso.slice(0, 10) : iso.slice(0, 23).replace(/\.000$/, "");
};

/** The place of a cell's column by its reference, `B3` → 1. */
const columnOf = (reference: string, limits: Limits): number => {
  let at = 0;
  for (const sign of reference) {
    const code = sign.charCodeAt(0) & ~32;
    if (code < 65 || code > 90) break;
    at = at * 26 + code - 64;
  }
  if (at < 1 || at > limits.columns) {
    throw new ReadingError({
      code: "limit",
      message: `A cell stands at ${reference.slice(0, 20)}, where no column is.`,
      fix: "Save the sheet as CSV.",
    });
  }
  return at - 1;
};
