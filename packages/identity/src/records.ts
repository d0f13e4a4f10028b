import { type Column, inOrder, intern } from "./columns.ts";
import { comparer, HALF_SWAPPED, LEVELS, NOTHING, SWAPPED } from "./compare.ts";
import { sorterOf } from "./hash.ts";
import type { RoleColumn } from "./prepare.ts";
import { jaroWinkler } from "./similarity.ts";

export interface Records {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** The first row of the second file; all rows where there is one file. */
  readonly split: number;
  /** Places of the given name and the surname among the columns; −1 where there is none. */
  readonly given: number;
  readonly surname: number;
  /** Per row the source it is from; null where that is not known. */
  readonly source: Int32Array | null;
}

/** How a pair agrees, all levels in one number: column c counts LEVELS^c. */
export type Pattern = number;

/** Records in an order that what stands in them makes, so that no result depends on how they came; and that order. Files stay apart. */
export function recordsOf(cells: readonly RoleColumn[], split: number, source: Int32Array | null): { records: Records; order: Int32Array } {
  const told = cells.map((column) => intern(column.name, column.role, column.cells));
  const rows = told[0]?.codes.length ?? 0;
  const order = canonical(told, rows, split);
  const columns = told.map((column) => inOrder(column, order));
  const of = (role: Column["role"]) => columns.findIndex((column) => column.role === role);
  const sources = source === null ? null : new Int32Array(rows);
  if (source !== null && sources !== null) for (let row = 0; row < rows; row += 1) sources[row] = source[order[row]];
  return { records: { rows, columns, split, given: of("given-name"), surname: of("surname"), source: sources }, order };
}

/** Rows by a hash of what stands in them, 64 bits of it; rows that say the same may change places, and nothing else. */
function canonical(columns: readonly Column[], rows: number, split: number): Int32Array {
  const [low, high] = [new Uint32Array(rows), new Uint32Array(rows)];
  columns.forEach(({ codes, hashes }, at) => {
    const salt = Math.imul(at + 1, 0x9e3779b1);
    for (let row = 0; row < rows; row += 1) {
      const hash = codes[row] < 0 ? 0 : hashes[codes[row]];
      low[row] = mixLow(low[row], hash, salt);
      high[row] = mixHigh(high[row], hash, salt);
    }
  });
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) order[row] = row;
  const sort = sorterOf(Math.max(split, rows - split));
  for (const file of [order.subarray(0, split), order.subarray(split)]) {
    sort(file, low);
    sort(file, high);
  }
  return Int32Array.from(order);
}

function mixLow(low: number, hash: number, salt: number): number {
  return (Math.imul(low ^ hash ^ salt, 0x01000193) ^ (low >>> 15)) >>> 0;
}
function mixHigh(high: number, hash: number, salt: number): number {
  return (Math.imul(high ^ (hash << 7) ^ (hash >>> 25) ^ salt, 0x2c1b3c6d) ^ (high >>> 13)) >>> 0;
}

/** Where one record stands among others, of the hashes of its words (0 where it says nothing): by the first number, then the second. */
export function placeOf(hashes: readonly number[]): readonly [high: number, low: number] {
  let [low, high] = [0, 0];
  hashes.forEach((hash, at) => {
    const salt = Math.imul(at + 1, 0x9e3779b1);
    low = mixLow(low, hash, salt);
    high = mixHigh(high, hash, salt);
  });
  return [high, low];
}

/** Compares two rows over all columns. */
export function patternOf(records: Records): (a: number, b: number) => Pattern {
  const { columns, given, surname } = records;
  const compares = columns.map(comparer);
  const powers = columns.map((_, at) => LEVELS ** at);
  const crossed = given >= 0 && surname >= 0 ? crossing(columns[given], columns[surname]) : null;
  return (a, b) => {
    let pattern = 0;
    const swapped = crossed === null ? NOTHING : crossed(a, b);
    for (let at = 0; at < columns.length; at += 1) {
      let level: number;
      if (swapped !== NOTHING && at === given) level = swapped;
      else if (swapped !== NOTHING && at === surname) level = NOTHING;
      else level = compares[at](columns[at].codes[a], columns[at].codes[b]);
      pattern += level * powers[at];
    }
    return pattern;
  };
}

/** Names this alike are taken for the same name in the other place. */
const SWAP = 0.9;

/** Whether two rows hold the same two names in changed places, where they are not alike as they stand. */
function crossing(given: Column, surname: Column): (a: number, b: number) => number {
  const alike = (first: number, second: number) =>
    first >= 0 && second >= 0 && jaroWinkler(given.words[first], surname.words[second]) >= SWAP;
  const straight = (column: Column, a: number, b: number) =>
    a >= 0 && b >= 0 && (a === b || jaroWinkler(column.words[a], column.words[b]) >= 0.8);
  return (a, b) => {
    const [ga, gb, sa, sb] = [given.codes[a], given.codes[b], surname.codes[a], surname.codes[b]];
    if ((ga < 0 || sb < 0) && (gb < 0 || sa < 0)) return NOTHING;
    if (straight(given, ga, gb) || straight(surname, sa, sb)) return NOTHING;
    const there = alike(ga, sb);
    const back = alike(gb, sa);
    if (there && back) return SWAPPED;
    if ((there && (gb < 0 || sa < 0)) || (back && (ga < 0 || sb < 0))) return HALF_SWAPPED;
    return NOTHING;
  };
}

const POWERS = Float64Array.from({ length: 20 }, (_, at) => LEVELS ** at);

export function levelAt(pattern: Pattern, column: number): number {
  return Math.floor(pattern / POWERS[column]) % LEVELS;
}
