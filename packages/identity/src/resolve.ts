import { block } from "./blocking.ts";
import { contract, type Edges, oneToOne } from "./cluster.ts";
import type { Column } from "./columns.ts";
import { EQUAL, HALF_SWAPPED, LAST, NOTHING, SWAPPED } from "./compare.ts";
import type { RoleColumn } from "./prepare.ts";
import { patternOf, recordsOf, type Records } from "./records.ts";
import { bitsOf, learn, type Model, patternsOf, randomShares } from "./weights.ts";

/** No cluster grows beyond this: what looks like more records of one person is a value that names nobody. */
const LARGEST_CLUSTER = 100;

export interface Resolution {
  /** Per row its cluster: the row that comes first in it. */
  readonly cluster: Int32Array;
  readonly edges: Edges;
  /** Why an edge weighs what it does; the bits of all reasons add up to its own. */
  explain(edge: number): Reason[];
  readonly model: Model;
  /** Blocks, and rows in them, that were too large to compare under some rule. */
  readonly skipped: { readonly blocks: number; readonly rows: number };
}

export interface Reason {
  /** A column, or null for what is so of any two records before anything is compared. */
  readonly column: string | null;
  readonly agreement: (typeof AGREEMENT)[number];
  /** Evidence for one person where positive, for two where negative: log2 of how much likelier it is. */
  readonly bits: number;
}

const AGREEMENT = ["nothing-known", "equal", "close", "alike", "slightly-alike", "different", "changed-places"] as const;

/**
 * Which rows are one person, from their columns alone: no labels, no threshold to set, the same result in whatever order the rows come.
 * @param split the first row of the second file, where each row of one file is at most one row of the other; null to look for duplicates
 *   among all rows
 */
export function resolve({ columns: cells, split }: { columns: readonly RoleColumn[]; split: number | null }): Resolution {
  const rows = cells[0]?.cells.length ?? 0;
  const order = canonical(cells, split ?? rows);
  const records = recordsOf(
    cells.map((column) => ({ ...column, cells: Array.from(order, (row) => column.cells[row]) })),
    split ?? rows,
  );
  const compare = patternOf(records);
  const { candidates, rules, skipped } = block(records);
  const columns = records.columns.length;
  const patterns = patternsOf(candidates, columns, compare);
  const pairs = Math.max(1, split === null ? (rows * (rows - 1)) / 2 : split * (rows - split));
  const random = randomShares(records, compare, seeded(SEED));
  const model = learn({ columns, pairs, candidates, patterns, rules, random });
  const kinds = bitsOf(model, columns, patterns);
  const bits = Float64Array.from(patterns.of, (kind, at) => {
    let sum = kinds[kind];
    for (let column = 0; column < columns; column += 1)
      if (patterns.levels[kind * columns + column] === EQUAL) sum += rarity(records, model, column, candidates.a[at]);
    return sum;
  });
  const edges = { a: candidates.a, b: candidates.b, bits };
  const found = split === null ? contract(rows, edges, LARGEST_CLUSTER) : oneToOne(rows, edges);
  return {
    cluster: named(order, found),
    edges: edgesBack(order, edges),
    explain(edge) {
      const kind = patterns.of[edge];
      const prior: Reason = { column: null, agreement: "nothing-known", bits: Math.log2(model.lambda / (1 - model.lambda)) };
      const reasons = records.columns.flatMap((column, at): Reason[] => {
        const level = patterns.levels[kind * columns + at];
        if (level === NOTHING) return [];
        const rare = level === EQUAL ? rarity(records, model, at, candidates.a[edge]) : 0;
        return [
          { column: column.name, agreement: agreementOf(column, level), bits: Math.log2(model.m[at][level] / model.u[at][level]) + rare },
        ];
      });
      return [prior, ...reasons];
    },
    model,
    skipped,
  };
}

const SEED = 20_261_123;

function agreementOf({ role }: Column, level: number): Reason["agreement"] {
  if (role === "given-name" && (level === SWAPPED || level === HALF_SWAPPED)) return "changed-places";
  return level >= LAST[role] ? "different" : AGREEMENT[level];
}

/** Equal values speak the more for one person the rarer they are: bits beyond what equality of the column says on the whole. */
function rarity({ columns }: Records, { u }: Model, at: number, row: number): number {
  const { codes, counts } = columns[at];
  const chance = u[at][EQUAL];
  // Rows beside the pair that hold the value, drawn towards the column's own share as long as there are few rows.
  const share = (counts[codes[row]] - 1) / (codes.length - 2 + 1 / chance);
  return Math.log2(chance / share);
}

/** Rows by what stands in them, so that no result depends on the order they came in. Files stay apart. */
function canonical(cells: readonly { cells: readonly string[] }[], split: number): Int32Array {
  const rows = cells[0]?.cells.length ?? 0;
  const text = Array.from({ length: rows }, (_, row) => cells.map((column) => column.cells[row]).join("\u0001"));
  const order = Array.from({ length: rows }, (_, row) => row);
  order.sort((x, y) => Number(x >= split) - Number(y >= split) || (text[x] < text[y] ? -1 : text[x] > text[y] ? 1 : x - y));
  return Int32Array.from(order);
}

/** Clusters of the rows as they came, each named by its first row. */
function named(order: Int32Array, found: Int32Array): Int32Array {
  const first = new Map<number, number>();
  const cluster = new Int32Array(found.length);
  const at = new Int32Array(found.length);
  order.forEach((row, place) => (at[row] = place));
  for (let row = 0; row < found.length; row += 1) {
    const own = found[at[row]];
    const name = first.get(own) ?? row;
    first.set(own, name);
    cluster[row] = name;
  }
  return cluster;
}

function edgesBack(order: Int32Array, { a, b, bits }: Edges): Edges {
  return {
    a: a.map((row, at) => Math.min(order[row], order[b[at]])),
    b: b.map((row, at) => Math.max(order[row], order[a[at]])),
    bits,
  };
}

/** mulberry32: numbers from 0 to 1, the same for the same seed everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
