import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";

/** Different sequences of steps with how often each occurs. Steps are small non-negative integers, the same in every log projected from one. */
export type TraceLog = { readonly traces: readonly Uint16Array[]; readonly counts: readonly number[] };

/** Steps and their neighbours in a log: counts by step, and by pair as `from * width + to`. Steps that do not occur have no entry. */
export type FollowsGraph = {
  readonly steps: readonly number[];
  readonly width: number;
  readonly edges: ReadonlyMap<number, number>;
  readonly starts: ReadonlyMap<number, number>;
  readonly ends: ReadonlyMap<number, number>;
};

/** Collects sequences; equal ones are added up. */
export function traceCollector(): { add(trace: Uint16Array, count: number): void; log(): TraceLog } {
  const numbers = new Map<string, number>();
  const traces: Uint16Array[] = [];
  const counts: number[] = [];
  return {
    add(trace, count) {
      const key = keyOf(trace);
      const known = numbers.get(key);
      if (known !== undefined) counts[known] += count;
      else {
        numbers.set(key, traces.length);
        traces.push(trace);
        counts.push(count);
      }
    },
    log: () => ({ traces, counts }),
  };
}

/** Long enough to be one call for nearly every trace, short enough for an argument list. */
const CHUNK = 8192;

function keyOf(trace: Uint16Array): string {
  if (trace.length <= CHUNK) return String.fromCharCode(...trace);
  let key = "";
  for (let from = 0; from < trace.length; from += CHUNK) key += String.fromCharCode(...trace.subarray(from, from + CHUNK));
  return key;
}

/**
 * The variants of a log. Steps are numbered in the order of their names, so that what is tried first does not depend on which came first.
 * @throws RangeError when it has more steps than discovery can tell apart (65,535)
 */
export function tracesOf(log: JourneyLog): TraceLog & { readonly names: readonly string[] } {
  if (log.activities.length > 65_535) throw new RangeError(`discovery knows at most 65535 different steps, got ${log.activities.length}`);
  const names = [...log.activities].sort(compareNames);
  const numbers = new Map(names.map((name, i) => [name, i]));
  const renumbered = log.activities.map((name) => numbers.get(name) ?? 0);
  const traces = new Array<Uint16Array>(log.variants);
  const counts = new Array<number>(log.variants).fill(0);
  for (let c = 0; c < log.cases; c += 1) {
    const variant = log.variant[c];
    if (counts[variant] === 0)
      traces[variant] = Uint16Array.from(log.activity.subarray(log.offsets[c], log.offsets[c + 1]), (step) => renumbered[step]);
    counts[variant] += 1;
  }
  return { traces, counts, names };
}

export function followsGraph({ traces, counts }: TraceLog, width: number): FollowsGraph {
  const [edges, starts, ends] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  const seen = new Set<number>();
  for (const [t, trace] of traces.entries()) {
    if (trace.length === 0) continue;
    const count = counts[t];
    add(starts, trace[0], count);
    add(ends, trace[trace.length - 1], count);
    seen.add(trace[0]);
    for (let i = 1; i < trace.length; i += 1) {
      seen.add(trace[i]);
      add(edges, trace[i - 1] * width + trace[i], count);
    }
  }
  return { steps: [...seen].sort((x, y) => x - y), width, edges, starts, ends };
}

function add(counts: Map<number, number>, key: number, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
