import { adjustPValues, chiSquaredUpper, kruskal, mantelHaenszel, quantilesReordering, type StratumCounts } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";
import type { JourneyKind } from "./journey-kinds.ts";

export type ConsistencyInput = {
  readonly log: JourneyLog;
  readonly kind: JourneyKind;
  /** Case -> number of its group (channel, owner), -1 unknown or of another kind of journey. */
  readonly group: Int32Array;
  readonly groups: number;
  readonly level?: number;
};

export type StepConsistency = {
  readonly step: number;
  /** Group -> finished journeys, and how many of them have the step. */
  readonly with: Int32Array;
  /** 100: the same share in every group; 0: always in one, never in another. */
  readonly index: number;
  readonly lowest: number;
  readonly highest: number;
  /** Adjusted for all that was looked at (Benjamini-Hochberg). */
  readonly p: number;
  readonly different: boolean;
  /** The group furthest from all others taken together. */
  readonly odd: number;
  /** Differs, but not among journeys that are alike in the least consistent step: it differs through that one. */
  readonly through: number | null;
};
export type WaitConsistency = {
  readonly from: number;
  readonly to: number;
  /** Group -> median seconds, NaN where too few went this way. */
  readonly medians: Float64Array;
  readonly p: number;
  readonly different: boolean;
};
export type Consistency = {
  /** Group -> finished journeys: those that came to the step the kind ends with. */
  readonly finished: Int32Array;
  /** Groups with enough of them. */
  readonly compared: readonly number[];
  /** The least consistent first. */
  readonly steps: readonly StepConsistency[];
  /** Steps that come twice or more in a journey, as shares. */
  readonly repeats: readonly StepConsistency[];
  /** Those that differ first. */
  readonly waits: readonly WaitConsistency[];
  readonly tests: number;
};

/** With fewer finished journeys a group is not compared. */
const LEAST = 30;
/** A step that fewer of all have is no part of the journey that could be skipped. */
const COMMON = 0.05;
/** Shares less apart than this many points are the same to a customer, however sure the difference is. */
const APART = 5;
/** What is left of a difference among like journeys must be surer than this to stand by itself: the same journeys were looked at before. */
const STILL = 0.01;

/**
 * Whether a journey goes the same way in every channel: per step the share of finished journeys that have it, that repeat it, and per path the wait, all
 * tests adjusted together. A difference is an association with the channel, not its effect.
 */
export function stepConsistency({ log, kind, group, groups, level = 0.05 }: ConsistencyInput): Consistency {
  if (group.length !== log.cases) throw new RangeError(`${group.length} groups for ${log.cases} cases`);
  const { finished, once, twice, waits, has } = tally(log, kind, group, groups);
  const compared = Array.from({ length: groups }, (_, g) => g).filter((g) => finished[g] >= LEAST);
  const n = compared.reduce((sum, g) => sum + finished[g], 0);
  const nothing = { finished, compared, steps: [], repeats: [], waits: [], tests: 0 };
  if (compared.length < 2) return nothing;
  const common = (counts: Int32Array): boolean => {
    const all = compared.reduce((sum, g) => sum + counts[g], 0);
    return all >= COMMON * n && all < n;
  };
  const shares = [
    ...kind.steps.map((step, at) => ({ step, counts: once[at], of: "steps" as const })),
    ...kind.steps.map((step, at) => ({ step, counts: twice[at], of: "repeats" as const })),
  ].flatMap(({ step, counts, of }) => (common(counts) ? [{ step, counts, of, p: homogeneity(counts, finished, compared) }] : []));
  const paths = [...waits].flatMap(([edge, byGroup]) => {
    const enough = compared.filter((g) => byGroup[g].length >= LEAST);
    const p = enough.length < 2 ? null : kruskal(enough.map((g) => byGroup[g])).p;
    return p === null ? [] : [{ edge, byGroup, enough, p }];
  });
  const adjusted = adjustPValues([...shares, ...paths].map(({ p }) => p));
  const found = shares.map(({ step, counts, of }, i) => ({
    of,
    ...consistencyOf({ step, counts, finished, compared, p: adjusted[i] ?? 1, level }),
  }));
  const least = found
    .filter(({ of, different }) => of === "steps" && different)
    .reduce<StepConsistency | null>((best, one) => (best === null || one.index < best.index ? one : best), null);
  const rank = (of: "steps" | "repeats"): StepConsistency[] =>
    found
      .filter((one) => one.of === of)
      .map(({ of: _of, ...one }) =>
        least === null || !one.different || (one.step === least.step && of === "steps")
          ? one
          : { ...one, through: through(one, least, of) },
      )
      .sort((a, b) => a.index - b.index || compareNames(log.activities[a.step], log.activities[b.step]));
  const through = (one: StepConsistency, of: StepConsistency, what: "steps" | "repeats"): number | null => {
    const strata = [0, 1].map((had): StratumCounts => {
      const counts = { a: 0, aN: 0, b: 0, bN: 0 };
      for (let c = 0; c < log.cases; c += 1) {
        if (group[c] < 0 || !compared.includes(group[c]) || !has(c, kind.ends, 1)) continue;
        if ((has(c, of.step, 1) ? 1 : 0) !== had) continue;
        const yes = has(c, one.step, what === "steps" ? 1 : 2) ? 1 : 0;
        if (group[c] === one.odd) [counts.a, counts.aN] = [counts.a + yes, counts.aN + 1];
        else [counts.b, counts.bN] = [counts.b + yes, counts.bN + 1];
      }
      return counts;
    });
    const { p } = mantelHaenszel(strata);
    return p === null || p >= STILL ? of.step : null;
  };
  const waitRows = paths
    .map(({ edge, byGroup, enough }, i): WaitConsistency => {
      const p = adjusted[shares.length + i] ?? 1;
      const medians = Float64Array.from({ length: groups }, (_, g) =>
        enough.includes(g) ? quantilesReordering(Float64Array.from(byGroup[g]), [0.5])[0] : Number.NaN,
      );
      return { from: log.edgeFrom[edge], to: log.edgeTo[edge], medians, p, different: p < level };
    })
    .sort((a, b) => a.p - b.p || a.from - b.from || a.to - b.to);
  return { finished, compared, steps: rank("steps"), repeats: rank("repeats"), waits: waitRows, tests: adjusted.length };
}

