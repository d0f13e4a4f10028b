import type { NumberedNode } from "./numbered-tree.ts";

/**
 * The cost of an optimal alignment of a trace with a tree in which every step stands once: the least number of events left out of the trace and of
 * visible steps put in, so that what is left is a run of the tree. Silent steps cost nothing.
 *
 * Because a step tells below which child it lies, an alignment with a block is made of alignments with its children: those of a parallel block do
 * not touch each other, those of a sequence and of a loop take successive pieces of the trace. So the cost is found by dynamic programming over
 * pieces, in polynomial time, where a search of the state space is exponential in the number of parallel branches.
 * @param trace numbers of steps as in the numbered tree, -1 for unknown ones
 * @see A. Adriansyah, Aligning observed and modeled behavior (2014), section 4.2 for the definition
 */
export function alignmentCost(root: NumberedNode, trace: readonly number[]): number {
  const known = trace.filter((step) => step >= 0 && (root.kind === "activity" ? root.step === step : root.childOf[step] >= 0));
  return trace.length - known.length + pieces(root, known)(0)[known.length];
}

/** For a piece that begins at `from`: the cost of aligning from .. end - 1, for every end; entries before `from` mean nothing. */
type Costs = (from: number) => Float64Array;

/** @param trace events of the node's own steps only */
function pieces(node: NumberedNode, trace: readonly number[]): Costs {
  const known = new Map<number, Float64Array>();
  const make = maker(node, trace);
  return (from) => {
    const costs = known.get(from) ?? make(from);
    known.set(from, costs);
    return costs;
  };
}

function maker(node: NumberedNode, trace: readonly number[]): Costs {
  const length = trace.length;
  if (node.kind === "silent") return () => new Float64Array(length + 1);
  if (node.kind === "activity") {
    // One of the events is the step, the others are left out; without an event the step is put in.
    return (from) => Float64Array.from({ length: length + 1 }, (_, end) => (end <= from ? 1 : end - from - 1));
  }
  const children = node.children.map((child, at) => childCosts(child, at, node, trace));
  if (node.kind === "parallel") {
    return (from) =>
      Float64Array.from({ length: length + 1 }, (_, end) => (end < from ? 0 : children.reduce((sum, child) => sum + child(from, end), 0)));
  }
  if (node.kind === "exclusive") {
    const own = node.children.map((_, at) => countsBefore(trace, node, at));
    return (from) =>
      Float64Array.from({ length: length + 1 }, (_, end) => {
        if (end < from) return 0;
        return Math.min(...children.map((child, at) => child(from, end) + (end - from) - (own[at][end] - own[at][from])));
      });
  }
  return node.kind === "sequence" ? sequenceCosts(node, trace, children) : loopCosts(node, trace, children);
}

/** The cost of a child on the piece from .. end - 1 of its parent's events. */
type PieceCost = (from: number, end: number) => number;

function childCosts(child: NumberedNode, at: number, parent: NumberedNode, trace: readonly number[]): PieceCost {
  const before = countsBefore(trace, parent, at);
  const costs = pieces(
    child,
    trace.filter((step) => parent.childOf[step] === at),
  );
  return (from, end) => costs(before[from])[before[end]];
}

/** Position -> how many events before it are below that child. */
function countsBefore(trace: readonly number[], parent: NumberedNode, at: number): Int32Array {
  const counts = new Int32Array(trace.length + 1);
  for (const [i, step] of trace.entries()) counts[i + 1] = counts[i] + (parent.childOf[step] === at ? 1 : 0);
  return counts;
}

/** Pieces one after the other; in each, events of other children are left out. */
function sequenceCosts(node: NumberedNode, trace: readonly number[], children: readonly PieceCost[]): Costs {
  const own = node.children.map((_, at) => countsBefore(trace, node, at));
  return (from) => {
    let best = new Float64Array(trace.length + 1).fill(Infinity);
    best[from] = 0;
    for (const [at, child] of children.entries()) {
      const next = new Float64Array(trace.length + 1).fill(Infinity);
      const last = at + 1 === children.length;
      for (let start = from; start <= trace.length; start += 1) {
        for (let end = start; end <= trace.length && best[start] < Infinity; end += 1) {
          // A piece that ends with another child's event costs what the shorter piece and the next child's beginning cost: not looked at.
          if (!last && end > start && own[at][end] === own[at][end - 1]) continue;
          const cost = best[start] + child(start, end) + (end - start) - (own[at][end] - own[at][start]);
          if (cost < next[end]) next[end] = cost;
        }
      }
      best = next;
    }
    return best;
  };
}

/** Body, then any number of times the way back and the body. */
function loopCosts(node: NumberedNode, trace: readonly number[], [body, back]: readonly PieceCost[]): Costs {
  const ofBody = countsBefore(trace, node, 0);
  const ofBack = countsBefore(trace, node, 1);
  const [silentBody, silentBack] = node.children.map((child) => child.shortest);
  const piece = (child: PieceCost, others: Int32Array, start: number, end: number) => child(start, end) + others[end] - others[start];
  return (from) => {
    const afterBody = new Float64Array(trace.length + 1).fill(Infinity);
    const afterBack = new Float64Array(trace.length + 1).fill(Infinity);
    for (let end = from; end <= trace.length; end += 1) {
      afterBody[end] = piece(body, ofBack, from, end);
      for (let start = from; start < end; start += 1) {
        afterBody[end] = Math.min(afterBody[end], afterBack[start] + piece(body, ofBack, start, end));
        afterBack[end] = Math.min(afterBack[end], afterBody[start] + piece(back, ofBody, start, end));
      }
      // At the same place each may follow the other without an event; a second time round cannot be cheaper.
      afterBody[end] = Math.min(afterBody[end], afterBack[end] + silentBody);
      afterBack[end] = Math.min(afterBack[end], afterBody[end] + silentBack);
    }
    return afterBody;
  };
}
