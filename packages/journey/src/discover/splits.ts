import type { Cut } from "./cuts.ts";
import { traceCollector, type TraceLog } from "./trace-log.ts";

/**
 * The log of each part of a cut. Where the cut was found on a thinned graph, traces need not obey it: each event goes where the fewest others are
 * lost, and events out of place are left out.
 * @see S. J. J. Leemans, Robust Process Mining with Guarantees (2017), sections 6.1.3 and 6.2.3
 */
export function splitLog(log: TraceLog, { kind, parts }: Cut): TraceLog[] {
  const partOf = new Map<number, number>();
  for (const [p, part] of parts.entries()) for (const step of part) partOf.set(step, p);
  const logs = parts.map(() => traceCollector());
  const collect = (part: number, trace: Uint16Array, count: number) => logs[part]?.add(trace, count);
  for (const [t, trace] of log.traces.entries()) {
    const count = log.counts[t];
    const where = Array.from(trace, (step) => partOf.get(step) ?? -1);
    if (kind === "exclusive") {
      const part = mostPresent(where, parts);
      collect(part, kept(trace, where, part, 0, trace.length), count);
    } else if (kind === "parallel") for (let p = 0; p < parts.length; p += 1) collect(p, kept(trace, where, p, 0, trace.length), count);
    else if (kind === "sequence") {
      const borders = bestBorders(where, parts.length);
      for (let p = 0; p < parts.length; p += 1) collect(p, kept(trace, where, p, borders[p], borders[p + 1]), count);
    } else splitLoop(trace, where, (part, piece) => collect(part, piece, count));
  }
  return logs.map((one) => one.log());
}

function kept(trace: Uint16Array, where: readonly number[], part: number, from: number, to: number): Uint16Array {
  return trace.subarray(from, to).filter((_, i) => where[from + i] === part);
}

/** The part with most events of a trace; among equals the one with the fewest steps, of which the trace has the greater share. */
function mostPresent(where: readonly number[], parts: Cut["parts"]): number {
  const counts = new Int32Array(parts.length);
  for (const part of where) if (part >= 0) counts[part] += 1;
  let best = 0;
  for (let p = 1; p < parts.length; p += 1) {
    if (counts[p] > counts[best] || (counts[p] === counts[best] && parts[p].length < parts[best].length)) best = p;
  }
  return best;
}

/** Where each part of a sequence begins so that the fewest events are out of place: each part ends as early as that allows. */
function bestBorders(where: readonly number[], parts: number): number[] {
  const borders = [0];
  let from = 0;
  for (let p = 0; p + 1 < parts; p += 1) {
    // Cost of ending at `at`: own events after it, and events of later parts before it; events of earlier parts are lost anyway.
    let cost = 0;
    let [best, cheapest] = [from, 0];
    for (let at = from; at < where.length; at += 1) {
      if (where[at] === p) cost -= 1;
      else if (where[at] > p) cost += 1;
      if (cost < cheapest) [best, cheapest] = [at + 1, cost];
    }
    borders.push(best);
    from = best;
  }
  return [...borders, where.length];
}

/** Body and ways back take turns; the body is empty where a trace begins, ends or goes on with a way back. */
function splitLoop(trace: Uint16Array, where: readonly number[], collect: (part: number, piece: Uint16Array) => void): void {
  let [part, from] = [0, 0];
  for (let i = 0; i <= trace.length; i += 1) {
    if (i < trace.length && where[i] === part) continue;
    collect(part, trace.slice(from, i));
    if (i === trace.length) {
      if (part !== 0) collect(0, new Uint16Array(0));
      return;
    }
    // From one way back to another passes through an empty body.
    if (part !== 0 && where[i] !== 0) collect(0, new Uint16Array(0));
    part = where[i];
    from = i;
  }
}
