import type { TraceLog } from "../discover/trace-log.ts";
import type { NumberedTree } from "./numbered-tree.ts";
import type { TreeAutomaton } from "./tree-automaton.ts";

/**
 * How much of what a model allows after each beginning of a trace was seen in the log: 1 when nothing more is allowed than happened. Beginnings count
 * by their cases, the empty one included; those the model does not allow are left out.
 * @returns a share 0-1, or null when no beginning fits
 * @see J. Muñoz-Gama, J. Carmona, A fresh look at precision in process conformance (2010); W. van der Aalst et al., Replaying history on process
 * models for conformance checking (2012)
 */
export function precision(
  { traces, counts }: TraceLog,
  names: readonly string[],
  { steps }: NumberedTree,
  automaton: TreeAutomaton,
): number | null {
  type Beginning = { readonly state: number; cases: number; readonly on: Map<number, Beginning> };
  const beginning = (state: number): Beginning => ({ state, cases: 0, on: new Map() });
  const root = beginning(0);
  const numbers = names.map((name) => steps.get(name) ?? -1);
  for (const [t, trace] of traces.entries()) {
    let at = root;
    for (const named of trace) {
      at.cases += counts[t];
      const step = numbers[named];
      const next = at.on.get(named) ?? beginning(step < 0 ? -1 : automaton.next(at.state, step));
      at.on.set(named, next);
      if (next.state < 0) break;
      at = next;
    }
  }
  let [allowed, seen] = [0, 0];
  const open = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const enabled = automaton.enabled(at.state);
    allowed += at.cases * enabled.length;
    for (const [named, next] of at.on) {
      if (enabled.includes(numbers[named])) seen += at.cases;
      if (next.state >= 0) open.push(next);
    }
  }
  return allowed === 0 ? null : seen / allowed;
}
