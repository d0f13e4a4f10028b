import { columnFor, type ColumnRoles } from "../columns-from-text.ts";
import { byteDictionary, type ByteDictionary, textOf } from "./byte-dictionary.ts";
import { type ByteTime, byteTime } from "./byte-time.ts";

/** Columns for `openEngine`, without a string per cell; names of case and resource codes on asking. */
export type CsvLog = {
  readonly caseCode: Uint32Array;
  readonly activity: Uint16Array;
  readonly time: Float64Array;
  readonly resource?: Int32Array;
  readonly activities: readonly string[];
  readonly cases: number;
  readonly caseName: (code: number) => string;
  readonly resources: readonly string[];
};

export type CsvReader = {
  /** The next bytes of the file, cut anywhere. They are read at once and not kept. */
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => CsvLog;
};

const [LINE_FEED, RETURN, QUOTE] = [0x0a, 0x0d, 0x22];
const SEPARATORS = [0x2c, 0x3b, 0x09];
const ROLES = ["case", "activity", "time", "resource"] as const;
const [CASE, ACTIVITY, TIME, RESOURCE] = [0, 1, 2, 3];

/**
 * Reads a journey log from the bytes of a CSV file (RFC 4180, UTF-8, a header; `,` `;` or tab), column roles and times as `columnsFromText` does.
 * Times are cut to whole milliseconds.
 * @throws RangeError that names the first bad row (from 1, the header not counted), or the column that is missing.
 */
export function csvReader(roles: ColumnRoles = {}): CsvReader {
  const events = eventColumns(roles);
  let pending = new Uint8Array(0);
  let table: Table | null = null;
  let rows = 0;

  /** Reads whole records; returns where the first incomplete one begins. */
  function read(data: Uint8Array, last: boolean): number {
    let at = 0;
    if (table === null) {
      const header = headerOf(data, last);
      if (header === null) return 0;
      table = tableFor(header.names, header.separator, roles);
      at = header.end;
    }
    const cells: Cells = { from: new Uint32Array(4), to: new Uint32Array(4), own: [null, null, null, null] };
    while (at < data.length) {
      const next = readRecord({ data, at, last, table, cells, row: rows + 1 });
      if (next < 0) break;
      at = Math.abs(next);
      if (cells.to[CASE] === EMPTY_LINE) continue;
      rows += 1;
      events.add(data, cells, rows);
    }
    return at;
  }

  return {
    push: (chunk) => {
      const data = pending.length === 0 ? chunk : joined(pending, chunk);
      pending = data.slice(read(data, false));
    },
    end: () => {
      pending = pending.slice(read(pending, true));
      if (table === null) throw new RangeError("the file is empty; it needs a header and rows");
      if (pending.length > 0) throw new RangeError(`row ${rows + 1}: a quoted cell does not end`);
      return events.finish(table.roleOf.includes(RESOURCE));
    },
  };
}

type Table = { readonly separator: number; readonly cells: number; /** Role by cell, -1 for none. */ readonly roleOf: Int8Array };

/** Where the cells in a role lie: in the data, or unescaped in a copy of their own. */
type Cells = { readonly from: Uint32Array; readonly to: Uint32Array; readonly own: (Uint8Array | null)[] };

const EMPTY_LINE = 0xffffffff;

type RecordInput = {
  readonly data: Uint8Array;
  readonly at: number;
  readonly last: boolean;
  readonly table: Table;
  readonly cells: Cells;
  readonly row: number;
};

/** The place behind the record; -1 when the data end before it does. */
function readRecord({ data, at: start, last, table, cells, row }: RecordInput): number {
  const { separator, roleOf } = table;
  const { from, to, own } = cells;
  const length = data.length;
  let at = start;
  for (let cell = 0; ; cell += 1) {
    let begin = at;
    let end = at;
    let copy: Uint8Array | null = null;
    if (data[at] === QUOTE) {
      begin += 1;
      end = closingQuote(data, begin);
      // A quote at the very end of a chunk may be the first of a doubled one.
      if (end < 0 || (end + 1 === length && !last)) return -1;
      at = end + 1;
      if (data[at] === RETURN) at += 1;
      if (at === length && !last) return -1;
      if (at < length && data[at] !== separator && data[at] !== LINE_FEED)
        throw new RangeError(`row ${row}: text stands behind a closing quote`);
      copy = unescaped(data, begin, end);
    } else {
      let byte = 0;
      while (at < length && (byte = data[at]) !== separator && byte !== LINE_FEED) at += 1;
      if (at === length && !last) return -1;
      end = at;
      if (end > begin && data[end - 1] === RETURN && (at === length || data[at] === LINE_FEED)) end -= 1;
    }
    const role = cell < table.cells ? roleOf[cell] : -1;
    if (role >= 0) {
      from[role] = copy === null ? begin : 0;
      to[role] = copy === null ? end : copy.length;
      own[role] = copy;
    }
    if (at < length && data[at] === separator) {
      at += 1;
      continue;
    }
    at = Math.min(at + 1, length);
    if (cell + 1 === table.cells) return at;
    if (cell === 0 && begin === end && copy === null) {
      to[CASE] = EMPTY_LINE;
      return at;
    }
    throw new RangeError(`row ${row}: ${cell + 1} cells where the header has ${table.cells}`);
  }
}

