import { addEntries, type EdgeCounts, edgesThatOccur, edgeTally } from "./edge-table.ts";
import { cohortCount, type Engine, parts, writeCohorts } from "./engine.ts";
import { EDGE_ENTRY, PROJECTED_ENTRY } from "./kernel-set.ts";
import { scratch, word } from "./segment.ts";

/** By case code: 0 .. 15 puts the case into that cohort, anything else leaves it out. Null takes all cases as cohort 0. */
export type Cohorts = Uint8Array | null;

/**
 * The directly-follows graph of up to 16 cohorts in one pass: how often each step follows each, and the time between.
 * Source: W. van der Aalst, Process Mining (2016), ch. 6.
 */
export function countEdges(engine: Engine, cohort: Cohorts = null): EdgeCounts {
  const cohorts = cohortCount(engine, cohort);
  const shift = word(engine.main, "shift");
  const edges = 4 ** shift;
  const tally = edgeTally(edges * cohorts);
  for (const part of parts(engine)) {
    const { kernels } = part.segment;
    const flat = cohort === null && (part.codes !== null || engine.tail.size === 0);
    const tables = edges * EDGE_ENTRY * (flat ? 2 : cohorts);
    const [members, table, last] = scratch(part.segment, [word(part.segment, "cases"), tables, cohorts * 2 ** shift * 4]);
    writeCohorts(engine, part, cohort, members);
    if (flat) kernels.countAll(table);
    else kernels.countCohorts(members, table);
    kernels.countLast(members, last);
    const buffer = kernels.buffer();
    addEntries(tally, new Uint32Array(buffer, table, edges * cohorts * 4), 4);
    const ends = new Uint32Array(buffer, last, cohorts * 2 ** shift);
    for (let k = 0; k < cohorts; k += 1) {
      for (let step = 1; step < 2 ** shift; step += 1) tally.count[k * edges + (step << shift)] += ends[(k << shift) + step];
    }
  }
  return edgesThatOccur(tally, shift, cohorts).edges;
}

/** Edges between kept steps, with what was passed on the way. */
export type ProjectedEdges = EdgeCounts & {
  /** By cohort: traversals with a hidden event or more, and the hidden events of all. */
  readonly hidden: readonly { readonly traversals: Float64Array; readonly events: Float64Array }[];
  /** By cohort: cases without a kept step. */
  readonly unseen: readonly number[];
};

/**
 * The same walked over the kept steps alone, so that hiding a step re-routes and changes no total.
 * @param kept 1 by step (from 0) that is kept.
 */
export function projectEdges(engine: Engine, kept: Uint8Array, cohort: Cohorts = null): ProjectedEdges {
  if (kept.length !== engine.activities.length) {
    throw new RangeError(`kept has ${kept.length} entries, the engine ${engine.activities.length} activities`);
  }
  const cohorts = cohortCount(engine, cohort);
  const shift = word(engine.main, "shift");
  const edges = 4 ** shift;
  const tally = edgeTally(edges * cohorts);
  const traversals = new Float64Array(edges * cohorts);
  const events = new Float64Array(edges * cohorts);
  const unseen = new Float64Array(cohorts);
  for (const part of parts(engine)) {
    const { kernels } = part.segment;
    const lengths = [word(part.segment, "cases"), 2 ** shift, edges * cohorts * PROJECTED_ENTRY, cohorts * 4];
    const [members, keep, table, none] = scratch(part.segment, lengths);
    writeCohorts(engine, part, cohort, members);
    new Uint8Array(kernels.buffer(), keep + 1, kept.length).set(kept);
    kernels.projectCases(keep, members, table, none);
    const words = new Uint32Array(kernels.buffer(), table, edges * cohorts * 8);
    addEntries(tally, words, 8);
    for (let e = 0; e < edges * cohorts; e += 1) {
      traversals[e] += words[e * 8 + 3];
      events[e] += words[e * 8 + 4];
    }
    for (const [k, count] of new Uint32Array(kernels.buffer(), none, cohorts).entries()) unseen[k] += count;
  }
  const { edges: found, codes } = edgesThatOccur(tally, shift, cohorts);
  const chosen = (by: Float64Array, k: number): Float64Array => Float64Array.from(codes, (code) => by[k * edges + code]);
  return {
    ...found,
    hidden: found.cohorts.map((_, k) => ({ traversals: chosen(traversals, k), events: chosen(events, k) })),
    unseen: [...unseen],
  };
}
