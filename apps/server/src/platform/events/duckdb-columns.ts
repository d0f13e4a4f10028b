import type { DuckDBDataChunk, DuckDBResult, DuckDBVector } from "@duckdb/node-api";
import type { Coded, NumberColumn, Scan, ScanQuery, Text, Word } from "./contract.ts";
import type { Words } from "./duckdb-words.ts";

/** Rows of one DuckDB vector. */
export const CHUNK = 2048;

/** Fills the columns of a chunk one after the other, in the order of the table. */
export function createCursor(chunk: DuckDBDataChunk, n: number) {
  let column = 0;
  const next = (): DuckDBVector => chunk.getColumnVector(column++);
  return {
    /** Absent is stored as -1 and as NaN, not as null: marking nulls one by one is the slowest part of an append. */
    integers(at: (i: number) => number) {
      const vector = next();
      const items = itemsOf<Int32Array>(vector);
      for (let i = 0; i < n; i++) items[i] = at(i);
      vector.flush();
    },
    doubles(values: Float64Array | undefined, from: number) {
      const vector = next();
      const items = itemsOf<Float64Array>(vector);
      if (values === undefined) items.fill(Number.NaN, 0, n);
      else items.set(values.subarray(from, from + n));
      vector.flush();
    },
    texts(values: readonly (string | null)[] | Coded | undefined, from: number) {
      const vector = next();
      for (let i = 0; i < n; i++) vector.setItem(i, textAt(values, from + i));
      vector.flush();
    },
  };
}

function textAt(values: readonly (string | null)[] | Coded | undefined, i: number): string | null {
  if (values === undefined) return null;
  if (!("dictionary" in values)) return values[i] ?? null;
  const code = values.codes[i] ?? -1;
  return code < 0 ? null : (values.dictionary[code] ?? null);
}

/** The typed array behind a numeric vector. It exists on every numeric vector class but not on their common type. */
export function itemsOf<T>(vector: DuckDBVector): T {
  if (!("items" in vector)) throw new TypeError("not a numeric vector");
  return vector.items as T;
}

/** Reads a result of the order numbers, words, opaque codes, texts into columns in shared memory. */
export async function readColumns(result: DuckDBResult, query: ScanQuery, words: Words): Promise<Scan> {
  const numbers = query.numbers ?? [];
  const codes = [...(query.words ?? []), ...(query.codes ?? [])];
  const texts = query.texts ?? [];
  const doubles = numbers.map(() => growing<Float64Array>((n) => new Float64Array(new SharedArrayBuffer(n * 8))));
  const integers = codes.map(() => growing<Int32Array>((n) => new Int32Array(new SharedArrayBuffer(n * 4))));
  const strings: (string | null)[][] = texts.map(() => []);
  let length = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const n = chunk.rowCount;
    doubles.forEach((column, i) => column.push(itemsOf<Float64Array>(chunk.getColumnVector(i)).subarray(0, n)));
    integers.forEach((column, i) => column.push(itemsOf<Int32Array>(chunk.getColumnVector(doubles.length + i)).subarray(0, n)));
    strings.forEach((column, i) => {
      const vector = chunk.getColumnVector(doubles.length + integers.length + i);
      for (let row = 0; row < n; row++) column.push(vector.getItem(row) as string | null);
    });
    length += n;
  }
  const scan: Scan = { length, numbers: {}, words: {}, codes: {}, texts: {} };
  numbers.forEach((c, i) => Object.assign(scan.numbers, { [c satisfies NumberColumn]: doubles[i]?.done() }));
  codes.forEach((c, i) => {
    const column = integers[i]?.done() ?? new Int32Array();
    if (i < (query.words ?? []).length) Object.assign(scan.words, { [c satisfies Word | Text]: localDictionary(column, words) });
    else Object.assign(scan.codes, { [c satisfies Word | Text]: column });
  });
  texts.forEach((c, i) => Object.assign(scan.texts, { [c satisfies Text]: strings[i] }));
  return scan;
}

/** Store-wide codes become codes of a dictionary that holds just the words of this scan, in order of appearance. */
function localDictionary(column: Int32Array, words: Words): Coded {
  const local = new Int32Array(words.all.length).fill(-1);
  const dictionary: string[] = [];
  for (let i = 0; i < column.length; i++) {
    const code = column[i] ?? -1;
    if (code < 0) continue;
    if (local[code] === -1) local[code] = dictionary.push(words.text(code)) - 1;
    column[i] = local[code] ?? -1;
  }
  return { codes: column, dictionary };
}

function growing<T extends Float64Array | Int32Array>(make: (n: number) => T) {
  let array = make(CHUNK);
  let length = 0;
  return {
    push(part: T) {
      if (length + part.length > array.length) {
        const larger = make(Math.max(array.length * 2, length + part.length));
        larger.set(array.subarray(0, length));
        array = larger;
      }
      array.set(part, length);
      length += part.length;
    },
    done(): T {
      const exact = make(length);
      exact.set(array.subarray(0, length));
      return exact;
    },
  };
}
