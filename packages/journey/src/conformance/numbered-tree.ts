import type { Operator, ProcessTree } from "../discover/process-tree.ts";

/** A tree prepared for many traces: steps as numbers, and for every node which steps lie below it. */
export type NumberedTree = {
  readonly root: NumberedNode;
  /** Step name -> its number. */
  readonly steps: ReadonlyMap<string, number>;
};

export type NumberedNode = {
  readonly kind: Operator | "activity" | "silent";
  /** Of an activity; -1 of other nodes. */
  readonly step: number;
  readonly children: readonly NumberedNode[];
  /** Step -> number of the child below which it lies, -1 for none. */
  readonly childOf: Int32Array;
  /** How many visible steps the shortest run through the node has: 0 when it can be passed in silence. */
  readonly shortest: number;
};

/** @returns null when a step stands at two places of the tree: then a trace does not tell which of them it was at */
export function numberedTree(tree: ProcessTree): NumberedTree | null {
  const steps = new Map<string, number>();
  const count = (node: ProcessTree): boolean => {
    if (node.kind === "activity") {
      if (steps.has(node.activity)) return false;
      steps.set(node.activity, steps.size);
      return true;
    }
    return !("children" in node) || node.children.every(count);
  };
  return count(tree) ? { root: numbered(tree, steps).node, steps } : null;
}

function numbered(tree: ProcessTree, steps: ReadonlyMap<string, number>): { node: NumberedNode; below: readonly number[] } {
  const childOf = new Int32Array(steps.size).fill(-1);
  if (tree.kind === "silent") return { node: { kind: "silent", step: -1, children: [], childOf, shortest: 0 }, below: [] };
  if (tree.kind === "activity") {
    const step = steps.get(tree.activity) ?? -1;
    return { node: { kind: "activity", step, children: [], childOf, shortest: 1 }, below: [step] };
  }
  const parts = tree.children.map((child) => numbered(child, steps));
  for (const [child, { below }] of parts.entries()) for (const step of below) childOf[step] = child;
  const children = parts.map(({ node }) => node);
  return {
    node: { kind: tree.kind, step: -1, children, childOf, shortest: shortestRun(tree.kind, children) },
    below: parts.flatMap(({ below }) => below),
  };
}

function shortestRun(kind: Operator, children: readonly NumberedNode[]): number {
  const runs = children.map((child) => child.shortest);
  if (kind === "exclusive") return runs.length === 0 ? 0 : Math.min(...runs);
  return kind === "loop" ? runs[0] : runs.reduce((sum, run) => sum + run, 0);
}
