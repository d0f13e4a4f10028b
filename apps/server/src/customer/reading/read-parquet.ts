import {
  type AsyncBuffer,
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { growingColumns, putCell } from "./growing-columns.ts";
import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";
import type { RowChunk } from "./split-rows.ts";

/** Read at once: fewer would have a large row group decoded over and over. */
const ROWS = 65_536;
/** A row group is unpacked whole. Writers make them of 128 MB at most; ours would not fit twice into memory beyond this. */
const MOST_GROUP = 512 * 1024 ** 2;

/** The rows of a Parquet file, its columns by name; values inside values get the name of their path. */
export const readParquet = async (
  path: string,
  limits: Limits,
): Promise<{ chunks: AsyncGenerator<RowChunk>; columns: string[]; bytesRead(): number }> => {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file).catch(broken);
  for (const group of metadata.row_groups)
    if (Number(group.total_byte_size) > MOST_GROUP)
      throw new ReadingError({
        code: "limit",
        message: "A row group of the Parquet file unpacks to more than 512 MB.",
        fix: "Write it with smaller row groups, or export the table as CSV.",
      });
  const columns = growingColumns(limits);
  const naive = naiveTimes(metadata.schema);
  for (const { name } of topColumns(metadata.schema)) columns.place(name);
  const rows = Number(metadata.num_rows);
  let from = 0;

  async function* chunks(): AsyncGenerator<RowChunk> {
    for (; from < rows; from += ROWS) {
      const told = await objectsOf(file, metadata, from, Math.min(rows, from + ROWS));
      yield {
        rows: told.map((one) => {
          const cells: string[] = [];
          for (const [name, value] of Object.entries(one))
            flatten(value, name, { cells, place: columns.place, naive: naive.has(name), limits });
          return cells;
        }),
        faults: null,
      };
    }
  }
  return { chunks: chunks(), columns: columns.names, bytesRead: () => (rows === 0 ? 0 : Math.round((from / rows) * file.byteLength)) };
};

const objectsOf = (file: AsyncBuffer, metadata: FileMetaData, rowStart: number, rowEnd: number): Promise<Record<string, unknown>[]> =>
  parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd, useOffsetIndex: true }).catch(broken);

/** Columns of the first level; the first element of a schema is its root. */
const topColumns = (schema: readonly SchemaElement[]): SchemaElement[] => {
  const found: SchemaElement[] = [];
  let at = 1;
  const skip = (): void => {
    const children = schema[at]?.num_children ?? 0;
    at += 1;
    for (let child = 0; child < children; child += 1) skip();
  };
  while (at < schema.length) {
    const element = schema[at];
    if (element !== undefined && (element.num_children ?? 0) === 0) found.push(element);
    skip();
  }
  return found;
};

/** Columns whose times name no zone: they are read in the zone the source declares. */
const naiveTimes = (schema: readonly SchemaElement[]): Set<string> =>
  new Set(schema.filter(({ logical_type: type }) => type?.type === "TIMESTAMP" && !type.isAdjustedToUTC).map(({ name }) => name));

interface Flat {
  readonly cells: string[];
  readonly place: (name: string) => number;
  readonly naive: boolean;
  readonly limits: Limits;
}

const flatten = (value: unknown, name: string, into: Flat, depth = 1): void => {
  if (depth > into.limits.depth)
    throw new ReadingError({
      code: "limit",
      message: `The file is nested deeper than ${into.limits.depth} levels.`,
      fix: "Export it flatter.",
    });
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (isPlain) for (const [inner, one] of Object.entries(value)) flatten(one, `${name}.${inner}`, into, depth + 1);
  else putCell(into.cells, into.place(name), textOf(value, into.naive));
};

const textOf = (value: unknown, naive: boolean): string => {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return "";
    const iso = value.toISOString();
    return naive ? iso.slice(0, -1) : iso;
  }
  if (typeof value === "string") return value.replaceAll("\0", "");
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8").replaceAll("\0", "");
  if (typeof value === "object")
    return JSON.stringify(value, (_name, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner));
  return String(value as number | bigint | boolean);
};

const broken = (cause: unknown): never => {
  if (cause instanceof ReadingError) throw cause;
  throw new ReadingError({
    code: "broken-parquet",
    message: "The Parquet file is damaged, cut off, or of a kind that is not read here.",
    fix: "Write it again, or export the table as CSV.",
    cause,
  });
};
