import type { NumberedNode, NumberedTree } from "./numbered-tree.ts";

/**
 * The deterministic automaton of a tree's language, made as far as traces ask for it. States are numbers, 0 is before the first event.
 * Membership of a trace is exact: it is the language itself that is walked, with all its silent steps at once.
 */
export type TreeAutomaton = {
  /** @returns the state after the step, or -1 when no run goes on with it */
  next(state: number, step: number): number;
  /** Whether a run may end there. */
  ends(state: number): boolean;
  /** The steps a run can go on with. */
  enabled(state: number): readonly number[];
  /** The state after a trace, or -1. Unknown steps are -1 in the trace and fit nothing. */
  after(trace: readonly number[]): number;
};

/**
 * How far a run has come inside a node: null before its first event. A sequence, choice or loop is inside one child, a parallel block inside all;
 * an activity that has happened has no parts.
 */
type Progress = { readonly at: number; readonly inner: readonly (Progress | null)[]; readonly key: string } | null;

export function treeAutomaton({ root, steps }: NumberedTree): TreeAutomaton {
  const known = new Map<string, number>();
  const sets: (readonly Progress[])[] = [];
  const nexts: Map<number, number>[] = [];
  const numbered = (set: readonly Progress[]): number => {
    const key = set.map(keyOf).join("\n");
    const state = known.get(key) ?? sets.length;
    if (state === sets.length) {
      known.set(key, state);
      sets.push(set);
      nexts.push(new Map());
    }
    return state;
  };
  numbered([null]);
  const next = (state: number, step: number): number => {
    const there = nexts[state].get(step);
    if (there !== undefined) return there;
    const found = new Map<string, Progress>();
    for (const progress of sets[state]) for (const one of advanced(root, progress, step)) found.set(keyOf(one), one);
    const to = found.size === 0 ? -1 : numbered([...found.values()].sort((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1)));
    nexts[state].set(step, to);
    return to;
  };
  return {
    next,
    ends: (state) => sets[state].some((progress) => canEnd(root, progress)),
    enabled: (state) => Array.from(steps.values()).filter((step) => next(state, step) >= 0),
    after: (trace) => {
      let state = 0;
      for (let i = 0; i < trace.length && state >= 0; i += 1) state = trace[i] < 0 ? -1 : next(state, trace[i]);
      return state;
    },
  };
}

function keyOf(progress: Progress): string {
  return progress === null ? "-" : progress.key;
}

function inside(at: number, inner: readonly (Progress | null)[]): Progress {
  return { at, inner, key: `${at}(${inner.map(keyOf).join(",")})` };
}

const DONE = inside(0, []);

/** All ways to be after one more event; empty when no run goes on with it there. */
function advanced(node: NumberedNode, progress: Progress, step: number): readonly Progress[] {
  if (node.kind === "silent") return [];
  if (node.kind === "activity") return node.step === step && progress === null ? [DONE] : [];
  const child = node.childOf[step];
  if (child < 0) return [];
  const into = (within: Progress): readonly Progress[] => advanced(node.children[child], within, step).map((one) => inside(child, [one]));
  const at = progress?.at ?? 0;
  const within = progress?.inner[0] ?? null;
  if (node.kind === "parallel") {
    const parts = progress?.inner ?? node.children.map(() => null);
    return advanced(node.children[child], parts[child] ?? null, step).map((one) => inside(0, parts.with(child, one)));
  }
  if (node.kind === "exclusive") return progress === null || at === child ? into(within) : [];
  if (node.kind === "sequence") {
    if (child <= at) return child === at ? into(within) : [];
    const left = canEnd(node.children[at], within) && node.children.slice(at + 1, child).every((one) => one.shortest === 0);
    return left ? into(null) : [];
  }
  // A loop: on in the same child, or, that one having ended, in the other, or through a silent other into the same anew.
  const left = canEnd(node.children[at], within);
  if (child !== at) return left ? into(null) : [];
  const anew = left && node.children[1 - at].shortest === 0 && within !== null ? into(null) : [];
  return [...into(within), ...anew];
}

function canEnd(node: NumberedNode, progress: Progress): boolean {
  if (progress === null) return node.shortest === 0;
  const { at, inner } = progress;
  const { children } = node;
  if (node.kind === "activity") return true;
  if (node.kind === "parallel") return children.every((child, i) => canEnd(child, inner[i] ?? null));
  const ended = canEnd(children[at], inner[0] ?? null);
  if (node.kind === "sequence") return ended && children.slice(at + 1).every((child) => child.shortest === 0);
  // A run that stands behind the way back of a loop still owes the body.
  return node.kind === "loop" && at === 1 ? ended && children[0].shortest === 0 : ended;
}
