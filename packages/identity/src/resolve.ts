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
  const { records, order } = recordsOf(cells, split ?? rows, source);
  const compare = patternOf(records);
  const { candidates, rules, skipped } = block(records);
  const patterns = patternsOf(candidates, records.columns.length, compare);
  const pairs = Math.max(1, split === null ? (rows * (rows - 1)) / 2 : split * (rows - split));
  const random = randomShares(records, compare, seeded(SEED));
  const model = learn({ records, pairs, candidates, patterns, rules, random });
  const evidence = evidenceOf({ records, candidates, patterns, model });
  const edges = { a: candidates.a, b: candidates.b, bits: new Float64Array(candidates.a.length) };
  for (let at = 0; at < edges.bits.length; at += 1) edges.bits[at] = evidence.bits(at);
  const found = split === null ? contract(rows, edges, { known: knownOf(records.columns) }) : oneToOne(rows, edges);
  return { cluster: named(order, found), edges: edgesBack(order, edges), explain: evidence.reasons, model, skipped };
}

/** What speaks for and against each candidate, and why. */
function evidenceOf(given: { records: Records; candidates: Candidates; patterns: Patterns; model: Model }) {
  const { records, candidates, patterns, model } = given;
  const { m, h, u, lambda, eta, strangers } = model;
  const columns = records.columns.length;
  const one = bitsOf({ shares: m, u, odds: 1 }, columns, patterns);
  const home = bitsOf({ shares: h, u, odds: eta / (1 - eta) }, columns, patterns);
  const shared = records.columns.map(({ role }) => isShared(role));
  const levelAt = (pair: number, column: number) => patterns.levels[patterns.of[pair] * columns + column];
  const rarities = records.columns.map((column, at) => rarity(column, u[at][EQUAL], strangers[at]));
  const rare = (pair: number, column: number) => {
    if (levelAt(pair, column) !== EQUAL) return 0;
    const { codes, counts } = records.columns[column];
    return rarities[column](counts[codes[candidates.a[pair]]]);
  };
  const { source } = records;
  const [across, within] = lambda.map((share) => Math.log2(share / (1 - share)));
  const prior = (pair: number) => (source !== null && source[candidates.a[pair]] === source[candidates.b[pair]] ? within : across);
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

/**
 * Equal values speak the more for one person the fewer strangers hold them: bits beyond what equality of the column says on the whole, by how
 * many rows hold the value. Each number of rows is worked out once.
 */
function rarity({ codes }: Column, chance: number, strangers: Float64Array): (held: number) => number {
  const rows = codes.length;
  const known: number[] = [];
  return (held) => {
    const share = (strangersIn(strangers, held - 1) + USUAL * chance * rows) / ((1 + USUAL) * rows - 1);
    return (known[held] ??= Math.log2(chance / Math.max(share, LEAST_SHARE)));
  };
}
/** The column's own chance weighs as much as this share of all rows: that nobody else holds a value yet does not make it unique. */
const USUAL = 0.02;
const LEAST_SHARE = 1e-12;

/** Clusters of the rows as they came, each named by its first row. */
function named(order: Int32Array, found: Int32Array): Int32Array {
  const rows = found.length;
  const first = new Int32Array(rows).fill(-1);
  const at = new Int32Array(rows);
  for (let place = 0; place < rows; place += 1) at[order[place]] = place;
  const cluster = new Int32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const own = found[at[row]];
    if (first[own] < 0) first[own] = row;
    cluster[row] = first[own];
  }
  return cluster;
}

function edgesBack(order: Int32Array, { a, b, bits }: Edges): Edges {
  const [low, high] = [new Int32Array(a.length), new Int32Array(a.length)];
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [order[a[at]], order[b[at]]];
    low[at] = Math.min(x, y);
    high[at] = Math.max(x, y);
  }
  return { a: low, b: high, bits };
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
