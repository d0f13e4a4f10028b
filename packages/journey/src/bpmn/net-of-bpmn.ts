import type { PetriNet, Transition } from "../conformance/petri-net.ts";
import type { BpmnModel } from "./bpmn-model.ts";

/** With more ways than this an inclusive gateway has too many sets of ways to write down. */
const MOST_INCLUSIVE = 8;

/**
 * The net whose runs are those of a BPMN model: each flow is a place. A task or event with several flows in is entered by any of them, with several
 * out it goes on in all, as the standard says. One start event is chosen; a run ends when every token has reached an end event.
 * An inclusive gateway takes any non-empty set of its flows, also where it joins: which tokens are still to come is not looked at.
 * @throws RangeError for an inclusive gateway with more than 8 flows on a side
 * @see OMG, BPMN 2.0.2, chapter 13; R. Dijkman, M. Dumas, C. Ouyang, Semantics and analysis of business process models in BPMN (2008)
 */
export function netOfBpmn({ nodes, flows }: BpmnModel): PetriNet {
  const transitions: Transition[] = [];
  const into = new Map<string, number[]>(nodes.map(({ id }) => [id, []]));
  const out = new Map<string, number[]>(nodes.map(({ id }) => [id, []]));
  for (const [at, { from, to }] of flows.entries()) {
    out.get(from)?.push(at + 1);
    into.get(to)?.push(at + 1);
  }
  for (const { id, kind, label } of nodes) {
    const entries = into.get(id) ?? [];
    const exits = out.get(id) ?? [];
    const add = (from: readonly number[], to: readonly number[]) => transitions.push({ label: kind === "task" ? label : null, from, to });
    if (kind === "start") add([0], exits);
    else if (kind === "parallel" && entries.length > 0) add(entries, exits);
    else if (kind === "exclusive")
      for (const from of entries) for (const to of exits.length === 0 ? [null] : exits) add([from], to === null ? [] : [to]);
    else if (kind === "inclusive") {
      if (Math.max(entries.length, exits.length) > MOST_INCLUSIVE)
        throw new RangeError(`BPMN: the inclusive gateway "${label || id}" has more than ${MOST_INCLUSIVE} flows on a side`);
      for (const from of subsets(entries)) for (const to of exits.length === 0 ? [[]] : subsets(exits)) add(from, to);
    } else for (const from of entries) add([from], exits);
  }
  return { places: flows.length + 1, transitions };
}

function subsets(places: readonly number[]): number[][] {
  return Array.from({ length: 2 ** places.length - 1 }, (_, i) => places.filter((_place, bit) => ((i + 1) >> bit) % 2 === 1));
}
