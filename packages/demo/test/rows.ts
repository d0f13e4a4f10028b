import { chunks, type Chunk, type Coded, type Column, type DemoOptions } from "@counterseat/demo";

export type Value = string | number | null;

function isCoded(column: Column): column is Coded {
  return "codes" in column;
}

/** The value of a column in one row; null for absent. */
export function valueAt(column: Column, row: number): Value {
  if (isCoded(column)) return column.codes[row] < 0 ? null : column.dictionary[column.codes[row]];
  if (column instanceof Float64Array) return Number.isNaN(column[row]) ? null : column[row];
  return column[row];
}

/** Readers of the named columns of a chunk, in the order asked for. */
export function readers(chunk: Chunk, names: readonly string[]): ((row: number) => Value)[] {
  return names.map((name) => {
    const column = chunk.columns[name];
    return (row) => valueAt(column, row);
  });
}

/** FNV-1a over every value of every row of each stream, row by row, so that it does not see where chunks end; and the row counts. */
export function streamHashes(
  options: DemoOptions,
  asked: readonly Chunk["stream"][],
  most: ReadonlyMap<Chunk["stream"], number> = new Map(),
): Map<Chunk["stream"], { hash: number; rows: number }> {
  const hashes = new Map<Chunk["stream"], { hash: number; rows: number }>();
  for (const chunk of chunks(options, asked)) {
    const so = hashes.get(chunk.stream) ?? { hash: 0x811c9dc5, rows: 0 };
    hashes.set(chunk.stream, so);
    const end = most.get(chunk.stream) ?? Infinity;
    const columns = Object.values(chunk.columns);
    let { hash, rows } = so;
    for (let row = 0; row < chunk.length && rows < end; row++) {
      rows += 1;
      for (const column of columns) {
        const text = String(valueAt(column, row));
        for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
        hash = Math.imul(hash ^ 31, 0x01000193);
      }
    }
    so.hash = hash;
    so.rows = rows;
  }
  return hashes;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
