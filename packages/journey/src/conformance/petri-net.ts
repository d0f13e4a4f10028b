import type { ProcessTree } from "../discover/process-tree.ts";

/** A transition takes one token from each place of `from` and puts one into each of `to`; without a label it is silent. */
export type Transition = { readonly label: string | null; readonly from: readonly number[]; readonly to: readonly number[] };

/** A workflow net with its first marking: one token in place 0. A run ends when no token is left anywhere. */
export type PetriNet = { readonly places: number; readonly transitions: readonly Transition[] };

/**
 * The net of a process tree: as many runs, block by block.
 * @see W. van der Aalst, Process Mining (2016), section 7.5.1
 */
export function netOfTree(tree: ProcessTree): PetriNet {
  const transitions: Transition[] = [];
  let places = 2;
  const place = () => places++;
  const silent = (from: readonly number[], to: readonly number[]) => transitions.push({ label: null, from, to });
  const build = (node: ProcessTree, entry: number, exit: number): void => {
    if (node.kind === "activity") transitions.push({ label: node.activity, from: [entry], to: [exit] });
    else if (node.kind === "silent") silent([entry], [exit]);
    else if (node.kind === "exclusive") for (const child of node.children) build(child, entry, exit);
    else if (node.kind === "sequence") {
      const between = [entry, ...node.children.slice(1).map(place), exit];
      for (const [at, child] of node.children.entries()) build(child, between[at], between[at + 1]);
    } else if (node.kind === "parallel") {
      const entries = node.children.map(place);
      const exits = node.children.map(place);
      silent([entry], entries);
      for (const [at, child] of node.children.entries()) build(child, entries[at], exits[at]);
      silent(exits, [exit]);
    } else {
      // Own places for the rounds, so that a loop beside a choice cannot be left half way.
      const [before, after] = [place(), place()];
      silent([entry], [before]);
      build(node.children[0], before, after);
      build(node.children[1], after, before);
      silent([after], [exit]);
    }
  };
  build(tree, 0, 1);
  silent([1], []);
  return { places, transitions };
}
