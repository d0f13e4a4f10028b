import type { ProcessTree } from "../discover/process-tree.ts";
import { alignTree } from "./align-tree.ts";
import { alignNet, type Move } from "./marking-search.ts";
import { numberedTree, type NumberedTree } from "./numbered-tree.ts";
import { netOfTree, type PetriNet } from "./petri-net.ts";
import { treeAutomaton, type TreeAutomaton } from "./tree-automaton.ts";

/** What is told of one trace: whether it fits, its alignment's cost, null when given up, and its moves. */
export type TraceJudge = {
  trace(trace: readonly string[]): { readonly fits: boolean; readonly cost: number | null; readonly moves: () => readonly Move[] };
  /** Visible steps of the shortest run; null for a model that cannot end. */
  readonly shortest: number | null;
};

export function judgeOf(tree: ProcessTree): TraceJudge {
  const numbered = numberedTree(tree);
  return numbered === null ? netJudge(netOfTree(tree)) : treeJudge(numbered, treeAutomaton(numbered));
}

/** Exact: for trees in which every step stands once. */
export function treeJudge(tree: NumberedTree, automaton: TreeAutomaton): TraceJudge {
  const labels = [...tree.steps.keys()];
  return {
    shortest: tree.root.shortest,
    trace: (names) => {
      const trace = names.map((name) => tree.steps.get(name) ?? -1);
      const state = automaton.after(trace);
      const fits = state >= 0 && automaton.ends(state);
      if (fits) return { fits, cost: 0, moves: () => [] };
      const { cost, moves } = alignTree(tree.root, trace);
      // A step the tree does not know has no number; its event has its name.
      const named = () => moves().map(({ kind, step, at }): Move => ({ kind, label: kind === "model" ? labels[step] : names[at] }));
      return { fits, cost, moves: named };
    },
  };
}

/** By search, which may have to be given up. */
export function netJudge(net: PetriNet): TraceJudge {
  const shortest = alignNet(net, [])?.cost ?? null;
  return {
    shortest,
    trace: (trace) => {
      const aligned = shortest === null ? null : alignNet(net, trace);
      return { fits: aligned?.cost === 0, cost: aligned?.cost ?? null, moves: () => aligned?.moves ?? [] };
    },
  };
}
