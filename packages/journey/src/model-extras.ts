import { moments, quantilesReordering } from "@counterseat/stats";
import type { JourneyLog } from "./journey-log.ts";
import { compareNames } from "./name-order.ts";
import { pairIndex } from "./pair-index.ts";

export type PairCount = { readonly from: string; readonly to: string; readonly count: number };

/** What the plain model leaves out because it costs more than one pass. Times are seconds. */
export type ModelExtras = {
  /** Steps that some case repeats: how many cases do, and how many events beyond the first of each case. */
  readonly rework: Readonly<Record<string, { readonly casesWithRework: number; readonly extraEvents: number }>>;
  readonly handover: Handover;
  /** First to last event of a case; null without cases. `std` is over all cases, the log being all there is (n in the denominator). */
  readonly caseDuration: CaseDuration | null;
  /** For each ordered pair of steps the pairs of events (earlier, later) of one case, next to each other or not. */
  readonly eventuallyFollows: readonly PairCount[];
  /** The same pairs with the time between them; `std` is the sample standard deviation, 0 for a single pair. */
  readonly temporalProfile: readonly {
    readonly from: string;
    readonly to: string;
    readonly count: number;
    readonly mean: number;
    readonly std: number;
  }[];
};

export type Handover = {
  /** Different resources that take part in a counted pair. */
  readonly resources: number;
  /** Neighbouring events of one case where both resources are known. */
  readonly adjacentPairsBothKnown: number;
  readonly handoversBetweenDifferentResources: number;
  /** Share (0..1) of neighbouring events where one resource or both are unknown; null when there are no neighbours. */
  readonly unknownShare: number | null;
  /** Pairs of resources, staying with the same one included. */
  readonly counts: readonly PairCount[];
};

export type CaseDuration = {
  readonly mean: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly p90: number;
  readonly p95: number;
  readonly sum: number;
  readonly std: number;
};

/**
 * Rework, hand-overs, case durations and the time between any two steps of a log. Lists are ordered by count, then by names.
 * Source: van der Aalst, Reijers & Song, "Discovering social networks from event logs", CSCW 14 (2005) for hand-overs; Stertz, Mangler &
 * Rinderle-Ma, "Temporal conformance checking at runtime" (2020) for the temporal profile; definitions as pm4py 2.7.
 * @param resources name of each resource code.
 * @throws RangeError when a resource code has no name.
 */
export function modelExtras(log: JourneyLog, resources: readonly string[] = []): ModelExtras {
  return { rework: rework(log), handover: handover(log, resources), caseDuration: caseDuration(log), ...laterPairs(log) };
}

function rework(log: JourneyLog): ModelExtras["rework"] {
  const steps = log.activities.length;
  const cases = new Int32Array(steps);
  const extra = new Int32Array(steps);
  const lastCase = new Int32Array(steps).fill(-1);
  const counted = new Int32Array(steps).fill(-1);
  for (let c = 0; c < log.cases; c += 1) {
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) {
      const step = log.activity[i];
      if (lastCase[step] === c) {
        extra[step] += 1;
        if (counted[step] !== c) cases[step] += 1;
        counted[step] = c;
      }
      lastCase[step] = c;
    }
  }
  const rows = log.activities.map((name, step) => ({ name, casesWithRework: cases[step], extraEvents: extra[step] }));
  return Object.fromEntries(
    rows
      .filter(({ extraEvents }) => extraEvents > 0)
      .sort((x, y) => y.extraEvents - x.extraEvents || compareNames(x.name, y.name))
      .map(({ name, ...counts }) => [name, counts]),
  );
}

function handover(log: JourneyLog, names: readonly string[]): Handover {
  const neighbours = log.events - log.cases;
  const { resource } = log;
  const pairs = pairIndex();
  let counts = new Int32Array(64);
  let known = 0;
  let different = 0;
  if (resource !== null) {
    for (let i = 1; i < log.events; i += 1) {
      if (log.edge[i] < 0 || resource[i] < 0 || resource[i - 1] < 0) continue;
      const pair = pairs.number(resource[i - 1], resource[i]);
      if (pair >= counts.length) counts = doubled(counts);
      counts[pair] += 1;
      known += 1;
      if (resource[i] !== resource[i - 1]) different += 1;
    }
  }
  const from = pairs.firsts().subarray(0, pairs.size());
  const to = pairs.seconds().subarray(0, pairs.size());
  const nameOf = (code: number): string => {
    const name = names[code];
    if (name === undefined) throw new RangeError(`resource ${code} has no name`);
    return name;
  };
  return {
    resources: new Set([...from, ...to]).size,
    adjacentPairsBothKnown: known,
    handoversBetweenDifferentResources: different,
    unknownShare: neighbours === 0 ? null : (neighbours - known) / neighbours,
    counts: Array.from(from, (code, pair) => ({ from: nameOf(code), to: nameOf(to[pair]), count: counts[pair] })).sort(byCount),
  };
}

