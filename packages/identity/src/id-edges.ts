import type { LogEntry } from "./id-log.ts";
import { type EdgeReason, type EdgeState, type IdEdge, type IdNode, type IdState, nodeOf } from "./id-state.ts";

/** The edge between two nodes, with one more piece of evidence; what it is worth is said by what follows. */
export function evidence(state: IdState, a: IdNode, b: IdNode, rule: LogEntry["verb"]): IdEdge {
  const key = edgeKey(a.key, b.key);
  let edge = state.edges.get(key);
  if (edge === undefined) {
    const sequence = state.edges.size;
    edge = {
      a: a.key,
      b: b.key,
      ids: [a.id, b.id],
      sequence,
      state: "refused",
      reason: "same-record",
      human: false,
      since: null,
      evidence: [],
    };
    state.edges.set(key, edge);
  }
  const { position } = state;
  const known = edge.evidence.find((one) => one.rule === rule);
  if (known === undefined) edge.evidence.push({ rule, first: position, last: position, times: 1 });
  else {
    known.last = position;
    known.times += 1;
  }
  return edge;
}

/** Keys are JSON and have no line break in them. */
export function edgeKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/** Both ends have to be kept. */
export function makeLive(state: IdState, edge: IdEdge, reason: EdgeReason): void {
  if (edge.state !== "live") {
    edge.state = "live";
    edge.reason = reason;
    edge.since = state.position;
    nodeOf(state, edge.a).links.set(edge.b, edge);
    nodeOf(state, edge.b).links.set(edge.a, edge);
  }
  if (reason === "same-record") return;
  edge.human = true;
  edge.reason = reason;
}

/** The groups still hold together as they did: regroup afterwards. */
export function unmake(state: IdState, edge: IdEdge, to: Exclude<EdgeState, "live">, reason: EdgeReason): void {
  if (edge.state === "live") {
    nodeOf(state, edge.a).links.delete(edge.b);
    nodeOf(state, edge.b).links.delete(edge.a);
  }
  edge.state = to;
  edge.reason = reason;
  edge.human = false;
  edge.since = null;
}

export function liveEdges(nodes: readonly IdNode[]): IdEdge[] {
  return [...new Set(nodes.flatMap(({ links }) => [...links.values()]))];
}
