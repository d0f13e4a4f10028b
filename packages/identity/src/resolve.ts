import { block, type Candidates } from "./blocking.ts";
import { contract, type Edges, oneToOne } from "./cluster.ts";
import { type Column, intern } from "./columns.ts";
import { EQUAL, HALF_SWAPPED, LAST, NOTHING, SWAPPED } from "./compare.ts";
import type { RoleColumn } from "./prepare.ts";
import { patternOf, recordsOf, type Records } from "./records.ts";
import { randomShares } from "./chance.ts";
import { learn } from "./learn.ts";
import { bitsOf, householdBits, isShared, type Model } from "./model.ts";
import { type Patterns, patternsOf } from "./patterns.ts";
import { strangersIn } from "./strangers.ts";

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
  /** A column; null for what is so of any two records before anything is compared, and for what two people of one household share. */
  readonly column: string | null;
  readonly agreement: (typeof AGREEMENT)[number];
  /** Evidence for one person where positive, for two where negative: log2 of how much likelier it is. */
  readonly bits: number;
}

const AGREEMENT = ["nothing-known", "equal", "close", "alike", "slightly-alike", "different", "changed-places", "one-household"] as const;

export interface Asked {
  readonly columns: readonly RoleColumn[];
  /** The first row of the second file, where each row of one file is at most one row of the other; null to look for duplicates among all rows. */
  readonly split: number | null;
  /** Per row the system it is from, where that is known: a system holds few people twice, and most of those another holds. */
  readonly source?: Int32Array | null;
}

/**
 * Which rows are one person, from their columns alone: no labels, no threshold to set, the same result in whatever order the rows come.
 */
export function resolve({ columns: cells, split, source = null }: Asked): Resolution {
  const rows = cells[0]?.cells.length ?? 0;
  const order = canonical(cells, split ?? rows);
  const records = recordsOf(
    cells.map((column) => ({ ...column, cells: Array.from(order, (row) => column.cells[row]) })),
    split ?? rows,
    source === null ? null : Int32Array.from(order, (row) => source[row]),
  );
  const compare = patternOf(records);
  const { candidates, rules, skipped } = block(records);
  const patterns = patternsOf(candidates, records.columns.length, compare);
  const pairs = Math.max(1, split === null ? (rows * (rows - 1)) / 2 : split * (rows - split));
  const random = randomShares(records, compare, seeded(SEED));
  const model = learn({ records, pairs, candidates, patterns, rules, random });
  const evidence = evidenceOf({ records, candidates, patterns, model });
  const edges = { a: candidates.a, b: candidates.b, bits: Float64Array.from(candidates.a, (_, at) => evidence.bits(at)) };
  const found = split === null ? contract(rows, edges, { known: knownOf(records.columns) }) : oneToOne(rows, edges);
  return { cluster: named(order, found), edges: edgesBack(order, edges), explain: evidence.reasons, model, skipped };
}

/** What speaks for and against each candidate, and why. */
function evidenceOf(given: { records: Records; candidates: Candidates; patterns: Patterns; model: Model }) {
  const { records, candidates, patterns, model } = given;
  const { m, h, u, eta } = model;
  const columns = records.columns.length;
  const one = bitsOf({ shares: m, u, odds: 1 }, columns, patterns);
  const home = bitsOf({ shares: h, u, odds: eta / (1 - eta) }, columns, patterns);
  const shared = records.columns.map(({ role }) => isShared(role));
  const levelAt = (pair: number, column: number) => patterns.levels[patterns.of[pair] * columns + column];
  const rare = (pair: number, column: number) => (levelAt(pair, column) === EQUAL ? rarity(records, model, column, candidates.a[pair]) : 0);
  const prior = (pair: number) => {
    const { source } = records;
    const lambda = model.lambda[source !== null && source[candidates.a[pair]] === source[candidates.b[pair]] ? 1 : 0];
    return Math.log2(lambda / (1 - lambda));
  };
  const household = (pair: number) => {
    let bits = home[patterns.of[pair]];
    for (let column = 0; column < columns; column += 1) if (shared[column]) bits += rare(pair, column);
    return householdBits(bits);
  };
  return {
    bits(pair: number): number {
      let sum = prior(pair) + one[patterns.of[pair]];
      for (let column = 0; column < columns; column += 1) sum += rare(pair, column);
      return sum + household(pair);
    },
    reasons(pair: number): Reason[] {
      const known: Reason = { column: null, agreement: "nothing-known", bits: prior(pair) };
      const said = records.columns.flatMap((column, at): Reason[] => {
        const level = levelAt(pair, at);
        if (level === NOTHING) return [];
        return [
          { column: column.name, agreement: agreementOf(column, level), bits: Math.log2(m[at][level] / u[at][level]) + rare(pair, at) },
        ];
      });
      const together: Reason = { column: null, agreement: "one-household", bits: household(pair) };
      return [known, ...said, ...(together.bits === 0 ? [] : [together])];
    },
  };
}

/** Per row the columns that say something, one bit each. */
export function knownIn(cells: readonly RoleColumn[]): Uint32Array {
  return knownOf(cells.map((column) => intern(column.name, column.role, column.cells)));
}

function knownOf(columns: readonly Column[]): Uint32Array {
  const rows = columns[0]?.codes.length ?? 0;
  const known = new Uint32Array(rows);
  columns.forEach(({ codes }, at) => {
    for (let row = 0; row < rows; row += 1) if (codes[row] >= 0) known[row] |= 1 << at;
  });
  return known;
}

const SEED = 20_261_123;

function agreementOf({ role }: Column, level: number): Reason["agreement"] {
  if (role === "given-name" && (level === SWAPPED || level === HALF_SWAPPED)) return "changed-places";
  return level >= LAST[role] ? "different" : AGREEMENT[level];
}

/** Equal values speak the more for one person the fewer strangers hold them: bits beyond what equality of the column says on the whole. */
function rarity({ columns }: Records, { u, strangers }: Model, at: number, row: number): number {
  const { codes, counts } = columns[at];
  const chance = u[at][EQUAL];
  const share = (strangersIn(strangers[at], counts[codes[row]] - 1) + USUAL * chance * codes.length) / ((1 + USUAL) * codes.length - 1);
  return Math.log2(chance / Math.max(share, LEAST_SHARE));
}
/** The column's own chance weighs as much as this share of all rows: that nobody else holds a value yet does not make it unique. */
const USUAL = 0.02;
const LEAST_SHARE = 1e-12;

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
