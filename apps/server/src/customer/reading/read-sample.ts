import { decodeText, type Encoding } from "./decode-text.ts";
import { detectEncoding } from "./detect-encoding.ts";
import { detectFormat, xmlEncoding } from "./detect-format.ts";
import type { Limits } from "./limits.ts";
import { openTable } from "./open-table.ts";
import { readHead } from "./open-bytes.ts";
import { ReadingError } from "./reading-error.ts";
import { csvLayout } from "./row-layout.ts";
import { sniffDelimiter, sniffHeader, usualWidth } from "./sniff-dialect.ts";

/** How the file is written, and its first rows. */
export interface Sample {
  format: "csv" | "xes";
  encoding: Encoding;
  delimiter: string | null;
  header: boolean;
  names: string[];
  /** Cells each row has to have; null for XES. */
  width: number | null;
  rows: { cells: string[]; fault: string | null }[];
  /** Share of rows as wide as most: below a half it is hardly a table. */
  consistency: number;
  emptyTraces: number;
}

const HEAD = 1024 ** 2;

export const readSample = async (input: {
  path: string;
  name: string;
  encoding: Encoding | null;
  rows: number;
  limits: Limits;
}): Promise<Sample> => {
  const { path, limits } = input;
  const head = await readHead(path, limits, HEAD);
  const format = detectFormat(head.bytes, input.name);
  const encoding = input.encoding ?? (format === "xes" ? xmlEncoding(head.bytes) : await detectEncoding(path, limits, head.bytes));
  const dialect = format === "xes" ? null : sniffDelimiter(await textOf(head.bytes, encoding), head.whole, limits.rowCharacters);
  const delimiter = dialect?.delimiter ?? null;

  const table = await openTable({ path, format, encoding, delimiter, limits });
  const rows: { cells: string[]; fault: string | null }[] = [];
  // One more than asked for: the first may turn out to be the header.
  const wanted = input.rows + (format === "csv" ? 1 : 0);
  for await (const chunk of table.chunks) {
    for (let index = 0; index < chunk.rows.length && rows.length < wanted; index += 1) {
      rows.push({ cells: chunk.rows[index] ?? [], fault: chunk.faults?.get(index) ?? null });
    }
    if (rows.length >= wanted) break;
  }
  const emptyTraces = table.emptyTraces();
  if (format === "xes") {
    return { format, encoding, delimiter, header: true, names: table.columns, width: null, rows, consistency: 1, emptyTraces };
  }
  const cells = rows.map((row) => row.cells);
  const first = cells[0]?.length ?? 0;
  if (first > limits.columns) throw tooWide(first, limits); // before anything looks at a million cells
  const header = sniffHeader(cells.slice(0, 500));
  if (rows[0]?.fault != null && cells[0]?.length === 1) {
    throw new ReadingError({
      code: "limit",
      message: `The first line of the file cannot be read: ${rows[0].fault}.`,
      fix: "Check that the file is a table of rows and columns.",
    });
  }
  const { names, width } = csvLayout(cells.slice(0, 1000), header);
  if (width > limits.columns) throw tooWide(width, limits);
  const usual = usualWidth(cells);
  const consistency = rows.length === 0 ? 1 : cells.filter((row) => row.length === usual).length / rows.length;
  return {
    format,
    encoding,
    delimiter,
    header,
    names,
    width,
    rows: header ? rows.slice(1) : rows.slice(0, input.rows),
    consistency,
    emptyTraces,
  };
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
