import { quantilesReordering } from "@counterseat/stats";
import { grouped } from "./grouping.ts";
import type { JourneyLog } from "./journey-log.ts";
import { compareNames } from "./name-order.ts";
import { topVariants } from "./top-variants.ts";

/** One directly-follows edge. Times are seconds from one event to the next, full precision. */
export type ModelEdge = {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly p90: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
};

export type JourneyModel = {
  readonly events: number;
  readonly cases: number;
  /** Steps that occur, most frequent first, then by name. */
  readonly activities: readonly string[];
  readonly variants: number;
  /** Most frequent first, then by names. */
  readonly edges: readonly ModelEdge[];
  /** Step -> cases that begin (end) with it. */
  readonly starts: Readonly<Record<string, number>>;
  readonly ends: Readonly<Record<string, number>>;
  /** The 20 most frequent sequences; ties by their step names, compared one after the other, the shorter first. */
  readonly topVariants: readonly { readonly activities: readonly string[]; readonly count: number }[];
};

const TOP_VARIANTS = 20;

/**
 * The directly-follows model of a log, with exact waiting times per edge (median and p90 by linear interpolation, type 7).
 * Names are ordered by UTF-16 code unit, so the result does not depend on the machine's language.
 * Source: W. van der Aalst, Process Mining (2016), ch. 6; the definitions of pm4py 2.7, whose results it reproduces.
 */
export function model(log: JourneyLog): JourneyModel {
  const frequency = new Int32Array(log.activities.length);
  for (let i = 0; i < log.events; i += 1) frequency[log.activity[i]] += 1;
  const activities = log.activities
    .map((name, step) => ({ name, count: frequency[step] }))
    .filter(({ count }) => count > 0)
    .sort((x, y) => y.count - x.count || compareNames(x.name, y.name))
    .map(({ name }) => name);
  return {
    events: log.events,
    cases: log.cases,
    activities,
    variants: log.variants,
    edges: edges(log),
    starts: endpoints(log, (c) => log.offsets[c]),
    ends: endpoints(log, (c) => log.offsets[c + 1] - 1),
    topVariants: topVariants(log, TOP_VARIANTS).map(({ activities: steps, count }) => ({ activities: steps, count })),
  };
}

function edges(log: JourneyLog): ModelEdge[] {
  const groups = grouped({ group: log.edge, value: log.elapsed, groups: log.edgeFrom.length });
  // Of a log that some cases were kept of, not every edge has events.
  const found = [...log.edgeFrom.keys()].filter((e) => groups.offsets[e + 1] > groups.offsets[e]);
  const rows = found.map((e) => {
    const waits = groups.values.subarray(groups.offsets[e], groups.offsets[e + 1]);
    let sum = 0;
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < waits.length; i += 1) {
      const wait = waits[i];
      sum += wait;
      if (wait < min) min = wait;
      if (wait > max) max = wait;
    }
    const [median, p90] = quantilesReordering(waits, [0.5, 0.9]);
    return {
      from: log.activities[log.edgeFrom[e]],
      to: log.activities[log.edgeTo[e]],
      count: waits.length,
      mean: sum / waits.length / 1000,
      median: median / 1000,
      p90: p90 / 1000,
      min: min / 1000,
      max: max / 1000,
      sum: sum / 1000,
    };
  });
  return rows.sort((x, y) => y.count - x.count || compareNames(x.from, y.from) || compareNames(x.to, y.to));
}

function endpoints(log: JourneyLog, positionOf: (c: number) => number): Record<string, number> {
  const counts = new Int32Array(log.activities.length);
  for (let c = 0; c < log.cases; c += 1) counts[log.activity[positionOf(c)]] += 1;
  const rows = log.activities.map((name, step) => ({ name, count: counts[step] })).filter(({ count }) => count > 0);
  rows.sort((x, y) => y.count - x.count || compareNames(x.name, y.name));
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}
