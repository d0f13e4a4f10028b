import { adjustPValues, mannWhitney, shareDifference } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";

export type CohortInput = {
  readonly log: JourneyLog;
  /** Case -> 0 for the first cohort, 1 for the second, -1 for neither. */
  readonly cohort: Int8Array;
  /** False-discovery rate that is allowed among what is called different; default .05. */
  readonly level?: number;
};

/** What two cohorts do differently. `p` is adjusted for all that was looked at (Benjamini-Hochberg); `different` says whether it stands. */
export type CohortDifference = {
  /** One step for a step, two for a path from one to the next. */
  readonly from: string;
  readonly to: string | null;
  readonly cases: readonly [number, number];
  /** Share of cases that have it, first cohort minus second, with its 95 % interval. */
  readonly share: {
    readonly difference: number;
    readonly interval: readonly [number, number];
    readonly p: number | null;
    readonly different: boolean;
  };
  /** Median seconds of the path in each cohort; null for steps and where nobody went it. `p` of Mann-Whitney, null with fewer than 8 on a side. */
  readonly wait: {
    readonly medians: readonly [number | null, number | null];
    readonly p: number | null;
    readonly different: boolean;
  } | null;
};

export type CohortComparison = {
  readonly cases: readonly [number, number];
  /** Steps and paths that differ first, by the size of the difference; then the rest by name. */
  readonly differences: readonly CohortDifference[];
  /** How many tests the adjustment was made over. */
  readonly tests: number;
};

/** With fewer on a side a rank test's p is too coarse to survive any adjustment. */
const LEAST_WAITS = 8;

/**
 * Two cohorts on one map: every step and every path in one pass, with intervals, and all tests adjusted together so that looking at hundreds of paths does
 * not find what is not there. A difference is an association between the cohorts and the way, not a cause.
 * @throws RangeError when the cohorts are not given for every case
 */
export function compareCohorts({ log, cohort, level = 0.05 }: CohortInput): CohortComparison {
  if (cohort.length !== log.cases) throw new RangeError(`${cohort.length} cohorts for ${log.cases} cases`);
  const sizes: [number, number] = [0, 0];
  const steps = seen(log.activities.length);
  const paths = seen(log.edgeFrom.length);
  const waits: [number[], number[]][] = Array.from(log.edgeFrom, () => [[], []]);
  for (let c = 0; c < log.cases; c += 1) {
    const side = cohort[c];
    if (side !== 0 && side !== 1) continue;
    sizes[side] += 1;
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) {
      steps.add(log.activity[i], side, c);
      if (log.edge[i] < 0) continue;
      paths.add(log.edge[i], side, c);
      waits[log.edge[i]]?.[side].push(log.elapsed[i] / 1000);
    }
  }
  const rows = [
    ...[...log.activities.keys()].map((step) => ({ from: log.activities[step], to: null, cases: steps.of(step), waits: null })),
    ...[...log.edgeFrom.keys()].map((path) => ({
      from: log.activities[log.edgeFrom[path]],
      to: log.activities[log.edgeTo[path]],
      cases: paths.of(path),
      waits: waits[path] ?? null,
    })),
  ].filter(({ cases }) => cases[0] + cases[1] > 0);
  const shares = rows.map(({ cases }) => (sizes[0] === 0 || sizes[1] === 0 ? null : shareTest(cases, sizes)));
  const ranks = rows.map((row) => (row.waits === null ? null : waitTest(row.waits)));
  const p = adjustPValues([...shares.map((share) => share?.p ?? null), ...ranks.map((rank) => rank?.p ?? null)]);
  const stands = (value: number | null | undefined) => value !== null && value !== undefined && value <= level;
  const differences = rows.map(({ from, to, cases }, at): CohortDifference => {
    const share = shares[at];
    const rank = ranks[at];
    const sharePs = p[at] ?? null;
    const waitPs = p[rows.length + at] ?? null;
    return {
      from,
      to,
      cases,
      share: { difference: share?.estimate ?? 0, interval: share?.interval ?? [-1, 1], p: sharePs, different: stands(sharePs) },
      wait: rank === null || rank === undefined ? null : { medians: rank.medians, p: waitPs, different: stands(waitPs) },
    };
  });
  const weight = ({ share, wait }: CohortDifference) =>
    share.different ? 2 + Math.abs(share.difference) : wait?.different === true ? 1 : 0;
  differences.sort((x, y) => weight(y) - weight(x) || compareNames(x.from, y.from) || compareNames(x.to ?? "", y.to ?? ""));
  return { cases: sizes, differences, tests: p.filter((value) => value !== null).length };
}

/** Counts cases, not events: each case once for each thing, its events coming one after the other. */
function seen(things: number): { add(thing: number, side: 0 | 1, c: number): void; of(thing: number): readonly [number, number] } {
  const last = new Int32Array(things).fill(-1);
  const counts = [new Int32Array(things), new Int32Array(things)] as const;
  return {
    add(thing, side, c) {
      if (last[thing] === c) return;
      last[thing] = c;
      counts[side][thing] += 1;
    },
    of: (thing) => [counts[0][thing], counts[1][thing]],
  };
}

/** Exact where few are expected, as its doubt says it must be. */
function shareTest(cases: readonly [number, number], sizes: readonly [number, number]) {
  const sides = { a: { successes: cases[0], n: sizes[0] }, b: { successes: cases[1], n: sizes[1] } };
  const found = shareDifference(sides);
  return found.doubts.includes("few-expected") ? shareDifference({ ...sides, test: "fisher" }) : found;
}

function waitTest([a, b]: readonly [readonly number[], readonly number[]]): {
  medians: readonly [number | null, number | null];
  p: number | null;
} {
  const p = a.length < LEAST_WAITS || b.length < LEAST_WAITS ? null : mannWhitney({ a, b }).p;
  return { medians: [medianOf(a), medianOf(b)], p };
}

function medianOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
