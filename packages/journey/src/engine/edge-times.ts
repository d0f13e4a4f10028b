import { quantilesReordering } from "@counterseat/stats";
import type { Cohorts } from "./count-edges.ts";
import { cohortCount, type Engine, type Part, parts, writeCohorts } from "./engine.ts";
import { bucketRange, valueAtRank } from "./exact-ranks.ts";
import { BUCKETS } from "./kernel-set.ts";
import { f64Column, scratch, u32Column, word } from "./segment.ts";

/** Milliseconds; quantiles by linear interpolation (type 7), exact. All null for an edge that nobody travelled. */
export type EdgeTimes = {
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  /** One per share asked for. */
  readonly quantiles: readonly (number | null)[];
};

export type EdgeTimesInput = {
  /** Edges as [from, to], steps from 0; at most 500. */
  readonly edges: readonly (readonly [number, number])[];
  /** In 0..1. */
  readonly shares: readonly number[];
  readonly cohort?: Cohorts;
};

const MOST_EDGES = 500;

/**
 * Exact order statistics of the waits on chosen edges, those on the screen: a histogram by half-octaves says in which bucket each wanted rank lies,
 * and only those buckets are looked at again. Cases in any cohort count together.
 */
export function edgeTimes(engine: Engine, { edges, shares, cohort = null }: EdgeTimesInput): EdgeTimes[] {
  if (edges.length > MOST_EDGES) throw new RangeError(`times of at most ${MOST_EDGES} edges at once, got ${edges.length}`);
  for (const share of shares) if (!(share >= 0 && share <= 1)) throw new RangeError(`a share must lie in 0..1, got ${share}`);
  cohortCount(engine, cohort);
  const shift = word(engine.main, "shift");
  const slotOf = new Map<number, number>();
  for (const [from, to] of edges) {
    for (const step of [from, to]) if (engine.activities[step] === undefined) throw new RangeError(`there is no activity ${step}`);
    const code = ((from + 1) << shift) | (to + 1);
    if (!slotOf.has(code)) slotOf.set(code, slotOf.size);
  }
  const passes = parts(engine).map((part) => firstPass(engine, part, { cohort, slotOf }));
  const total = new Float64Array(slotOf.size * BUCKETS);
  for (const { histogram } of passes) for (let at = 0; at < total.length; at += 1) total[at] += histogram[at];
  const wanted = Array.from({ length: slotOf.size }, (_, slot) => ranksOf(total.subarray(slot * BUCKETS, (slot + 1) * BUCKETS), shares));
  const values = valuesIn(passes, wanted);
  const valueOf = ({ bucket, rank }: Place, slot: number): number =>
    valueAtRank(values.get(slot * BUCKETS + bucket) ?? new Float64Array(0), bucketRange(bucket), rank);
  const answers = wanted.map(({ count, min, max, quantiles }, slot): EdgeTimes => {
    const value = (place: Place): number => valueOf(place, slot);
    return {
      count,
      min: min === null ? null : value(min),
      max: max === null ? null : value(max),
      quantiles: quantiles.map((own) => {
        if (own === null) return null;
        const low = value(own.low);
        return own.share === 0 ? low : low + own.share * (value(own.high) - low);
      }),
    };
  });
  return edges.map(([from, to]) => answers[slotOf.get(((from + 1) << shift) | (to + 1)) ?? 0]);
}

/** Where a rank lies: its bucket, and the rank inside it. */
type Place = { readonly bucket: number; readonly rank: number };
type Ranks = {
  readonly count: number;
  readonly min: Place | null;
  readonly max: Place | null;
  readonly quantiles: readonly ({ readonly low: Place; readonly high: Place; readonly share: number } | null)[];
};

function ranksOf(histogram: Float64Array, shares: readonly number[]): Ranks {
  const count = histogram.reduce((sum, n) => sum + n, 0);
  if (count === 0) return { count, min: null, max: null, quantiles: shares.map(() => null) };
  const place = (rank: number): Place => {
    let left = rank;
    let bucket = 0;
    for (; left >= histogram[bucket]; bucket += 1) left -= histogram[bucket];
    return { bucket, rank: left };
  };
  return {
    count,
    min: place(0),
    max: place(count - 1),
    quantiles: shares.map((p) => {
      const position = (count - 1) * p;
      const k = Math.floor(position);
      return { low: place(k), high: place(Math.min(k + 1, count - 1)), share: position - k };
    }),
  };
}

type Pass = {
  readonly part: Part;
  readonly histogram: Uint32Array;
  /** Collects the waits in the buckets chosen, each bucket's from its cursor on. */
  readonly collect: (targets: Uint16Array, cursors: Uint32Array, length: number) => Float64Array;
};

