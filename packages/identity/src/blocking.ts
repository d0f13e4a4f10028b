import type { Column } from "./columns.ts";
import { hashText, sortByKey } from "./hash.ts";
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
  const spare = new Uint32Array(records.rows);
  /** Per rule the rows that share a key with others, block after block. */
  const order = hashes.map((hash, rule) => {
    const sorted = sortByHash(hash, spare);
    const largest = largestBlock(hash, sorted, keys[rule].coarse ? 50_000 + records.rows / 20 : 2 * records.rows + 50_000);
    let kept = 0;
    forBlocks(hash, sorted, (from, to) => {
      if (to - from <= largest) {
        sorted.copyWithin(kept, from, to);
        kept += to - from;
        return;
      }
      blocks += 1;
      left += to - from;
      for (let i = from; i < to; i += 1) hash[sorted[i]] = 0;
    });
    return sorted.slice(0, kept);
  });
  const cross = records.split < records.rows;
  const found = pairList();
  hashes.forEach((hash, rule) => {
    const rows = order[rule];
    forBlocks(hash, rows, (from, to) => {
      for (let i = from; i < to; i += 1)
        for (let j = i + 1; j < to; j += 1) {
          const x = Math.min(rows[i], rows[j]);
          const y = Math.max(rows[i], rows[j]);
          if (cross && (x >= records.split || y < records.split)) continue;
          if (heldBefore(hashes, rule, x, y)) continue;
          let bits = 1 << rule;
          for (let later = rule + 1; later < hashes.length; later += 1)
            if (hashes[later][x] !== 0 && hashes[later][x] === hashes[later][y]) bits |= 1 << later;
          found.add(x, y, bits);
        }
    });
  });
  return { rules, candidates: found.whole(), skipped: { blocks, rows: left } };
}

/** Pairs as they are found: typed arrays that grow, since millions of numbers in a list cost four times as much. */
function pairList() {
  let [a, b, rules] = [new Int32Array(1 << 16), new Int32Array(1 << 16), new Uint32Array(1 << 16)];
  let n = 0;
  const grown = <T extends Int32Array | Uint32Array>(old: T, fresh: T): T => {
    fresh.set(old);
    return fresh;
  };
  return {
    add(x: number, y: number, bits: number): void {
      if (n === a.length) {
        const room = 2 * n;
        [a, b, rules] = [grown(a, new Int32Array(room)), grown(b, new Int32Array(room)), grown(rules, new Uint32Array(room))];
      }
      a[n] = x;
      b[n] = y;
      rules[n] = bits;
      n += 1;
    },
    whole: (): Candidates => ({ a: a.slice(0, n), b: b.slice(0, n), rules: rules.slice(0, n) }),
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
function sortByHash(hash: Uint32Array, spare: Uint32Array): Uint32Array {
  const rows = new Uint32Array(hash.length);
  let n = 0;
  for (let row = 0; row < hash.length; row += 1) if (hash[row] !== 0) rows[n++] = row;
  const sorted = rows.subarray(0, n);
  sortByKey(sorted, hash, spare.subarray(0, n));
  return sorted;
}

function forBlocks(hash: Uint32Array, sorted: Uint32Array, each: (from: number, to: number) => void): void {
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && hash[sorted[to]] === hash[sorted[from]]) to += 1;
    if (to - from > 1 && hash[sorted[from]] !== 0) each(from, to);
    from = to;
  }
}

/** What of a word makes the key: from the first character on to before the last one. */
type Part = (word: string) => readonly [from: number, to: number];
const whole: Part = (word) => [0, word.length];
const first =
  (n: number): Part =>
  (word) => [0, Math.min(n, word.length)];

/** Words of a column as one key each; 0 where the word has none. */
function keyOf(records: Records, column: number, how: string, part: Part): Key {
  const { codes, name } = records.columns[column];
  const of = partHashes(records.columns[column], part);
  const hash = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row += 1) if (codes[row] >= 0) hash[row] = of[codes[row]];
  return { columns: [column], how: `${name}${how}`, hash };
}

function partHashes({ words, hashes }: Column, part: Part): Uint32Array {
  if (part === whole) return hashes;
  const of = new Uint32Array(words.length);
  for (let code = 0; code < words.length; code += 1) {
    const [from, to] = part(words[code]);
    of[code] = hashText(words[code], from, to);
  }
  return of;
}

/** Given name and surname as one key, whichever stands first: they change places more often than anything else. */
function bothNames(records: Records, how: string, part: Part): Key {
  const { columns, given, surname } = records;
  const [mine, theirs] = [partHashes(columns[given], part), partHashes(columns[surname], part)];
  const [givens, surnames] = [columns[given].codes, columns[surname].codes];
  const hash = new Uint32Array(givens.length);
  for (let row = 0; row < givens.length; row += 1) {
    if (givens[row] < 0 || surnames[row] < 0) continue;
    const [one, other] = [mine[givens[row]], theirs[surnames[row]]];
    hash[row] = Math.imul(Math.min(one, other), 0x9e3779b1) ^ Math.max(one, other);
  }
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

function rulesOf(records: Records): { keys: Key[]; coarse: boolean }[] {
  const { columns, given, surname } = records;
  const all = (role: Column["role"]) => columns.flatMap((column, at) => (column.role === role ? [at] : []));
  const exact = (at: number) => keyOf(records, at, "", whole);
  const head = (at: number, n: number) => keyOf(records, at, ` (first ${n})`, first(n));
  const found: { keys: Key[]; coarse: boolean }[] = [];
  const rule = (...keys: Key[]) => found.push({ keys, coarse: true });
  const sure = (...keys: Key[]) => found.push({ keys, coarse: false });
  const births = all("date-of-birth");
  const places = [...all("postcode"), ...all("city")];
  const streets = all("address");
  const year = (at: number) => keyOf(records, at, " (year)", first(4));
  const monthAndDay = (at: number) => keyOf(records, at, " (month and day)", (word) => [4, word.length]);
  for (const at of [...all("id"), ...all("email"), ...all("phone")]) sure(exact(at));
  for (const at of all("email")) {
    sure(keyOf(records, at, " (before @)", (word) => [0, userEnd(word)]));
    rule(keyOf(records, at, " (behind @)", (word) => [word.lastIndexOf("@") + 1, word.length]));
  }
  if (given >= 0 && surname >= 0) {
    for (const at of births) sure(bothNames(records, "", whole), exact(at));
    rule(bothNames(records, "", whole));
    for (const at of births) rule(bothNames(records, " (initial)", first(1)), year(at));
    for (const at of places) rule(bothNames(records, " (first 3)", first(3)), exact(at));
  }
  for (const at of births) {
    rule(exact(at));
    if (surname >= 0) rule(head(surname, 3), monthAndDay(at));
    if (given >= 0) rule(head(given, 3), monthAndDay(at));
    if (surname >= 0) rule(head(surname, 3), year(at));
    if (given >= 0) rule(head(given, 3), year(at));
    for (const place of places.slice(0, 1)) rule(exact(place), keyOf(records, at, " (year and month)", first(6)));
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

function userEnd(address: string): number {
  const at = address.lastIndexOf("@");
  return at < 0 ? address.length : at;
}
