import type { Id, LogEntry } from "./id-log.ts";
import { keyOf } from "./id-log.ts";
import { type IdRules, ruleOf } from "./id-rules.ts";

/** One id; of a shared device, one session of it. Nodes are never taken away. */
export interface IdNode {
  readonly key: string;
  readonly id: Id;
  /** The same for all sessions of a device. */
  readonly idKey: string;
  /** Where the log names it first, and the how manieth it is there. */
  readonly born: { readonly position: number; readonly index: number };
  /** UTC milliseconds of that record. */
  readonly bornAt: number;
  /** The earliest record that is its own: whose strongest id it is, or the one it was born of. */
  from: number;
  /** Its live edges, by the key of the other node. */
  readonly links: Map<string, IdEdge>;
  readonly records: StoredRecord[];
  group: Group;
}

/** A record's properties, kept with the strongest id it names. */
export interface StoredRecord {
  readonly position: number;
  readonly ordinal: number;
  readonly at: number;
  readonly source: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  /** Every node it was evidence for, the strongest first. */
  readonly nodes: readonly string[];
}

/** `live` edges make persons. `cut` by somebody, `refused` by a rule, `quarantined` with a value that is nobody's. */
export type EdgeState = "live" | "cut" | "refused" | "quarantined";
export type EdgeReason =
  "same-record" | "human-join" | "rest-of-split" | "human-split" | "human-apart" | "kept-apart" | "limit" | "too-many-persons";

export interface Evidence {
  readonly rule: LogEntry["verb"];
  /** First and last place in the log that says so, and how often it does. */
  readonly first: number;
  last: number;
  times: number;
}

export interface IdEdge {
  readonly a: string;
  readonly b: string;
  readonly ids: readonly [Id, Id];
  /** Edges in the order they were first thought of. */
  readonly sequence: number;
  state: EdgeState;
  reason: EdgeReason;
  /** Somebody decided for it. */
  human: boolean;
  /** Since which place in the log it joins; null where it does not. */
  since: number | null;
  readonly evidence: Evidence[];
}

/** Nodes that live edges connect: one person. */
export interface Group {
  readonly nodes: IdNode[];
  readonly kinds: Map<string, IdNode[]>;
  /** The decisions to keep apart that name one of its ids, and on which side. Never both sides of one. */
  readonly marks: Map<number, Side>;
  version: number;
}

export type Side = "left" | "right";

export type WarningCode =
  | "cannot_merge_with_illegal_distinct_id"
  | "cannot_merge_already_identified"
  | "id_demoted"
  | "kept_apart"
  | "value_quarantined"
  | "unknown_id"
  | "nothing_to_split";

export interface IdWarning {
  readonly code: WarningCode;
  readonly ids: readonly Id[];
  /** The kind whose limit stood in the way. */
  readonly limit: string | null;
  readonly first: number;
  last: number;
  times: number;
}

export interface IdState {
  readonly rules: IdRules;
  position: number;
  /** How many ids and records the position has had so far. */
  births: number;
  ordinals: number;
  readonly nodes: Map<string, IdNode>;
  /** Per id its nodes: one, or a shared device's sessions by when they start. */
  readonly sessions: Map<string, IdNode[]>;
  readonly edges: Map<string, IdEdge>;
  decisions: number;
  /** Per node, also one that is not there yet, on which side of which decisions to keep apart it stands. */
  readonly sides: Map<string, Map<number, Side>>;
  /** Per guarded value the ids it stood with. */
  readonly touched: Map<string, Set<string>>;
  readonly quarantined: Set<string>;
  readonly warnings: Map<string, IdWarning>;
}

export function emptyState(rules: IdRules): IdState {
  return {
    rules,
    position: -Infinity,
    births: 0,
    ordinals: 0,
    nodes: new Map(),
    sessions: new Map(),
    edges: new Map(),
    decisions: 0,
    sides: new Map(),
    touched: new Map(),
    quarantined: new Set(),
    warnings: new Map(),
  };
}

/** The node of an id, of a shared device the session at a time; null for an id nobody has seen. */
export function nodeAt({ sessions }: IdState, idKey: string, at: number): IdNode | null {
  const own = sessions.get(idKey) ?? [];
  return own.findLast(({ bornAt }) => bornAt <= at) ?? own[0] ?? null;
}

/** A node that nothing knows of until it is kept. A new session is kept apart from whom the one before it is. */
export function newNode(state: IdState, id: Id, at: number): IdNode {
  const node = bareNode(state, id, at);
  const before = nodeAt(state, node.idKey, at);
  for (const [decision, side] of (before === null ? null : state.sides.get(before.key)) ?? []) node.group.marks.set(decision, side);
  return node;
}

export function bareNode(state: IdState, id: Id, at: number): IdNode {
  const idKey = keyOf(id);
  const earlier = state.sessions.get(idKey)?.length ?? 0;
  const group: Group = { nodes: [], kinds: new Map(), marks: new Map(), version: 0 };
  const node: IdNode = {
    key: earlier === 0 ? idKey : `${idKey}#${earlier}`,
    id,
    idKey,
    born: { position: state.position, index: state.births },
    bornAt: at,
    from: at,
    links: new Map(),
    records: [],
    group,
  };
  addTo(state, group, node);
  return node;
}

