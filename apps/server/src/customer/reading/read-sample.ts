import { containerOf, memberOf } from "./container.ts";
import type { Format } from "./contract.ts";
import { decodeText, type Encoding } from "./decode-text.ts";
import { detectEncoding } from "./detect-encoding.ts";
import { detectFormat, xmlEncoding } from "./detect-format.ts";
import type { Limits } from "./limits.ts";
import { isPositional, openTable } from "./open-table.ts";
import { readHead } from "./open-bytes.ts";
import { sheetsWithRows } from "./read-xlsx.ts";
import { ReadingError } from "./reading-error.ts";
import { findHead, type Head } from "./find-head.ts";
import { csvLayout, type Layout } from "./row-layout.ts";
import { sniffDelimiter, usualWidth } from "./sniff-dialect.ts";

/** How the file is written, and its first rows. */
export interface Sample {
  format: Format;
  /** Which file of an archive, which sheet of a workbook; null where there is but one. */
  part: string | null;
  /** The parts there are to choose from, where nobody has chosen yet. */
  parts: readonly string[];
  encoding: Encoding;
  delimiter: string | null;
  /** Null where values bring their names along. */
  head: Head | null;
  header: boolean;
  names: string[];
  /** Cells each row has to have; null where rows may differ. */
  layout: Layout | null;
  rows: { cells: string[]; fault: string | null }[];
  /** Share of rows as wide as most: below a half it is hardly a table. */
  consistency: number;
  emptyTraces: number;
}

const HEAD = 1024 ** 2;
/** What may stand above the data. */
const ABOVE = 30;

export const readSample = async (input: {
  path: string;
  name: string;
  encoding: Encoding | null;
  part: string | null;
  /** The part of the source's last file: taken where this one has it too. */
  lastPart?: string | null;
  rows: number;
  limits: Limits;
}): Promise<Sample> => {
  const { path, limits } = input;
  const written = await lookAt(input);
  const { format, encoding, delimiter, part } = written;
  const table = await openTable({ path, format, encoding, delimiter, part, limits });
  const rows: { cells: string[]; fault: string | null }[] = [];
  // More than asked for: the first may turn out to be titles and the header.
  const wanted = Math.min(Number.MAX_SAFE_INTEGER, input.rows + (isPositional(format) ? ABOVE : 0));
  for await (const chunk of table.chunks) {
    for (let index = 0; index < chunk.rows.length && rows.length < wanted; index += 1) {
      rows.push({ cells: chunk.rows[index] ?? [], fault: chunk.faults?.get(index) ?? null });
    }
    if (rows.length >= wanted) break;
  }
  const emptyTraces = table.emptyTraces();
  if (!isPositional(format)) {
    return { ...written, head: null, header: true, names: table.columns, layout: null, rows, consistency: 1, emptyTraces };
  }
  const cells = rows.map((row) => row.cells);
  const first = cells[0]?.length ?? 0;
  if (first > limits.columns) throw tooWide(first, limits); // before anything looks at a million cells
  const head = findHead(cells.slice(0, 500));
  if (rows[0]?.fault != null && cells[0]?.length === 1) {
    throw new ReadingError({
      code: "limit",
      message: `The first line of the file cannot be read: ${rows[0].fault}.`,
      fix: "Check that the file is a table of rows and columns.",
    });
  }
  const layout = csvLayout(cells.slice(0, 1000), head);
  const { names, width } = layout;
  if (width > limits.columns) throw tooWide(width, limits);
  const below = head.above + head.lines;
  const usual = usualWidth(cells.slice(below));
  // A sheet's rows end where their last value stands.
  const data = cells.slice(below);
  const consistency = data.length === 0 || format === "xlsx" ? 1 : data.filter((row) => row.length === usual).length / data.length;
  return {
    ...written,
    head,
    header: head.lines > 0,
    names,
    layout: format === "xlsx" ? null : layout,
    rows: rows.slice(below, below + input.rows),
    consistency,
    emptyTraces,
  };
};

/** How the file is written, by its first bytes. */
const lookAt = async (input: {
  path: string;
  name: string;
  encoding: Encoding | null;
  part: string | null;
  lastPart?: string | null;
  limits: Limits;
}): Promise<Pick<Sample, "format" | "encoding" | "delimiter" | "part" | "parts">> => {
  const { path, limits } = input;
  const container = await containerOf(path, limits);
  if (container.kind === "workbook") {
    const sheets = input.part === null ? await sheetsWithRows(path, limits) : [];
    const again = sheets.find((sheet) => sheet === input.lastPart) ?? null;
    const part = input.part ?? again ?? sheets[0] ?? null;
    return { format: "xlsx", encoding: "utf-8", delimiter: null, part, parts: sheets.length > 1 && again === null ? sheets : [] };
  }
  const members = container.kind === "zip" ? container.members : [];
  const again = members.find((member) => member === input.lastPart) ?? null;
  const part = container.kind === "zip" ? memberOf(members, input.part ?? again) : null;
  const parts = input.part === null && again === null && members.length > 1 ? members : [];
  const head = await readHead(path, limits, HEAD, part);
  const format = detectFormat(head.bytes, input.name);
  if (format === "parquet") {
    if (container.kind !== "plain")
      throw new ReadingError({
        code: "unknown-format",
        message: `${input.name} is a packed Parquet file.`,
        fix: "Unpack it: Parquet is packed by itself.",
      });
    return { format, encoding: "utf-8", delimiter: null, part, parts };
  }
  const encoding = input.encoding ?? (format === "xes" ? xmlEncoding(head.bytes) : await detectEncoding(path, limits, head.bytes, part));
  const dialect = format === "csv" ? sniffDelimiter(await textOf(head.bytes, encoding), head.whole, limits.rowCharacters) : null;
  return { format, encoding, delimiter: dialect?.delimiter ?? null, part, parts };
};

const tooWide = (width: number, limits: Limits): ReadingError =>
  new ReadingError({
    code: "limit",
    message: `The file has ${width} columns; ${limits.columns} is the limit.`,
    fix: "Export only the columns that are needed.",
  });

const textOf = async (bytes: Buffer, encoding: Encoding): Promise<string> => {
  const even = encoding.startsWith("utf-16") ? bytes.subarray(0, bytes.length - (bytes.length % 2)) : bytes;
  async function* once(): AsyncGenerator<Buffer> {
    yield even;
  }
  let text = "";
  try {
    for await (const piece of decodeText(once(), encoding, "mark")) text += piece;
  } catch (error) {
    // The head may end inside a pair of UTF-16 surrogates; what was decoded before is enough to see the dialect.
    if (!(error instanceof ReadingError) || !encoding.startsWith("utf-16")) throw error;
    return new TextDecoder(encoding).decode(even);
  }
  return text;
};
