import type { JourneyLog } from "../journey-log.ts";
import { findCut, type Cut } from "./cuts.ts";
import { foldTree, SILENT, type ProcessTree } from "./process-tree.ts";
import { followsGraph, tracesOf, type FollowsGraph } from "./trace-log.ts";

/**
 * A process tree from the directly-follows graph alone: its cost does not grow with the number of cases. A part that some edge passes over may be skipped.
 * What a graph does not tell is lost: how often something happens in one case, and which choices go together.
 * @see S. J. J. Leemans, D. Fahland, W. van der Aalst, Scalable process discovery and conformance checking (2018), inductive miner - directly follows
 */
export function discoverTreeFromGraph(log: JourneyLog): ProcessTree {
  const traces = tracesOf(log);
  return foldTree(mine(followsGraph(traces, traces.names.length), traces.names));
}

function mine(graph: FollowsGraph, names: readonly string[]): ProcessTree {
  const leaf = (step: number): ProcessTree => ({ kind: "activity", activity: names[step] });
  const [only] = graph.steps;
  if (only === undefined) return SILENT;
  if (graph.steps.length === 1) return graph.edges.size > 0 ? { kind: "loop", children: [leaf(only), SILENT] } : leaf(only);
  const cut = findCut(graph);
  if (cut === null) return { kind: "loop", children: [{ kind: "exclusive", children: graph.steps.map(leaf) }, SILENT] };
  const parts = cut.parts.map((_, at) => {
    const { part, skipped } = partOf(graph, cut, at);
    const tree = mine(part, names);
    return skipped ? ({ kind: "exclusive", children: [SILENT, tree] } satisfies ProcessTree) : tree;
  });
  if (cut.kind !== "loop") return { kind: cut.kind, children: parts };
  const [body = SILENT, ...back] = parts;
  return { kind: "loop", children: [body, { kind: "exclusive", children: back }] };
}

/** The graph of one part: what comes into it from outside begins it, what leaves it ends it. */
function partOf(graph: FollowsGraph, { kind, parts }: Cut, at: number): { part: FollowsGraph; skipped: boolean } {
  const { width } = graph;
  const where = new Map(parts.flatMap((steps, p) => steps.map((step) => [step, p] as const)));
  const edges = new Map<number, number>();
  const starts = new Map([...graph.starts].filter(([step]) => where.get(step) === at));
  const ends = new Map([...graph.ends].filter(([step]) => where.get(step) === at));
  const passes = (from: number, to: number) => kind === "sequence" && from < at && to > at;
  let skipped =
    [...graph.starts.keys()].some((step) => passes(-1, where.get(step) ?? -1)) ||
    [...graph.ends.keys()].some((step) => passes(where.get(step) ?? -1, parts.length));
  for (const [pair, count] of graph.edges) {
    const [from, to] = [Math.floor(pair / width), pair % width];
    const [before, after] = [where.get(from) ?? -1, where.get(to) ?? -1];
    if (before === at && after === at) edges.set(pair, count);
    else if (after === at && kind !== "parallel") starts.set(to, (starts.get(to) ?? 0) + count);
    else if (before === at && kind !== "parallel") ends.set(from, (ends.get(from) ?? 0) + count);
    else skipped ||= passes(before, after);
  }
  return { part: { steps: parts[at], width, edges, starts, ends }, skipped };
}
