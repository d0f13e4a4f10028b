import { mightRun, type CellValue } from "./csv.ts";
import { zipOf } from "./zip.ts";

/** What a sheet holds at most, by Excel's own limits. */
export const SHEET_ROWS = 1_048_576;
const SHEET_COLUMNS = 16_384;
const CELL_CHARACTERS = 32_767;
const NAME_CHARACTERS = 31;

/** A table that no sheet can hold. */
export class SheetTooLarge extends Error {
  readonly rows: number;
  constructor(rows: number) {
    super(`A sheet holds ${SHEET_ROWS} rows and ${SHEET_COLUMNS} columns at most.`);
    this.name = "SheetTooLarge";
    this.rows = rows;
  }
}

export type Workbook = { bytes: Uint8Array<ArrayBuffer>; /** Texts longer than a cell, which end in "…". */ cut: number };

/**
 * A workbook of one sheet (ECMA-376, transitional): the head in bold and kept in sight, numbers as numbers in full precision, everything
 * else as text in its own cell, so that nothing in it is a formula. Text a spreadsheet might run is marked as text for good (the quote
 * prefix), so that editing its cell does not wake it. Characters XML cannot hold are dropped.
 *
 * @throws SheetTooLarge with more than 1,048,576 rows, the head included, or 16,384 columns
 */
export function xlsxOf(sheet: { name: string; head: readonly string[]; rows: readonly (readonly CellValue[])[] }): Workbook {
  const { head, rows } = sheet;
  const width = rows.reduce((most, row) => Math.max(most, row.length), head.length);
  if (rows.length + 1 > SHEET_ROWS || width > SHEET_COLUMNS) throw new SheetTooLarge(rows.length);
  const letters = Array.from({ length: width }, (_, at) => columnLetters(at));
  let cut = 0;
  const cell = (value: CellValue, place: string, style: number): string => {
    if (value === null || value === "" || (typeof value === "number" && !Number.isFinite(value))) return "";
    if (typeof value === "number") return `<c r="${place}"${styled(style)}><v>${value}</v></c>`;
    const long = value.length > CELL_CHARACTERS;
    if (long) cut += 1;
    const text = escaped(long ? `${value.slice(0, CELL_CHARACTERS - 1)}…` : value);
    return `<c r="${place}"${styled(mightRun(value) ? QUOTED : style)} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
  };
  const line = (row: readonly CellValue[], at: number): string =>
    `<row r="${at + 1}">${row.map((value, column) => cell(value, `${letters[column]}${at + 1}`, at === 0 ? BOLD : PLAIN)).join("")}</row>`;
  const data = [head, ...rows].map(line).join("");
  const files: Record<string, string> = {
    ...AROUND,
    "xl/workbook.xml": workbook(sheetName(sheet.name)),
    "xl/worksheets/sheet1.xml": view(data),
  };
  const entries = Object.entries(files).map(([name, text]) => ({ name, bytes: new TextEncoder().encode(text) }));
  return { bytes: zipOf(entries), cut };
}

/** A name Excel takes: at most 31 characters, none of \ / ? * [ ] :, no apostrophe at an end, and not "History". */
export function sheetName(name: string): string {
  const plain = dropped(name)
    .replaceAll(/[\\/?*[\]:\n\r\t]+/g, " ")
    .trim()
    .slice(0, NAME_CHARACTERS)
    .replaceAll(/^'+|'+$/g, "")
    .trim();
  // Cutting may leave half of a character that takes two places.
  const whole = plain.replace(/[\uD800-\uDBFF]$/, "");
  return whole === "" || whole.toLowerCase() === "history" ? "Sheet1" : whole;
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnLetters(at: number): string {
  const rest = at % 26;
  const before = at < 26 ? "" : columnLetters((at - rest) / 26 - 1);
  return before + String.fromCharCode(65 + rest);
}

function styled(style: number): string {
  return style === PLAIN ? "" : ` s="${style}"`;
}

/** Text as XML; a carriage return, and text that looks like Excel's own way of writing one (`_x000D_`), are written that way. */
function escaped(text: string): string {
  return dropped(text)
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("\r", "_x000D_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Without what XML 1.0 has no way to write: control characters, halves of characters, and two that are none. */
function dropped(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

const PLAIN = 0;
const BOLD = 1;
const QUOTED = 2;
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml";

function workbook(name: string): string {
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
}

function view(data: string): string {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetData>${data}</sheetData></worksheet>`;
}

/** The parts of a workbook that are the same in all of ours. */
const AROUND: Readonly<Record<string, string>> = {
  "[Content_Types].xml":
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/></Types>`,
  "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  "xl/_rels/workbook.xml.rels":
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  "xl/styles.xml":
    `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>' +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
};
