import type { BpmnFlow, BpmnModel, BpmnNode } from "./bpmn-model.ts";

export type LinedFlow = BpmnFlow & { readonly line: number };

export type Boundary = {
  readonly id: string;
  readonly label: string;
  readonly at: string;
  readonly interrupts: boolean;
  readonly line: number;
};

type Drawn = {
  readonly nodes: readonly BpmnNode[];
  readonly flows: readonly LinedFlow[];
  readonly boundaries: readonly Boundary[];
  /** Gets a sentence for each thing read as something simpler. */
  readonly notes: string[];
};

/** An interrupting boundary event means that the task ends one way or the other: an exclusive gateway after it says the same. */
export function withChoices({ nodes, flows, boundaries, notes }: Drawn): BpmnModel {
  const allNodes = [...nodes];
  const allFlows = [...flows];
  const gateways = new Map<string, string>();
  const places = new Map<string, string>();
  for (const { id, label, at, interrupts, line } of boundaries) {
    const task = nodes.find((node) => node.id === at);
    const shown = label === "" ? id : label;
    if (task?.kind !== "task")
      throw new RangeError(`BPMN, line ${line}: boundary event "${shown}" is not at a task, so it cannot be read; draw a gateway`);
    if (!interrupts)
      throw new RangeError(`BPMN, line ${line}: boundary event "${shown}" does not interrupt, so it cannot be read; draw a parallel path`);
    const known = gateways.get(at);
    if (known === undefined) {
      const leaving = allFlows.flatMap(({ from }, place) => (from === at ? [place] : []));
      if (leaving.length !== 1)
        throw new RangeError(`BPMN, line ${line}: "${task.label}" has a boundary event and not exactly one way out; draw a gateway`);
      for (const place of leaving) allFlows[place] = { ...allFlows[place], from: id };
      allNodes.push({ id, kind: "exclusive", label: "" });
      allFlows.push({ id: unused(`${id}-after`, allNodes, allFlows), from: at, to: id, label: "", line });
      gateways.set(at, id);
    }
    places.set(id, known ?? id);
    notes.push(`boundary event "${shown}" is read as a choice after "${task.label}"`);
  }
  return { nodes: allNodes, flows: allFlows.map(({ id, from, to, label }) => ({ id, from: places.get(from) ?? from, to, label })) };
}

function unused(wanted: string, nodes: readonly BpmnNode[], flows: readonly LinedFlow[]): string {
  const known = new Set([...nodes, ...flows].map(({ id }) => id));
  let id = wanted;
  while (known.has(id)) id += "-";
  return id;
}
