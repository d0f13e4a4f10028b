import { textOf } from "./decode-bytes.ts";
import { columnsOfTable, type SqliteColumn } from "./sqlite-columns.ts";

/** Whole numbers beyond 2^53 come as text, so that no digit is lost. */
export type SqliteValue = string | number | Uint8Array | null;

export type SqliteTable = {
  readonly name: string;
  readonly columns: readonly SqliteColumn[];
  readonly rows: () => Generator<readonly SqliteValue[]>;
};

const MAGIC = "SQLite format 3\0";
const ENCODINGS = ["utf-8", "utf-8", "utf-16le", "utf-16be"];
/** Deeper than any tree over the pages a file can have. */
const DEEPEST = 40;

type File = {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly pageSize: number;
  readonly usable: number;
  readonly encoding: string;
};

/**
 * The tables of a SQLite database file, read from its bytes: tables only, no SQL, no indexes or views. A journal beside the file is not seen,
 * so the file has to be closed (a finished export is).
 * Source: "Database File Format", sqlite.org/fileformat2.html.
 * @throws RangeError when the bytes are no such file or it is damaged.
 */
export function readSqlite(bytes: Uint8Array): SqliteTable[] {
  const file = opened(bytes);
  const tables: SqliteTable[] = [];
  for (const row of rowsOf(file, 1, null)) {
    const [kind, name, , root, sql] = row;
    if (kind !== "table" || typeof name !== "string" || typeof root !== "number" || typeof sql !== "string" || root === 0) continue;
    const columns = columnsOfTable(sql);
    const alias = columns.findIndex(({ rowId }) => rowId);
    tables.push({ name, columns, rows: () => padded(rowsOf(file, root, alias === -1 ? null : alias), columns.length) });
  }
  return tables;
}

function opened(bytes: Uint8Array): File {
  if (bytes.length < 100 || String.fromCharCode(...bytes.subarray(0, 16)) !== MAGIC)
    throw new RangeError("the file is no SQLite 3 database");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const declared = view.getUint16(16);
  const pageSize = declared === 1 ? 65_536 : declared;
  const usable = pageSize - bytes[20];
  const encoding = ENCODINGS[view.getUint32(56)];
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0 || usable < 480 || encoding === undefined) throw damaged("its header");
  return { bytes, view, pageSize, usable, encoding };
}

function damaged(where: string): RangeError {
  return new RangeError(`the SQLite file is damaged at ${where}; export it again`);
}

/** A column added later is missing from rows written before. */
function* padded(rows: Iterable<readonly SqliteValue[]>, width: number): Generator<readonly SqliteValue[]> {
  for (const row of rows) yield row.length >= width ? row : [...row, ...Array.from({ length: width - row.length }, () => null)];
}

/** Rows of the table whose tree has its root at a page, in order of their row ids. */
function* rowsOf(file: File, root: number, rowId: number | null): Generator<SqliteValue[]> {
  const { bytes, view, pageSize } = file;
  const seen = new Set<number>();
  let total = 0;
  const pages = [{ page: root, depth: 0 }];
  for (let next = pages.pop(); next !== undefined; next = pages.pop()) {
    const { page, depth } = next;
    const start = (page - 1) * pageSize;
    if (page < 1 || start + pageSize > bytes.length || seen.has(page) || depth > DEEPEST) throw damaged(`page ${page}`);
    seen.add(page);
    const header = start + (page === 1 ? 100 : 0);
    const kind = bytes[header];
    const cells = view.getUint16(header + 3);
    if (kind === 2 || kind === 10) throw new RangeError("the SQLite file has a table WITHOUT ROWID, which is not read; export it without");
    if ((kind !== 5 && kind !== 13) || cells * 2 + 12 > pageSize) throw damaged(`page ${page}`);
    const pointers = header + (kind === 5 ? 12 : 8);
    const at = (cell: number): number => start + view.getUint16(pointers + 2 * cell);
    if (kind === 5) {
      // The last pages go on the pile first, so that the first come off it first.
      pages.push({ page: view.getUint32(header + 8), depth: depth + 1 });
      for (let cell = cells - 1; cell >= 0; cell -= 1) pages.push({ page: readUint32(file, at(cell)), depth: depth + 1 });
      continue;
    }
    for (let cell = 0; cell < cells; cell += 1) {
      // Cells made to lie on each other could hold more than the file.
      total += Number(varint(bytes, at(cell))[0]);
      if (total > bytes.length) throw damaged(`page ${page}`);
      yield rowAt(file, at(cell), rowId);
    }
  }
}

