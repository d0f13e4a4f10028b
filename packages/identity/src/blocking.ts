import type { Column } from "./columns.ts";
import { domainOf, userOf } from "./compare.ts";
import type { Records } from "./records.ts";

/** Rows are compared when they agree on all keys of one rule. */
export interface Rule {
  readonly name: string;
  /** Columns that the rule looks at: where it holds, their levels say nothing new. */
  readonly columns: readonly number[];
}
export interface Candidates {
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Bit r is set where rule r holds. */
  readonly rules: Uint32Array;
}
export interface Blocking {
  readonly rules: readonly Rule[];
  readonly candidates: Candidates;
  /** Rows and blocks that a rule left out because too many rows agree. */
  readonly skipped: { readonly blocks: number; readonly rows: number };
}

/** Rows in one block that are still compared with each other: 200 make 19,900 pairs. */
const LARGEST_BLOCK = 200;

type Key = { readonly columns: readonly number[]; readonly hash: Uint32Array; readonly how: string };

export function block(records: Records): Blocking {
  const keys = rulesOf(records);
  const hashes = keys.map(({ keys: parts }) => together(records.rows, parts));
  let blocks = 0;
  let left = 0;
  const rules = keys.map(({ keys: parts }) => ({
    name: parts.map(({ how }) => how).join(" + "),
    columns: [...new Set(parts.flatMap(({ columns }) => columns))],
  }));
  const order = hashes.map((hash, rule) => {
    const sorted = sortByHash(hash);
    const largest = largestBlock(hash, sorted, keys[rule].coarse ? 50_000 + records.rows / 20 : 2 * records.rows + 50_000);
    forBlocks(hash, sorted, (from, to) => {
      if (to - from <= largest) return;
      blocks += 1;
      left += to - from;
      for (let i = from; i < to; i += 1) hash[sorted[i]] = 0;
    });
    return sorted;
  });
  const a: number[] = [];
  const b: number[] = [];
  const held: number[] = [];
  const cross = records.split < records.rows;
  hashes.forEach((hash, rule) => {
    forBlocks(hash, order[rule], (from, to) => {
      for (let i = from; i < to; i += 1)
        for (let j = i + 1; j < to; j += 1) {
          const x = Math.min(order[rule][i], order[rule][j]);
          const y = Math.max(order[rule][i], order[rule][j]);
          if (cross && (x >= records.split || y < records.split)) continue;
          if (heldBefore(hashes, rule, x, y)) continue;
          let bits = 1 << rule;
          for (let later = rule + 1; later < hashes.length; later += 1)
            if (hashes[later][x] !== 0 && hashes[later][x] === hashes[later][y]) bits |= 1 << later;
          a.push(x);
          b.push(y);
          held.push(bits);
        }
    });
  });
  return {
    rules,
    candidates: { a: Int32Array.from(a), b: Int32Array.from(b), rules: Uint32Array.from(held) },
    skipped: { blocks, rows: left },
  };
}

/** The largest block that is still compared, so that a rule brings no more than so many pairs: the smallest blocks tell the most. */
function largestBlock(hash: Uint32Array, sorted: Uint32Array, budget: number): number {
  const pairs = new Float64Array(LARGEST_BLOCK + 1);
  forBlocks(hash, sorted, (from, to) => {
    const size = to - from;
    if (size <= LARGEST_BLOCK) pairs[size] += (size * (size - 1)) / 2;
  });
  let sum = 0;
  for (let size = 2; size <= LARGEST_BLOCK; size += 1) {
    sum += pairs[size];
    if (sum > budget) return Math.max(2, size - 1);
  }
  return LARGEST_BLOCK;
}

function heldBefore(hashes: readonly Uint32Array[], rule: number, x: number, y: number): boolean {
  for (let before = 0; before < rule; before += 1) if (hashes[before][x] !== 0 && hashes[before][x] === hashes[before][y]) return true;
  return false;
}

/** Rows by hash, those without one left out. */
function sortByHash(hash: Uint32Array): Uint32Array {
  const at = new Float64Array(hash.length);
  let n = 0;
  for (let row = 0; row < hash.length; row += 1) if (hash[row] !== 0) at[n++] = hash[row] * 2 ** 21 + row;
  const sorted = at.subarray(0, n).sort();
  return Uint32Array.from(sorted, (value) => value % 2 ** 21);
}

function forBlocks(hash: Uint32Array, sorted: Uint32Array, each: (from: number, to: number) => void): void {
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && hash[sorted[to]] === hash[sorted[from]]) to += 1;
    if (to - from > 1 && hash[sorted[from]] !== 0) each(from, to);
    from = to;
  }
}

