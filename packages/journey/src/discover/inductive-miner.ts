import type { JourneyLog } from "../journey-log.ts";
import { findCut, type Cut } from "./cuts.ts";
import { fallThrough } from "./fall-throughs.ts";
import { foldTree, SILENT, type ProcessTree } from "./process-tree.ts";
import { splitLog } from "./splits.ts";
import { followsGraph, tracesOf, type FollowsGraph, type TraceLog } from "./trace-log.ts";

/**
 * A process tree that the log's traces fit: all of them when `noise` is 0 (inductive miner), else the more frequent behaviour (infrequent variant):
 * where no cut fits, edges up to `noise` times the most frequent way on from their step are left out and the cuts are tried again.
 *
 * @param noise 0 to 1
 * @see S. J. J. Leemans, D. Fahland, W. van der Aalst, Discovering block-structured process models from event logs: a constructive approach (2013),
 * and, containing infrequent behaviour (2014)
 * @throws RangeError when noise is no share, or the log has more than 65,535 steps
 */
export function discoverTree(log: JourneyLog, noise = 0): ProcessTree {
  if (!(noise >= 0 && noise <= 1)) throw new RangeError(`noise is a share between 0 and 1, got ${noise}`);
  const traces = tracesOf(log);
  return foldTree(mine(traces, { noise, names: traces.names }));
}

type Settings = { readonly noise: number; readonly names: readonly string[] };

function mine(log: TraceLog, settings: Settings): ProcessTree {
  const empty = log.traces.findIndex((trace) => trace.length === 0);
  if (empty >= 0) {
    const some = { traces: log.traces.filter((_, t) => t !== empty), counts: log.counts.filter((_, t) => t !== empty) };
    if (some.traces.length === 0) return SILENT;
    const rest = mine(some, settings);
    const all = log.counts.reduce((sum, count) => sum + count, 0);
    return log.counts[empty] > settings.noise * all ? { kind: "exclusive", children: [SILENT, rest] } : rest;
  }
  if (log.traces.length === 0) return SILENT;
  const graph = followsGraph(log, settings.names.length);
  const [only] = graph.steps;
  if (graph.steps.length === 1 && only !== undefined && log.traces.every((trace) => trace.length === 1)) return leaf(only, settings);
  const cut = findCut(graph) ?? (settings.noise > 0 ? findCut(thinned(graph, settings.noise)) : null);
  if (cut !== null) return cutTree(cut, splitLog(log, cut), settings);
  const through = fallThrough(log, graph);
  if (through.kind === "parallel") return { kind: "parallel", children: through.logs.map((part) => mine(part, settings)) };
  if (through.kind === "repeat") return { kind: "loop", children: [mine(through.log, settings), SILENT] };
  return { kind: "loop", children: [{ kind: "exclusive", children: graph.steps.map((step) => leaf(step, settings)) }, SILENT] };
}

function leaf(step: number, { names }: Settings): ProcessTree {
  return { kind: "activity", activity: names[step] };
}

function cutTree({ kind }: Cut, logs: readonly TraceLog[], settings: Settings): ProcessTree {
  const children = logs.map((part) => mine(part, settings));
  const [body = SILENT, ...back] = children;
  return kind === "loop" ? { kind, children: [body, { kind: "exclusive", children: back }] } : { kind, children };
}

/** Without the edges that are rare beside the strongest way on from their step; the end counts as a way on. */
function thinned(graph: FollowsGraph, noise: number): FollowsGraph {
  const strongest = new Map(graph.ends);
  for (const [pair, count] of graph.edges) {
    const from = Math.floor(pair / graph.width);
    strongest.set(from, Math.max(strongest.get(from) ?? 0, count));
  }
  const edges = [...graph.edges].filter(([pair, count]) => count > noise * (strongest.get(Math.floor(pair / graph.width)) ?? 0));
  return { ...graph, edges: new Map(edges) };
}
