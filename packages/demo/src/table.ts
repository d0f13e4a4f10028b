import type { Chunk, Column, StreamName } from "./contract.ts";
import { CHUNK_ROWS } from "./event-columns.ts";

export type Cell = string | number | null;

/** Columns of a stream of few rows, in their order, and whether each holds numbers or words. */
export type Shape = Readonly<Record<string, "number" | "text">>;

/** A stream of few rows while it is made: rows as objects, columns when it is full. */
export interface Table {
  readonly stream: StreamName;
  readonly shape: Shape;
  rows: Readonly<Record<string, Cell>>[];
}

export function newTable(stream: StreamName, shape: Shape): Table {
  return { stream, shape, rows: [] };
}

/** Adds rows and yields each chunk as it fills. */
export function* addRows(table: Table, rows: readonly Readonly<Record<string, Cell>>[]): Generator<Chunk> {
  for (const row of rows) {
    table.rows.push(row);
    if (table.rows.length === CHUNK_ROWS) yield* restOf(table);
  }
}

/** What is left as a chunk, if anything. */
export function* restOf(table: Table): Generator<Chunk> {
  const { rows, shape, stream } = table;
  if (rows.length === 0) return;
  table.rows = [];
  const columns = Object.entries(shape).map(([name, kind]): [string, Column] => {
    const cells = rows.map((row) => row[name] ?? null);
    return [name, kind === "number" ? Float64Array.from(cells, (cell) => (typeof cell === "number" ? cell : NaN)) : cells.map(asText)];
  });
  yield { stream, length: rows.length, columns: Object.fromEntries(columns) };
}

function asText(cell: Cell): string | null {
  return cell === null ? null : String(cell);
}
