import { evidence, liveEdges, makeLive, unmake } from "./id-edges.ts";
import { type Apart, type Id, type IdAt, type Join, keyOf, type SplitEdge, type SplitPerson } from "./id-log.ts";
import { ruleOf } from "./id-rules.ts";
import {
  byBirth,
  contradictions,
  eldest,
  type Group,
  type IdEdge,
  type IdNode,
  type IdState,
  nodeAt,
  nodeOf,
  regroup,
  type Side,
  unite,
  warn,
} from "./id-state.ts";

const OTHER = { left: "right", right: "left" } as const satisfies Record<Side, Side>;

/** Never one person, whatever records say: what joins them is cut, the youngest edge first, and what somebody joined last of all. */
export function apart(state: IdState, { ids: [a, b] }: Apart): void {
  const [left, right] = [keyOf(a), keyOf(b)];
  // The first session has the key of the id, so that also holds for who is not known yet; later sessions take it over.
  const all = (idKey: string) => [...new Set([idKey, ...keysOf(state.sessions.get(idKey) ?? [])])];
  if (left === right) warn(state, "nothing_to_split", [a, b]);
  else separate(state, decide(state, all(left), all(right)), "human-apart");
}

export function splitEdge(state: IdState, { at, edge: ids }: SplitEdge): void {
  const [a, b] = [find(state, ids[0], at), find(state, ids[1], at)];
  const edge = a === null || b === null ? undefined : a.links.get(b.key);
  if (edge === undefined) return warn(state, "nothing_to_split", ids.map(idOf));
  unmake(state, edge, "cut", "human-split");
  separate(state, decide(state, [edge.a], [edge.b]), "human-split");
}

export function splitPerson(state: IdState, { at, from, ids }: SplitPerson): void {
  const node = find(state, from, at);
  if (node === null) return warn(state, "unknown_id", [idOf(from)]);
  const wanted = new Set(ids.map(keyOf));
  wanted.delete(node.idKey);
  const { group } = node;
  const taken = group.nodes.filter(({ idKey }) => wanted.has(idKey));
  const rest = group.nodes.filter(({ idKey }) => !wanted.has(idKey));
  if (taken.length === 0) return warn(state, "nothing_to_split", [idOf(from), ...ids]);
  const gone = new Set(taken.map(({ key }) => key));
  for (const edge of liveEdges(taken)) if (gone.has(edge.a) !== gone.has(edge.b)) unmake(state, edge, "cut", "human-split");
  // Who is apart from whom is remembered of what is somebody's own: a device may be in other hands tomorrow.
  const own = rest.filter(({ id }) => ruleOf(state.rules, id.kind).shared !== true);
  decide(state, keysOf(taken), keysOf(own.length > 0 ? own : rest));
  // What is left was one person for whoever decided, also where only the ids taken out held it together.
  const [first, ...others] = partsOf(state, rest);
  for (const other of others) makeLive(state, evidence(state, eldest(first), eldest(other), "split"), "rest-of-split");
  regroup(state, group);
}

/** One person, also beyond a limit; refused only where another decision keeps others of the two apart. */
export function join(state: IdState, { at, ids }: Join): void {
  const [a, b] = [find(state, ids[0], at), find(state, ids[1], at)];
  if (a === null || b === null)
    return warn(state, "unknown_id", [...(a === null ? [ids[0]] : []), ...(b === null ? [ids[1]] : [])].map(idOf));
  if (a === b) return;
  const between = contradictions(a.group, b.group);
  const own = (decision: number) => {
    const [mine, theirs] = [state.sides.get(a.key)?.get(decision), state.sides.get(b.key)?.get(decision)];
    return mine !== undefined && theirs !== undefined && mine !== theirs;
  };
  const edge = evidence(state, a, b, "join");
  if (!between.every(own)) {
    unmake(state, edge, "refused", "kept-apart");
    return warn(state, "kept_apart", ids.map(idOf));
  }
  for (const decision of between) lift(state, decision, a, b);
  makeLive(state, edge, "human-join");
  if (a.group === b.group) return;
  unite(state, a.group, b.group);
  a.group.version += 1;
}