function doubled(counts: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(counts.length * 2);
  larger.set(counts);
  return larger;
}

function byCount(x: PairCount, y: PairCount): number {
  return y.count - x.count || compareNames(x.from, y.from) || compareNames(x.to, y.to);
}

function caseDuration(log: JourneyLog): CaseDuration | null {
  if (log.cases === 0) return null;
  const durations = new Float64Array(log.cases);
  let sum = 0;
  let min = Infinity;
  let max = 0;
  for (let c = 0; c < log.cases; c += 1) {
    const duration = (log.time[log.offsets[c + 1] - 1] - log.time[log.offsets[c]]) / 1000;
    durations[c] = duration;
    sum += duration;
    if (duration < min) min = duration;
    if (duration > max) max = duration;
  }
  const std = Math.sqrt(((moments(durations).variance ?? 0) * (log.cases - 1)) / log.cases);
  const [median, p90, p95] = quantilesReordering(durations, [0.5, 0.9, 0.95]);
  return { mean: sum / log.cases, median, min, max, p90, p95, sum, std };
}

/**
 * All pairs (earlier, later) of a case without visiting them one by one: for the steps seen so far the case keeps count, mean time and sum of
 * squares, and each event merges all of a step's earlier events at once by the parallel formula of Chan, Golub & LeVeque (1983). So the cost is
 * events times different steps per case, not events squared, and no two large sums are subtracted.
 */
function laterPairs(log: JourneyLog): Pick<ModelExtras, "eventuallyFollows" | "temporalProfile"> {
  const steps = log.activities.length;
  const inCase = { count: new Int32Array(steps), mean: new Float64Array(steps), squares: new Float64Array(steps) };
  const seen = new Int32Array(steps);
  const pairs = pairIndex();
  let count = new Float64Array(64);
  let mean = new Float64Array(64);
  let squares = new Float64Array(64);
  for (let c = 0; c < log.cases; c += 1) {
    const first = log.offsets[c];
    let kinds = 0;
    for (let i = first; i < log.offsets[c + 1]; i += 1) {
      const step = log.activity[i];
      const at = (log.time[i] - log.time[first]) / 1000;
      for (let s = 0; s < kinds; s += 1) {
        const earlier = seen[s];
        const pair = pairs.number(earlier, step);
        if (pair >= count.length) [count, mean, squares] = [enlarged(count), enlarged(mean), enlarged(squares)];
        const more = inCase.count[earlier];
        const total = count[pair] + more;
        const delta = at - inCase.mean[earlier] - mean[pair];
        squares[pair] += inCase.squares[earlier] + (delta * delta * count[pair] * more) / total;
        mean[pair] += (delta * more) / total;
        count[pair] = total;
      }
      if (inCase.count[step] === 0) seen[kinds++] = step;
      inCase.count[step] += 1;
      const delta = at - inCase.mean[step];
      inCase.mean[step] += delta / inCase.count[step];
      inCase.squares[step] += delta * (at - inCase.mean[step]);
    }
    for (let s = 0; s < kinds; s += 1) {
      inCase.count[seen[s]] = 0;
      inCase.mean[seen[s]] = 0;
      inCase.squares[seen[s]] = 0;
    }
  }
  const rows = Array.from(pairs.firsts().subarray(0, pairs.size()), (from, pair) => ({
    from: log.activities[from],
    to: log.activities[pairs.seconds()[pair]],
    count: count[pair],
    mean: mean[pair],
    std: count[pair] < 2 ? 0 : Math.sqrt(squares[pair] / (count[pair] - 1)),
  })).sort(byCount);
  return { eventuallyFollows: rows.map(({ from, to, count: n }) => ({ from, to, count: n })), temporalProfile: rows };
}

function enlarged(from: Float64Array): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from.length * 2);
  to.set(from);
  return to;
}
