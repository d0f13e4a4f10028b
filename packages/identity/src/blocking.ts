import { type Sort, sorterOf } from "./hash.ts";
import type { Records } from "./records.ts";
import { keysOf, rulesOf } from "./rules.ts";

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
  /** Rows in the largest block that was still compared, per rule. */
  readonly caps: readonly number[];
  readonly candidates: Candidates;
  /** Rows and blocks that a rule left out because too many rows agree. */
  readonly skipped: { readonly blocks: number; readonly rows: number };
}

/** Rows in one block that are still compared with each other: 200 make 19,900 pairs. */
const LARGEST_BLOCK = 200;

/** @param caps the largest block of each rule; null: so that a rule brings no more than so many pairs */
export function block(records: Records, caps: readonly number[] | null = null): Blocking {
  const made = rulesOf(records.columns);
  const hashes = made.map((rule) => keysOf(rule, records.columns));
  let blocks = 0;
  let left = 0;
  const largestOf: number[] = [];
  const rules = made.map(({ name, keys }) => ({ name, columns: [...new Set(keys.flatMap(({ columns }) => columns))] }));
  const sort = sorterOf(records.rows);
  /** Per rule the rows that share a key with others, block after block. */
  const order = hashes.map((hash, rule) => {
    const sorted = sortByHash(hash, sort);
    const budget = made[rule].coarse ? 50_000 + records.rows / 20 : 2 * records.rows + 50_000;
    const largest = caps?.[rule] ?? largestBlock(hash, sorted, budget);
    largestOf.push(largest);
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
  return { rules, caps: largestOf, candidates: found.whole(), skipped: { blocks, rows: left } };
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
function sortByHash(hash: Uint32Array, sort: Sort): Uint32Array {
  const rows = new Uint32Array(hash.length);
  let n = 0;
  for (let row = 0; row < hash.length; row += 1) if (hash[row] !== 0) rows[n++] = row;
  const sorted = rows.subarray(0, n);
  sort(sorted, hash);
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
