import { grouped } from "./grouping.ts";
import type { JourneyLog } from "./journey-log.ts";
import { compareNames } from "./name-order.ts";
import { pathRows } from "./path-rows.ts";
import { project } from "./projection.ts";
import { shareOf, shownPaths } from "./shown-paths.ts";
import { waitOf, type Wait } from "./wait.ts";

export type MapInput = {
  readonly log: JourneyLog;
  /** Share (0..1) of the steps kept, the most frequent first; at least one is kept. */
  readonly steps: number;
  /** Share (0..1) of the paths between kept steps that are shown, the most travelled first; those that keep the map connected are added. */
  readonly paths: number;
  /** Stage of a step, by name; null when it has none. */
  readonly stageOf?: (step: string) => string | null;
  /**
   * Steps and paths with fewer cases than this are never shown singly, whatever the sliders say; 1 when absent. For legibility: folded counts
   * can still be worked out from the totals, so it does not replace the suppression of small groups.
   */
  readonly minimum?: number;
};

export type MapStep = {
  readonly id: string;
  readonly events: number;
  readonly cases: number;
  /** Cases with two or more of its events. */
  readonly again: number;
  readonly stage: string | null;
  /** Since the event before it in the full log, so that moving a slider never changes it; null when nothing ever came before. */
  readonly wait: Wait | null;
  /** Cases whose first (last) kept step it is; 0 for a hidden step. */
  readonly starts: number;
  readonly ends: number;
  /** False for a hidden step: its events are contracted into the paths that pass it. */
  readonly shown: boolean;
  /** Traversals into (out of) it over paths that are not shown. */
  readonly foldedIn: number;
  readonly foldedOut: number;
};

export type MapPath = {
  /** Null is the start of a case, before its first kept step. */
  readonly from: string | null;
  /** Null is the end of a case, after its last kept step. */
  readonly to: string | null;
  readonly count: number;
  readonly cases: number;
  /** Seconds from the one kept step to the next; null for paths from the start or to the end. */
  readonly median: number | null;
  readonly p90: number | null;
  /** Traversals that pass at least one hidden event. */
  readonly viaHidden: number;
  /** Different hidden steps passed, and events of theirs passed, over all traversals. */
  readonly hiddenSteps: number;
  readonly hiddenEvents: number;
  readonly shown: boolean;
};

export type MapTotals = {
  readonly cases: number;
  readonly events: number;
  readonly hiddenSteps: number;
  readonly hiddenEvents: number;
  /** All traversals: per case with a kept step, one more than its kept events. */
  readonly traversals: number;
  readonly foldedPaths: number;
  readonly foldedTraversals: number;
  /** Cases without any kept step. */
  readonly unseenCases: number;
};

export type JourneyMap = {
  /** All steps that occur, hidden ones too: shown first, then by events, then by name. */
  readonly steps: readonly MapStep[];
  /** All paths between kept steps, folded ones too: by count, then by names, start and end first. */
  readonly paths: readonly MapPath[];
  readonly totals: MapTotals;
};

/**
 * A journey map that hides without lying. Hidden steps are contracted: every case is walked again over the kept steps alone, and a path that
 * jumps over hidden events says how often. Hidden paths are folded: left off the map and counted, per step and in total. So at every setting of
 * the sliders, for each kept step, traversals in = traversals out = its events; starts + unseen cases = cases; shown + folded = all traversals.
 *
 * Shown are the `paths` share of the most travelled paths, each kept step's strongest way in and way out that is not a loop on itself, and the
 * strongest paths that are missing for every kept step to be reached from the start and to reach the end.
 * @throws RangeError when a slider is outside 0..1 or the minimum is not a whole number of at least 1.
 */