/** Words of a column as one key each; 0 where the word has none. */
function keyOf(records: Records, column: number, how: string, part: (word: string) => string): Key {
  const { codes, words } = records.columns[column];
  const of = Uint32Array.from(words, (word) => hashText(part(word)));
  return {
    columns: [column],
    how: `${records.columns[column].name}${how}`,
    hash: Uint32Array.from(codes, (code) => (code < 0 ? 0 : of[code])),
  };
}

/** Given name and surname as one key, whichever stands first: they change places more often than anything else. */
function bothNames(records: Records, how: string, part: (word: string) => string): Key {
  const { columns, given, surname } = records;
  const first = Uint32Array.from(columns[given].words, (word) => hashText(part(word)));
  const second = Uint32Array.from(columns[surname].words, (word) => hashText(part(word)));
  const hash = Uint32Array.from(columns[given].codes, (code, row) => {
    const other = columns[surname].codes[row];
    if (code < 0 || other < 0) return 0;
    const [low, high] = first[code] < second[other] ? [first[code], second[other]] : [second[other], first[code]];
    return (Math.imul(low, 0x9e3779b1) ^ high) >>> 0;
  });
  return { columns: [given, surname], how: `${columns[given].name} and ${columns[surname].name}${how}`, hash };
}

function together(rows: number, keys: readonly Key[]): Uint32Array {
  const hash = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let mixed = 0x811c9dc5;
    for (const key of keys) {
      if (key.hash[row] === 0) {
        mixed = 0;
        break;
      }
      mixed = Math.imul(mixed ^ key.hash[row], 0x01000193);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
      mixed ^= mixed >>> 13;
    }
    hash[row] = mixed >>> 0;
  }
  return hash;
}

function hashText(text: string): number {
  if (text === "") return 0;
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0 || 1;
}

function rulesOf(records: Records): { keys: Key[]; coarse: boolean }[] {
  const { columns, given, surname } = records;
  const all = (role: Column["role"]) => columns.flatMap((column, at) => (column.role === role ? [at] : []));
  const same = (word: string) => word;
  const exact = (at: number) => keyOf(records, at, "", same);
  const head = (at: number, n: number) => keyOf(records, at, ` (first ${n})`, (word) => word.slice(0, n));
  const found: { keys: Key[]; coarse: boolean }[] = [];
  const rule = (...keys: Key[]) => found.push({ keys, coarse: true });
  const sure = (...keys: Key[]) => found.push({ keys, coarse: false });
  const births = all("date-of-birth");
  const places = [...all("postcode"), ...all("city")];
  const streets = all("address");
  const year = (at: number) => keyOf(records, at, " (year)", (word) => word.slice(0, 4));
  const monthAndDay = (at: number) => keyOf(records, at, " (month and day)", (word) => word.slice(4));
  for (const at of [...all("id"), ...all("email"), ...all("phone")]) sure(exact(at));
  for (const at of all("email")) {
    sure(keyOf(records, at, " (before @)", userOf));
    rule(keyOf(records, at, " (behind @)", domainOf));
  }
  if (given >= 0 && surname >= 0) {
    for (const at of births) sure(bothNames(records, "", same), exact(at));
    rule(bothNames(records, "", same));
    for (const at of births)
      rule(
        bothNames(records, " (initial)", (word) => word.slice(0, 1)),
        year(at),
      );
    for (const at of places)
      rule(
        bothNames(records, " (first 3)", (word) => word.slice(0, 3)),
        exact(at),
      );
  }
  for (const at of births) {
    rule(exact(at));
    if (surname >= 0) rule(head(surname, 3), monthAndDay(at));
    if (given >= 0) rule(head(given, 3), monthAndDay(at));
    if (surname >= 0) rule(head(surname, 3), year(at));
    if (given >= 0) rule(head(given, 3), year(at));
    for (const place of places.slice(0, 1))
      rule(
        exact(place),
        keyOf(records, at, " (year and month)", (word) => word.slice(0, 6)),
      );
  }
  for (const at of places) {
    if (surname >= 0) rule(head(surname, 4), exact(at));
    if (given >= 0) rule(head(given, 4), exact(at));
  }
  for (const at of streets) {
    if (surname >= 0) rule(head(surname, 3), exact(at));
    if (given >= 0) rule(head(given, 3), exact(at));
    for (const place of places.slice(0, 1)) rule(head(at, 6), exact(place));
  }
  return found.slice(0, 31);
}
