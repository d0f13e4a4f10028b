import { findCut } from "./cuts.ts";
import { followsGraph, traceCollector, type FollowsGraph, type TraceLog } from "./trace-log.ts";

/** What is done with a log that no cut fits: an operator that always holds, with the logs of its parts. `silent` marks a loop whose way back is nothing. */
export type FallThrough =
  | { readonly kind: "parallel"; readonly logs: readonly [TraceLog, TraceLog] }
  | { readonly kind: "repeat"; readonly log: TraceLog }
  | { readonly kind: "any-order" };

/**
 * Tried in this order: a step that every trace has exactly once; a step without which a cut fits; repetition from each last to a first step; repetition
 * from each first step; anything in any order.
 * @see S. J. J. Leemans, Robust Process Mining with Guarantees (2017), section 6.1.4
 */
export function fallThrough(log: TraceLog, graph: FollowsGraph): FallThrough {
  const apart = onceInEach(log, graph) ?? concurrentStep(log, graph);
  if (apart !== null) return { kind: "parallel", logs: [only(log, apart, true), only(log, apart, false)] };
  const strict = repeated(log, (before, step) => graph.ends.has(before) && graph.starts.has(step));
  if (strict !== null) return { kind: "repeat", log: strict };
  const loose = repeated(log, (_, step) => graph.starts.has(step));
  return loose === null ? { kind: "any-order" } : { kind: "repeat", log: loose };
}

function onceInEach({ traces }: TraceLog, { steps }: FollowsGraph): number | null {
  return steps.find((step) => traces.every((trace) => trace.indexOf(step) >= 0 && trace.indexOf(step) === trace.lastIndexOf(step))) ?? null;
}

function concurrentStep(log: TraceLog, { steps, width }: FollowsGraph): number | null {
  if (steps.length < 3) return null;
  return steps.find((step) => findCut(followsGraph(only(log, step, false), width)) !== null) ?? null;
}

/** The log with nothing but one step, or with everything but it. */
function only({ traces, counts }: TraceLog, step: number, itself: boolean): TraceLog {
  const found = traceCollector();
  for (const [t, trace] of traces.entries())
    found.add(
      trace.filter((one) => (one === step) === itself),
      counts[t],
    );
  return found.log();
}

/** The log cut where `again` holds between two neighbours; null when it holds nowhere. */
function repeated({ traces, counts }: TraceLog, again: (before: number, step: number) => boolean): TraceLog | null {
  const found = traceCollector();
  let cuts = 0;
  for (const [t, trace] of traces.entries()) {
    let from = 0;
    for (let i = 1; i < trace.length; i += 1) {
      if (!again(trace[i - 1], trace[i])) continue;
      found.add(trace.slice(from, i), counts[t]);
      from = i;
      cuts += 1;
    }
    found.add(trace.slice(from), counts[t]);
  }
  return cuts === 0 ? null : found.log();
}