export function map(input: MapInput): JourneyMap {
  const { log, minimum = 1, stageOf } = input;
  for (const slider of ["steps", "paths"] as const) {
    if (!(input[slider] >= 0 && input[slider] <= 1)) throw new RangeError(`map: ${slider} must lie in 0..1, got ${input[slider]}`);
  }
  if (!(Number.isInteger(minimum) && minimum >= 1))
    throw new RangeError(`map: the minimum must be a whole number of at least 1, got ${minimum}`);

  const tally = tallySteps(log);
  const order = stepOrder(log, tally.events);
  const kept = new Uint8Array(log.activities.length);
  for (const step of order.slice(0, Math.max(1, shareOf(order.length, input.steps)))) {
    if (tally.cases[step] >= minimum) kept[step] = 1;
  }

  const projection = project(log, kept);
  const rows = pathRows(log, projection);
  const shown = shownPaths({ rows, share: input.paths, minimum, steps: log.activities.length });
  const waits = stepWaits(log);

  const sums = { starts: new Int32Array(log.activities.length), ends: new Int32Array(log.activities.length) };
  const folded = { in: new Int32Array(log.activities.length), out: new Int32Array(log.activities.length), paths: 0, traversals: 0 };
  for (const row of rows) {
    if (row.from < 0) sums.starts[row.to] += row.count;
    if (row.to < 0) sums.ends[row.from] += row.count;
    if (shown.has(row.path)) continue;
    folded.paths += 1;
    folded.traversals += row.count;
    if (row.from >= 0) folded.out[row.from] += row.count;
    if (row.to >= 0) folded.in[row.to] += row.count;
  }

  const steps = order.map((step) => {
    const id = log.activities[step];
    return {
      id,
      events: tally.events[step],
      cases: tally.cases[step],
      again: tally.again[step],
      stage: stageOf?.(id) ?? null,
      wait: waits[step],
      starts: sums.starts[step],
      ends: sums.ends[step],
      shown: kept[step] === 1,
      foldedIn: folded.in[step],
      foldedOut: folded.out[step],
    };
  });
  const hidden = steps.filter((step) => !step.shown);
  return {
    steps: [...steps.filter((step) => step.shown), ...hidden],
    paths: rows.map((row) => ({
      from: row.from < 0 ? null : log.activities[row.from],
      to: row.to < 0 ? null : log.activities[row.to],
      count: row.count,
      cases: row.cases,
      median: row.wait?.median ?? null,
      p90: row.wait?.p90 ?? null,
      viaHidden: row.viaHidden,
      hiddenSteps: row.hiddenSteps,
      hiddenEvents: row.hiddenEvents,
      shown: shown.has(row.path),
    })),
    totals: {
      cases: log.cases,
      events: log.events,
      hiddenSteps: hidden.length,
      hiddenEvents: hidden.reduce((sum, step) => sum + step.events, 0),
      traversals: rows.reduce((sum, row) => sum + row.count, 0),
      foldedPaths: folded.paths,
      foldedTraversals: folded.traversals,
      unseenCases: projection.unseenCases,
    },
  };
}

function tallySteps(log: JourneyLog): { events: Int32Array; cases: Int32Array; again: Int32Array } {
  const length = log.activities.length;
  const tally = { events: new Int32Array(length), cases: new Int32Array(length), again: new Int32Array(length) };
  const inCase = new Int32Array(length);
  for (let c = 0; c < log.cases; c += 1) {
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) {
      const step = log.activity[i];
      tally.events[step] += 1;
      inCase[step] += 1;
      if (inCase[step] === 1) tally.cases[step] += 1;
      else if (inCase[step] === 2) tally.again[step] += 1;
    }
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) inCase[log.activity[i]] = 0;
  }
  return tally;
}

/** The steps that occur, most events first, then by name. */
function stepOrder(log: JourneyLog, events: Int32Array): number[] {
  return log.activities
    .map((_, step) => step)
    .filter((step) => events[step] > 0)
    .sort((x, y) => events[y] - events[x] || compareNames(log.activities[x], log.activities[y]));
}

function stepWaits(log: JourneyLog): (Wait | null)[] {
  const group = new Int32Array(log.events);
  for (let i = 0; i < log.events; i += 1) group[i] = log.edge[i] < 0 ? -1 : log.activity[i];
  const { values, offsets } = grouped({ group, value: log.elapsed, groups: log.activities.length });
  return log.activities.map((_, step) => waitOf(values.subarray(offsets[step], offsets[step + 1])));
}
