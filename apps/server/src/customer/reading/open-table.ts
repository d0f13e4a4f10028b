import { decodeText } from "./decode-text.ts";
import type { Format } from "./contract.ts";
import type { Limits } from "./limits.ts";
import { openBytes } from "./open-bytes.ts";
import { readCsv } from "./read-csv.ts";
import { readJson } from "./read-json.ts";
import { readParquet } from "./read-parquet.ts";
import { readXes } from "./read-xes.ts";
import { readXlsx } from "./read-xlsx.ts";
import type { RowChunk } from "./split-rows.ts";

export interface Table {
  /** Rows as they come: where cells stand by position the header row is among them; where they have names every row is as long as the columns known by then. */
  chunks: AsyncGenerator<RowChunk>;
  /** Where cells have names: the columns in the order they were met, growing while reading. Else empty. */
  columns: string[];
  bytesRead(): number;
  emptyTraces(): number;
}

export interface TableSource {
  readonly path: string;
  readonly format: Format;
  readonly encoding: string;
  readonly delimiter: string | null;
  /** Which file of an archive, which sheet of a workbook; null where there is but one. */
  readonly part: string | null;
  readonly limits: Limits;
}

/** Cells stand in rows by position, and a header row may name them; elsewhere each value brings its name along. */
export const isPositional = (format: Format): boolean => format === "csv" || format === "xlsx";

/** One way in for every format; what comes out are cells of text. */
export const openTable = async ({ path, format, encoding, delimiter, part, limits }: TableSource): Promise<Table> => {
  const emptyTraces = () => 0;
  if (format === "xlsx") return { columns: [], emptyTraces, ...(await readXlsx(path, part, limits)) };
  if (format === "parquet") return { emptyTraces, ...(await readParquet(path, limits)) };
  const { chunks, bytesRead } = await openBytes(path, limits, part);
  if (format === "xes") return { bytesRead, ...readXes(decodeText(chunks, encoding, "throw"), limits) };
  const texts = decodeText(chunks, encoding, "mark");
  if (format === "json") return { bytesRead, emptyTraces, ...readJson(texts, limits) };
  return { chunks: readCsv(texts, delimiter ?? ",", limits), columns: [], bytesRead, emptyTraces };
};