function closingQuote(data: Uint8Array, from: number): number {
  for (let at = from; at < data.length; at += 1) {
    if (data[at] !== QUOTE) continue;
    if (data[at + 1] !== QUOTE) return at;
    at += 1;
  }
  return -1;
}

/** The cell with doubled quotes made single; null when it has none. */
function unescaped(data: Uint8Array, from: number, to: number): Uint8Array | null {
  if (data.subarray(from, to).indexOf(QUOTE) < 0) return null;
  const bytes: number[] = [];
  for (let at = from; at < to; at += 1) {
    bytes.push(data[at]);
    if (data[at] === QUOTE) at += 1;
  }
  return Uint8Array.from(bytes);
}

function headerOf(data: Uint8Array, last: boolean): { names: string[]; separator: number; end: number } | null {
  let line = data.indexOf(LINE_FEED);
  if (line < 0 && !last) return null;
  if (line < 0) line = data.length;
  if (data.length === 0) return null;
  const skipped = data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf ? 3 : 0;
  const text = textOf(data.subarray(skipped, line)).replace(/\r$/, "");
  const counts = SEPARATORS.map((separator) => text.split(String.fromCharCode(separator)).length);
  const separator = SEPARATORS[counts.indexOf(Math.max(...counts))];
  const names = text.split(String.fromCharCode(separator)).map((name) => name.replace(/^"(.*)"$/, "$1").replaceAll('""', '"'));
  return { names, separator, end: Math.min(line + 1, data.length) };
}

function tableFor(names: readonly string[], separator: number, roles: ColumnRoles): Table {
  const roleOf = new Int8Array(names.length).fill(-1);
  for (const [number, role] of ROLES.entries()) {
    const name = columnFor({ names, role, named: roles[role], required: role !== "resource" });
    if (name !== null) roleOf[names.indexOf(name)] = number;
  }
  for (const role of [CASE, ACTIVITY, TIME]) {
    if (!roleOf.includes(role)) throw new RangeError(`the columns of ${ROLES.join(", ")} must be different ones`);
  }
  return { separator, cells: names.length, roleOf };
}

type EventColumns = {
  readonly add: (data: Uint8Array, cells: Cells, row: number) => void;
  readonly finish: (withResource: boolean) => CsvLog;
};

function eventColumns(roles: ColumnRoles): EventColumns {
  const cases = byteDictionary();
  const activities = byteDictionary();
  const resources = byteDictionary();
  const timeOf: ByteTime = byteTime(roles.timezone ?? "UTC");
  let columns = sized(1 << 14);
  let used = 0;

  function named(dictionary: ByteDictionary, role: number, bytes: Uint8Array, { from, to }: Cells, row: number): number {
    if (from[role] === to[role]) throw new RangeError(`row ${row}: the ${ROLES[role]} is empty`);
    return dictionary.code(bytes, from[role], to[role]);
  }

  return {
    add: (data, cells, row) => {
      const { from, to, own } = cells;
      if (used === columns.time.length) columns = larger(columns);
      const time = timeOf(own[TIME] ?? data, from[TIME], to[TIME]);
      if (Number.isNaN(time)) {
        const text = textOf((own[TIME] ?? data).subarray(from[TIME], to[TIME]));
        throw new RangeError(`row ${row}: "${text}" is neither an ISO 8601 time nor milliseconds`);
      }
      columns.time[used] = time;
      columns.caseCode[used] = named(cases, CASE, own[CASE] ?? data, cells, row);
      columns.activity[used] = named(activities, ACTIVITY, own[ACTIVITY] ?? data, cells, row);
      if (activities.size() > 65_535) throw new RangeError(`row ${row}: more than 65,535 different activities; is it the right column?`);
      columns.resource[used] = resourceOf(resources, own[RESOURCE] ?? data, from[RESOURCE], to[RESOURCE]);
      used += 1;
    },
    finish: (withResource) => ({
      caseCode: columns.caseCode.slice(0, used),
      activity: columns.activity.slice(0, used),
      time: columns.time.slice(0, used),
      ...(withResource ? { resource: columns.resource.slice(0, used) } : {}),
      activities: Array.from({ length: activities.size() }, (_, code) => activities.name(code)),
      cases: cases.size(),
      caseName: cases.name,
      resources: Array.from({ length: resources.size() }, (_, code) => resources.name(code)),
    }),
  };
}

function resourceOf(resources: ByteDictionary, bytes: Uint8Array, from: number, to: number): number {
  const unknown = from === to || (to - from === 2 && bytes[from] === 0x4e && bytes[from + 1] === 0x41);
  return unknown ? -1 : resources.code(bytes, from, to);
}

type Sized = { readonly caseCode: Uint32Array; readonly activity: Uint16Array; readonly time: Float64Array; readonly resource: Int32Array };

function sized(rows: number): Sized {
  return { caseCode: new Uint32Array(rows), activity: new Uint16Array(rows), time: new Float64Array(rows), resource: new Int32Array(rows) };
}

function larger(columns: Sized): Sized {
  const next = sized(columns.time.length * 2);
  for (const name of ["caseCode", "activity", "time", "resource"] as const) next[name].set(columns[name]);
  return next;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
