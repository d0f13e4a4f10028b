import type { TextColumns } from "@counterseat/stats";

export type WriteCsvOptions = {
  /**
   * Puts an apostrophe before cells that a spreadsheet would run as a formula, for files that people open; plain negative numbers stay. Without
   * it, which is the default, the cells are exactly the columns'.
   */
  readonly forSpreadsheets?: boolean;
};

const PIECE = 2 ** 16;
const FORMULA = /^[=+@\t\r]|^-(?![\d.,]+$)/;

/**
 * Writes columns as CSV (RFC 4180) in pieces: commas, lines ended by CR LF, quotes where they are needed.
 * @throws RangeError when the columns are not of one length.
 */
export function* writeCsv({ names, columns }: TextColumns, { forSpreadsheets = false }: WriteCsvOptions = {}): Generator<string> {
  const cells = names.map((name) => (Object.hasOwn(columns, name) ? columns[name] : []));
  const rows = cells[0]?.length ?? 0;
  const odd = names.find((_, i) => cells[i].length !== rows);
  if (odd !== undefined) throw new RangeError(`the column "${odd}" is not as long as "${names[0]}", which has ${rows} rows`);
  const cell = (value: string): string => {
    const safe = forSpreadsheets && FORMULA.test(value) ? `'${value}` : value;
    // A line with one empty cell would be an empty line, which readers skip.
    return /[",\r\n]/.test(safe) || (safe === "" && names.length === 1) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  let text = `${names.map(cell).join(",")}\r\n`;
  for (let row = 0; row < rows; row += 1) {
    text += `${cells.map((column) => cell(column[row])).join(",")}\r\n`;
    if (text.length > PIECE) {
      yield text;
      text = "";
    }
  }
  yield text;
}
