import { decodeText } from "./decode-text.ts";
import type { Limits } from "./limits.ts";
import { openBytes } from "./open-bytes.ts";
import { readCsv } from "./read-csv.ts";
import { readXes } from "./read-xes.ts";
import type { RowChunk } from "./split-rows.ts";

export interface Table {
  /** Rows as they come: for CSV the header row is among them, for XES every row is as long as the columns known by then. */
  chunks: AsyncGenerator<RowChunk>;
  /** XES: the columns in the order they were met, growing while reading. CSV: empty. */
  columns: string[];
  bytesRead(): number;
  emptyTraces(): number;
}

/** One way in for both formats; text is decoded here, so what comes out are cells. */
export const openTable = async (input: {
  path: string;
  format: "csv" | "xes";
  encoding: string;
  delimiter: string | null;
  limits: Limits;
}): Promise<Table> => {
  const { path, format, encoding, delimiter, limits } = input;
  const bytes = await openBytes(path, limits);
  if (format === "xes") {
    const xes = readXes(decodeText(bytes.chunks, encoding, "throw"), limits);
    return { chunks: xes.chunks, columns: xes.columns, bytesRead: bytes.bytesRead, emptyTraces: xes.emptyTraces };
  }
  return {
    chunks: readCsv(decodeText(bytes.chunks, encoding, "mark"), delimiter ?? ",", limits),
    columns: [],
    bytesRead: bytes.bytesRead,
    emptyTraces: () => 0,
  };
};