function firstPass(engine: Engine, part: Part, { cohort, slotOf }: { cohort: Cohorts; slotOf: ReadonlyMap<number, number> }): Pass {
  const { segment } = part;
  const { kernels } = segment;
  const size = slotOf.size * BUCKETS;
  const lengths = [word(segment, "cases"), 4 ** word(segment, "shift") * 2, size * 4];
  const prepared = (more: readonly number[]): number[] => {
    const addresses = scratch(segment, [...lengths, ...more]);
    writeCohorts(engine, part, cohort, addresses[0]);
    const slots = new Uint16Array(kernels.buffer(), addresses[1], lengths[1] / 2).fill(0xffff);
    for (const [code, slot] of slotOf) slots[code] = slot;
    return addresses;
  };
  const [members, slots, out] = prepared([]);
  kernels.fillHistogram(slots, members, out);
  return {
    part,
    histogram: new Uint32Array(kernels.buffer(), out, size).slice(),
    collect: (targets, cursors, length) => {
      const [members, slots, , targetsAt, cursorsAt, values] = prepared([targets.length * 2, cursors.length * 4, length * 8]);
      new Uint16Array(kernels.buffer(), targetsAt, targets.length).set(targets);
      new Uint32Array(kernels.buffer(), cursorsAt, cursors.length).set(cursors);
      kernels.collectWaits({ slots, cohort: members, targets: targetsAt, cursors: cursorsAt, out: values });
      return new Float64Array(kernels.buffer(), values, length);
    },
  };
}

/** The waits in every bucket that holds a wanted rank, by slot and bucket. */
function valuesIn(passes: readonly Pass[], wanted: readonly Ranks[]): ReadonlyMap<number, Float64Array> {
  const chosen = new Set<number>();
  for (const [slot, { min, max, quantiles }] of wanted.entries()) {
    const places = [min, max, ...quantiles.flatMap((own) => (own === null ? [] : [own.low, own.high]))];
    for (const place of places) {
      if (place === null) continue;
      const { from, to } = bucketRange(place.bucket);
      // A bucket of a single millisecond needs no second look.
      if (to - from > 1) chosen.add(slot * BUCKETS + place.bucket);
    }
  }
  const order = [...chosen];
  const size = wanted.length * BUCKETS;
  const targets = new Uint16Array(size).fill(0xffff);
  for (const [target, at] of order.entries()) targets[at] = target;
  const found = passes.map(({ histogram, collect }) => {
    const cursors = new Uint32Array(order.length);
    let length = 0;
    for (const [target, at] of order.entries()) {
      cursors[target] = length;
      length += histogram[at];
    }
    const values = collect(targets, cursors, length);
    return order.map((at, target) => values.subarray(cursors[target], cursors[target] + histogram[at]));
  });
  return new Map(order.map((at, target) => [at, joined(found.map((lists) => lists[target]))]));
}

function joined(lists: readonly Float64Array[]): Float64Array {
  if (lists.length === 1) return lists[0];
  const values = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    values.set(list, at);
    at += list.length;
  }
  return values;
}

/** Milliseconds from a case's first event to its last. */
export type CaseTimes = { readonly cases: number; readonly sum: number; readonly quantiles: readonly (number | null)[] };

/** Durations of the cases in any cohort; quantiles exact, by linear interpolation (type 7), shares ascending. */
export function caseTimes(engine: Engine, shares: readonly number[], cohort: Cohorts = null): CaseTimes {
  cohortCount(engine, cohort);
  const values = new Float64Array(engine.cases);
  let cases = 0;
  let low = 0;
  let high = 0;
  for (const part of parts(engine)) {
    const own = word(part.segment, "cases");
    const [members] = scratch(part.segment, [own]);
    writeCohorts(engine, part, cohort, members);
    const cohorts = new Uint8Array(part.segment.kernels.buffer(), members, own);
    const offsets = u32Column(part.segment, "offsets", own + 1);
    const duration = f64Column(part.segment, "duration", own);
    for (let c = 0; c < own; c += 1) {
      if (cohorts[c] > 15 || offsets[c] === offsets[c + 1]) continue;
      const value = duration[c];
      values[cases++] = value;
      // Two parts, so that the sum does not depend on the order of cases.
      low += value % 2 ** 32;
      high += Math.floor(value / 2 ** 32);
    }
  }
  const found = quantilesReordering(values.subarray(0, cases), shares);
  return { cases, sum: high * 2 ** 32 + low, quantiles: cases === 0 ? shares.map(() => null) : found };
}