function readUint32({ view }: File, at: number): number {
  if (at + 4 > view.byteLength) throw damaged(`byte ${at}`);
  return view.getUint32(at);
}

function rowAt(file: File, at: number, rowId: number | null): SqliteValue[] {
  const [length, afterLength] = varint(file.bytes, at);
  const [id, begin] = varint(file.bytes, afterLength);
  const row = recordOf(payload(file, begin, Number(length)), file.encoding);
  if (rowId !== null && row[rowId] === null) row[rowId] = whole(BigInt.asIntN(64, id));
  return row;
}

/** What a row takes beyond its page stands in a chain of further pages. */
function payload({ bytes, view, pageSize, usable }: File, begin: number, length: number): Uint8Array {
  if (length > bytes.length) throw damaged(`byte ${begin}`);
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const local = length <= most ? length : fitting <= most ? fitting : least;
  if (begin + local + (local < length ? 4 : 0) > bytes.length) throw damaged(`byte ${begin}`);
  if (local === length) return bytes.subarray(begin, begin + length);
  const whole = new Uint8Array(length);
  whole.set(bytes.subarray(begin, begin + local));
  let page = view.getUint32(begin + local);
  for (let done = local; done < length;) {
    const start = (page - 1) * pageSize;
    if (page < 1 || start + pageSize > bytes.length) throw damaged(`page ${page}`);
    const part = Math.min(length - done, usable - 4);
    whole.set(bytes.subarray(start + 4, start + 4 + part), done);
    done += part;
    page = view.getUint32(start);
  }
  return whole;
}

function recordOf(record: Uint8Array, encoding: string): SqliteValue[] {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength);
  const [headerLength, first] = varint(record, 0);
  const end = Number(headerLength);
  if (end > record.length) throw damaged("a row");
  const row: SqliteValue[] = [];
  let body = end;
  for (let at = first; at < end;) {
    const [kind, next] = varint(record, at);
    at = next;
    const [value, size] = valueAt({ record, view, at: body, kind: Number(kind), encoding });
    row.push(value);
    body += size;
  }
  return row;
}

type Field = { record: Uint8Array; view: DataView; at: number; kind: number; encoding: string };

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function valueAt({ record, view, at, kind, encoding }: Field): [SqliteValue, number] {
  const size = kind >= 12 ? Math.floor((kind - 12) / 2) : SIZES[kind];
  if (size === undefined || at + size > record.length) throw damaged("a row");
  if (kind >= 12) {
    const part = record.subarray(at, at + size);
    return [kind % 2 === 1 ? textOf(part, encoding) : part, size];
  }
  if (kind === 0) return [null, 0];
  if (kind === 7) return [view.getFloat64(at), 8];
  if (kind >= 8) return [kind - 8, 0];
  let value = BigInt(view.getInt8(at));
  for (let i = 1; i < size; i += 1) value = value * 256n + BigInt(record[at + i]);
  return [whole(value), size];
}

function whole(value: bigint): string | number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Up to nine bytes, seven bits each, the ninth with all eight. */
function varint(bytes: Uint8Array, at: number): [bigint, number] {
  let value = 0n;
  for (let i = 0; i < 9; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) throw damaged(`byte ${at}`);
    if (i === 8) return [(value << 8n) | BigInt(byte), at + 9];
    value = (value << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value, at + 9];
}