function tally(log: JourneyLog, kind: JourneyKind, group: Int32Array, groups: number) {
  const place = new Int32Array(log.activities.length).fill(-1);
  for (const [at, step] of kind.steps.entries()) place[step] = at;
  const counts = (): Int32Array[] => kind.steps.map(() => new Int32Array(groups));
  const [once, twice] = [counts(), counts()];
  const finished = new Int32Array(groups);
  const waits = new Map<number, number[][]>();
  const times = new Int32Array(kind.steps.length);
  const has = (c: number, step: number, least: number): boolean => {
    let n = 0;
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) if (log.activity[i] === step) n += 1;
    return n >= least;
  };
  for (let c = 0; c < log.cases; c += 1) {
    const g = group[c];
    if (g < 0 || !has(c, kind.ends, 1)) continue;
    finished[g] += 1;
    times.fill(0);
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) {
      const at = place[log.activity[i]];
      if (at >= 0) times[at] += 1;
      const edge = log.edge[i];
      if (edge < 0) continue;
      let byGroup = waits.get(edge);
      if (byGroup === undefined) waits.set(edge, (byGroup = Array.from({ length: groups }, () => [])));
      byGroup[g].push(log.elapsed[i] / 1000);
    }
    for (const [at, n] of times.entries()) {
      if (n >= 1) once[at][g] += 1;
      if (n >= 2) twice[at][g] += 1;
    }
  }
  return { finished, once, twice, waits, has };
}

type Counts = { readonly step: number; readonly counts: Int32Array; readonly finished: Int32Array; readonly compared: readonly number[] };

function consistencyOf({ step, counts, finished, compared, p, level }: Counts & { p: number; level: number }): StepConsistency {
  const share = (g: number): number => counts[g] / finished[g];
  const [all, n] = compared.reduce(([a, m], g): [number, number] => [a + counts[g], m + finished[g]], [0, 0]);
  const apart = (g: number): number => Math.abs(share(g) - (all - counts[g]) / (n - finished[g]));
  const lowest = compared.reduce((best, g) => (share(g) < share(best) ? g : best), compared[0]);
  const highest = compared.reduce((best, g) => (share(g) > share(best) ? g : best), compared[0]);
  const odd = compared.reduce((best, g) => (apart(g) > apart(best) ? g : best), compared[0]);
  const index = 100 * (1 - share(highest) + share(lowest));
  return { step, with: counts, index, lowest, highest, p, different: p < level && index <= 100 - APART, odd, through: null };
}

/** Pearson's chi-squared test that all groups have the same share. */
function homogeneity(counts: Int32Array, finished: Int32Array, compared: readonly number[]): number {
  const [all, n] = compared.reduce(([a, m], g): [number, number] => [a + counts[g], m + finished[g]], [0, 0]);
  const share = all / n;
  const statistic = compared.reduce((sum, g) => sum + (counts[g] - finished[g] * share) ** 2 / (finished[g] * share * (1 - share)), 0);
  return chiSquaredUpper(statistic, compared.length - 1);
}
