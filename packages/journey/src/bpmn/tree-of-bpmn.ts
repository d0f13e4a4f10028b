import { foldTree, SILENT, type ProcessTree } from "../discover/process-tree.ts";
import type { BpmnModel, BpmnNode } from "./bpmn-model.ts";

/** A flow with what happens on it; all nodes become flows one after the other. */
type Flow = { from: Node; to: Node; tree: ProcessTree };
type Node = { readonly kind: BpmnNode["kind"]; readonly step: ProcessTree; readonly into: Set<Flow>; readonly out: Set<Flow> };

/**
 * The process tree with the runs of a BPMN model, when the model is made of blocks: found by making of each node with one way in and out a part of
 * its flow, of flows side by side one flow, and of two that lead to and fro a loop, until one flow from beginning to end is left.
 * @returns null when the model is not made of blocks
 */
export function treeOfBpmn(model: BpmnModel): ProcessTree | null {
  const { nodes, first, last } = graphOf(model);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of nodes) {
      if (node === first || node === last) continue;
      changed = joinedFlows(node) || madeLoop(node) || passed(node, nodes) || changed;
    }
    changed = joinedFlows(first) || changed;
  }
  const [only] = first.out;
  return nodes.size === 2 && first.out.size === 1 && only !== undefined && only.to === last ? foldTree(only.tree) : null;
}

/** Gateways that join and part, and steps that do, become two nodes; several beginnings or ends meet in one exclusive node. */
function graphOf({ nodes, flows }: BpmnModel): { nodes: Set<Node>; first: Node; last: Node } {
  const made = new Set<Node>();
  const node = (kind: Node["kind"], step: ProcessTree = SILENT): Node => {
    const one: Node = { kind, step, into: new Set(), out: new Set() };
    made.add(one);
    return one;
  };
  const first = node("exclusive");
  const last = node("exclusive");
  const entries = new Map<string, Node>();
  const exits = new Map<string, Node>();
  for (const { id, kind, label } of nodes) {
    const gateway = kind === "exclusive" || kind === "parallel" || kind === "inclusive";
    const step: ProcessTree = kind === "task" ? { kind: "activity", activity: label } : SILENT;
    const entry = node(gateway ? kind : "exclusive");
    const middle = gateway ? entry : node("task", step);
    const exit = node(gateway ? kind : "parallel");
    if (middle !== entry) joined(entry, middle);
    joined(middle, exit);
    if (kind === "start") joined(first, entry);
    if (kind === "end") joined(exit, last);
    entries.set(id, entry);
    exits.set(id, exit);
  }
  for (const { from, to } of flows) {
    const [exit, entry] = [exits.get(from), entries.get(to)];
    if (exit !== undefined && entry !== undefined) joined(exit, entry);
  }
  return { nodes: made, first, last };
}

function joined(from: Node, to: Node, tree: ProcessTree = SILENT): void {
  const flow = { from, to, tree };
  from.out.add(flow);
  to.into.add(flow);
}

function cut(flow: Flow): void {
  flow.from.out.delete(flow);
  flow.to.into.delete(flow);
}

/** A node with one flow in and one out becomes part of the flow. */
function passed(node: Node, nodes: Set<Node>): boolean {
  const [before] = node.into;
  const [after] = node.out;
  if (node.into.size !== 1 || node.out.size !== 1 || before === undefined || after === undefined || before === after) return false;
  cut(before);
  cut(after);
  nodes.delete(node);
  joined(before.from, after.to, { kind: "sequence", children: [before.tree, node.step, after.tree] });
  return true;
}

/** Flows from one gateway to another of its kind are one. */
function joinedFlows(node: Node): boolean {
  if (node.kind !== "exclusive" && node.kind !== "parallel") return false;
  for (const flow of node.out) {
    const beside = [...node.out].filter((one) => one.to === flow.to);
    if (beside.length < 2 || flow.to.kind !== node.kind || flow.to === node) continue;
    for (const one of beside) cut(one);
    joined(node, flow.to, { kind: node.kind, children: beside.map((one) => one.tree) });
    return true;
  }
  return false;
}

/** Two exclusive gateways, the first only joining and the second only parting, with a flow each way; or one with a flow to itself. */
function madeLoop(node: Node): boolean {
  if (node.kind !== "exclusive") return false;
  const round = [...node.out].find((flow) => flow.to === node);
  if (round !== undefined) {
    const others = [...node.out].filter((flow) => flow !== round);
    const [after] = others;
    if (others.length !== 1 || after === undefined || [...node.out].filter((flow) => flow.to === node).length > 1) return false;
    cut(round);
    cut(after);
    joined(node, after.to, { kind: "sequence", children: [{ kind: "loop", children: [SILENT, round.tree] }, after.tree] });
    return true;
  }
  const [body] = node.out;
  if (body === undefined || node.out.size !== 1 || body.to.kind !== "exclusive" || body.to.into.size !== 1) return false;
  const back = [...body.to.out].filter((flow) => flow.to === node);
  const [only] = back;
  if (back.length !== 1 || only === undefined) return false;
  const end = body.to;
  cut(body);
  cut(only);
  joined(node, end, { kind: "loop", children: [body.tree, only.tree] });
  return true;
}
