import { block, type Candidates } from "./blocking.ts";
import { randomShares } from "./chance.ts";
import { contract, type Edges, oneToOne } from "./cluster.ts";
import { type Column, intern } from "./columns.ts";
import { learn } from "./learn.ts";
import { bitsOf, type Model } from "./model.ts";
import { assertFits, heldThen, modelOf, type Parameters, parametersOf } from "./parameters.ts";
import { type Patterns, patternsOf } from "./patterns.ts";
import type { RoleColumn } from "./prepare.ts";
import { patternOf, recordsOf, type Records } from "./records.ts";
import { type Reason, scorerOf } from "./score.ts";

export interface Resolution {
  /** Per row its cluster: the row that comes first in it. */
  readonly cluster: Int32Array;
  readonly edges: Edges;
  /** Why an edge weighs what it does; the bits of all reasons add up to its own. */
  explain(edge: number): Reason[];
  readonly model: Model;
  /** What was learned, or what was given. */
  parameters(): Parameters;
  /** Blocks, and rows in them, that were too large to compare under some rule. */
  readonly skipped: { readonly blocks: number; readonly rows: number };
}

export interface Asked {
  readonly columns: readonly RoleColumn[];
  /** The first row of the second file, where each row of one file is at most one row of the other; null to look for duplicates among all rows. */
  readonly split: number | null;
  /** Per row the system it is from, where that is known: a system holds few people twice, and most of those another holds. */
  readonly source?: Int32Array | null;
  /** Learned before, from these columns: then nothing is learned now. */
  readonly parameters?: Parameters | null;
}

/**
 * Which rows are one person, from their columns alone: no labels, no threshold to set, the same result in whatever order the rows come.
 */
export function resolve({ columns: cells, split, source = null, parameters = null }: Asked): Resolution {
  if (parameters !== null) assertFits(parameters, cells);
  const rows = cells[0]?.cells.length ?? 0;
  const { records, order } = recordsOf(cells, split ?? rows, source);
  const compare = patternOf(records);
  const blocking = block(records, parameters?.caps ?? null);
  const { candidates, rules, skipped } = blocking;
  const patterns = patternsOf(candidates, records.columns.length, compare);
  const pairs = Math.max(1, split === null ? (rows * (rows - 1)) / 2 : split * (rows - split));
  const model =
    parameters === null
      ? learn({ records, pairs, candidates, patterns, rules, random: randomShares(records, compare, seeded(SEED)) })
      : modelOf(parameters);
  const evidence = evidenceOf({ records, candidates, patterns, model, parameters });
  const edges = { a: candidates.a, b: candidates.b, bits: new Float64Array(candidates.a.length) };
  for (let at = 0; at < edges.bits.length; at += 1) edges.bits[at] = evidence.bits(at);
  const found = split === null ? contract(rows, edges, { known: knownOf(records.columns) }) : oneToOne(rows, edges);
  return {
    cluster: named(order, found),
    edges: edgesBack(order, edges),
    explain: evidence.reasons,
    model,
    parameters: () => parameters ?? parametersOf(model, records.columns, blocking),
    skipped,
  };
}

/** What speaks for and against each candidate, and why. */
function evidenceOf(given: { records: Records; candidates: Candidates; patterns: Patterns; model: Model; parameters: Parameters | null }) {
  const { records, candidates, patterns, model, parameters } = given;
  const { m, h, u, eta } = model;
  const { source, columns } = records;
  const one = bitsOf({ shares: m, u, odds: 1 }, columns.length, patterns);
  const home = bitsOf({ shares: h, u, odds: eta / (1 - eta) }, columns.length, patterns);
  const scorer = scorerOf(model, columns, parameters?.records ?? records.rows);
  const counts = columns.map(({ words, counts: now }, at) =>
    parameters === null ? now : Int32Array.from(words, (word) => heldThen(parameters.held[at] ?? {}, word)),
  );
  // One pair at a time is looked at: its own place is told to the scorer without a new object for each of millions.
  const pair = { levels: patterns.levels, from: 0, one: 0, home: 0, within: false };
  let row = 0;
  const held = (at: number) => counts[at][columns[at].codes[row]];
  const look = (at: number) => {
    const kind = patterns.of[at];
    row = candidates.a[at];
    pair.from = kind * columns.length;
    pair.one = one[kind];
    pair.home = home[kind];
    pair.within = source !== null && source[row] === source[candidates.b[at]];
    return pair;
  };
  return {
    bits: (at: number): number => scorer.bits(look(at), held),
    reasons: (at: number): Reason[] => scorer.reasons(look(at), held),
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