export function keep(state: IdState, node: IdNode): void {
  state.births += 1;
  state.nodes.set(node.key, node);
  if (node.group.marks.size > 0) state.sides.set(node.key, new Map(node.group.marks));
  const own = state.sessions.get(node.idKey) ?? [];
  own.splice(own.findLastIndex(({ bornAt }) => bornAt <= node.bornAt) + 1, 0, node);
  state.sessions.set(node.idKey, own);
}

function addTo({ sides }: IdState, group: Group, node: IdNode): void {
  node.group = group;
  group.nodes.push(node);
  const alike = group.kinds.get(node.id.kind);
  if (alike === undefined) group.kinds.set(node.id.kind, [node]);
  else alike.push(node);
  for (const [decision, side] of sides.get(node.key) ?? []) group.marks.set(decision, side);
}

/** One group of two; the smaller moves. */
export function unite(state: IdState, a: Group, b: Group): void {
  if (a === b) return;
  const [stays, goes] = a.nodes.length >= b.nodes.length ? [a, b] : [b, a];
  for (const node of goes.nodes) addTo(state, stays, node);
  stays.version = Math.max(a.version, b.version);
}

/** The groups that the live edges leave of one; every part without its eldest id is a new person, of a version above the old one. */
export function regroup(state: IdState, group: Group): Group[] {
  const seen = new Set<IdNode>();
  const parts: Group[] = [];
  const first = eldest(group.nodes);
  for (const start of group.nodes) {
    if (seen.has(start)) continue;
    const part: Group = { nodes: [], kinds: new Map(), marks: new Map(), version: group.version };
    const open = [start];
    seen.add(start);
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      addTo(state, part, node);
      for (const key of node.links.keys()) {
        const next = nodeOf(state, key);
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    parts.push(part);
  }
  if (parts.length > 1)
    for (const part of parts) part.version = first.group === part ? group.version + 1 : Math.max(state.position, group.version + 2);
  return parts;
}

/** @throws Error when an edge leads nowhere, which nothing but a snapshot from elsewhere can bring about */
export function nodeOf({ nodes }: IdState, key: string): IdNode {
  const node = nodes.get(key);
  if (node === undefined) throw new Error(`the graph has no id ${key}`);
  return node;
}

export function eldest(nodes: readonly IdNode[]): IdNode {
  return nodes.reduce((first, node) => (byBirth(node, first) < 0 ? node : first));
}

export function byBirth({ born: a }: IdNode, { born: b }: IdNode): number {
  return a.position - b.position || a.index - b.index;
}

/** What keeps two groups from being one by rule; null when nothing does. */
export function obstacle({ rules }: IdState, a: Group, b: Group): { reason: "kept-apart" } | { reason: "limit"; kind: string } | null {
  if (contradictions(a, b).length > 0) return { reason: "kept-apart" };
  const [more, fewer] = a.nodes.length >= b.nodes.length ? [a, b] : [b, a];
  for (const [kind, nodes] of fewer.kinds) {
    const { limit, interval } = ruleOf(rules, kind);
    const others = more.kinds.get(kind);
    if (limit === null || others === undefined) continue;
    const both = most([...nodes, ...others], interval);
    // Where somebody joined two beyond the limit, that stands; it must only not become worse.
    if (both > limit && both > most(nodes, interval) && both > most(others, interval)) return { reason: "limit", kind };
  }
  return null;
}

/** The decisions that two groups stand on different sides of. */
export function contradictions(a: Group, b: Group): number[] {
  const [more, fewer] = a.marks.size >= b.marks.size ? [a.marks, b.marks] : [b.marks, a.marks];
  return [...fewer].flatMap(([decision, side]) => ((more.get(decision) ?? side) === side ? [] : [decision]));
}

/** The most ids first seen within any stretch of `interval` milliseconds. */
function most(nodes: readonly IdNode[], interval: number | undefined): number {
  const first = new Map<string, number>();
  for (const { idKey, bornAt } of nodes) first.set(idKey, Math.min(bornAt, first.get(idKey) ?? Infinity));
  if (interval === undefined) return first.size;
  const times = [...first.values()].sort((a, b) => a - b);
  let found = 0;
  for (let from = 0, to = 0; to < times.length; to += 1) {
    while (times[to] - times[from] >= interval) from += 1;
    found = Math.max(found, to - from + 1);
  }
  return found;
}

/** Whether it is known who the person is. */
export function isIdentified({ rules, quarantined }: IdState, { kinds }: Group): boolean {
  for (const [kind, nodes] of kinds)
    if (ruleOf(rules, kind).identifying === true && nodes.some(({ idKey }) => !quarantined.has(idKey))) return true;
  return false;
}

export function warn(state: IdState, code: WarningCode, ids: readonly Id[], limit: string | null = null): void {
  const key = warningKey({ code, ids });
  const known = state.warnings.get(key);
  const { position } = state;
  if (known === undefined) state.warnings.set(key, { code, ids, limit, first: position, last: position, times: 1 });
  else {
    known.last = position;
    known.times += 1;
  }
}

export function warningKey({ code, ids }: Pick<IdWarning, "code" | "ids">): string {
  return JSON.stringify([code, ...ids.map(keyOf)]);
}