/** A later decision: these two persons are no longer kept apart by an earlier one; both still are from everybody else of the other side. */
function lift(state: IdState, decision: number, a: IdNode, b: IdNode): void {
  const side = state.sides.get(b.key)?.get(decision);
  if (side === undefined) return;
  const on = (which: Side) => [...state.sides].flatMap(([key, sides]) => (sides.get(decision) === which ? [key] : []));
  const [theirs, mine] = [new Set(keysOf(b.group.nodes)), new Set(keysOf(a.group.nodes))];
  const moved = on(side).filter((key) => theirs.has(key));
  const others = on(OTHER[side]).filter((key) => !mine.has(key));
  for (const key of moved) state.sides.get(key)?.delete(decision);
  decide(state, moved, others);
}

/** Remembers that no node of one side is ever one person with a node of the other. */
function decide(state: IdState, left: readonly string[], right: readonly string[]): number {
  const decision = state.decisions;
  state.decisions += 1;
  for (const [side, keys] of [
    ["left", left],
    ["right", right],
  ] as const) {
    for (const key of keys) {
      const sides = state.sides.get(key) ?? new Map<number, Side>();
      sides.set(decision, side);
      state.sides.set(key, sides);
    }
  }
  for (const group of new Set([...left, ...right].flatMap((key) => state.nodes.get(key)?.group ?? []))) refreshMarks(state, group);
  return decision;
}

function refreshMarks(state: IdState, group: Group): void {
  group.marks.clear();
  for (const { key } of group.nodes) for (const [decision, side] of state.sides.get(key) ?? []) group.marks.set(decision, side);
}

/**
 * Takes the two sides of a decision apart wherever they are one person. The edges of the person are laid anew, what somebody joined first and then
 * the oldest first, and each that would bring the sides together is cut.
 */
function separate(state: IdState, decision: number, reason: "human-split" | "human-apart"): void {
  const left = [...state.nodes.values()].filter(({ key }) => state.sides.get(key)?.get(decision) === "left");
  for (const group of new Set(left.map((node) => node.group))) {
    const parts = new Map<string, { nodes: string[]; side: Side | null }>();
    for (const { key } of group.nodes) parts.set(key, { nodes: [key], side: state.sides.get(key)?.get(decision) ?? null });
    for (const edge of liveEdges(group.nodes).sort(sureFirst)) {
      const [a, b] = [parts.get(edge.a), parts.get(edge.b)];
      if (a === undefined || b === undefined || a === b) continue;
      if (a.side !== null && b.side === OTHER[a.side]) {
        unmake(state, edge, "cut", reason);
        continue;
      }
      a.side ??= b.side;
      for (const key of b.nodes) {
        a.nodes.push(key);
        parts.set(key, a);
      }
    }
    regroup(state, group);
  }
}

function sureFirst(a: IdEdge, b: IdEdge): number {
  return Number(b.human) - Number(a.human) || (a.since ?? 0) - (b.since ?? 0) || a.sequence - b.sequence;
}

/** Some nodes of a group as its live edges connect them, by birth. */
function partsOf(state: IdState, nodes: readonly IdNode[]): IdNode[][] {
  const left = new Set(nodes);
  const parts: IdNode[][] = [];
  for (const start of [...nodes].sort(byBirth)) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const node of part)
      for (const key of node.links.keys()) {
        const next = nodeOf(state, key);
        if (left.delete(next)) part.push(next);
      }
    parts.push(part);
  }
  return parts;
}

function find(state: IdState, id: IdAt, at: number): IdNode | null {
  return nodeAt(state, keyOf(id), id.at ?? at);
}

function keysOf(nodes: readonly IdNode[]): string[] {
  return nodes.map(({ key }) => key);
}

function idOf({ kind, value }: Id): Id {
  return { kind, value };
}
