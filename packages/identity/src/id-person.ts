import { liveEdges } from "./id-edges.ts";
import type { Id } from "./id-log.ts";
import { ruleOf } from "./id-rules.ts";
import { byBirth, eldest, type Group, type IdNode, type IdState, isIdentified } from "./id-state.ts";
import { type Survivor, surviving, type ValueRecord } from "./survivorship.ts";

/** An id of a person, from when and until before when it is theirs, UTC milliseconds; `to` is null while it is. Only shared devices end. */
export interface OwnId extends Id {
  readonly from: number;
  readonly to: number | null;
}

export interface Person {
  /** By the eldest id: position in the log, and the place there. A merge keeps the older person's, a split gives the younger's back. */
  readonly id: string;
  /** By when the log named them first. */
  readonly ids: readonly OwnId[];
  readonly properties: Readonly<Record<string, unknown>>;
  /** Per property the record that gave it. */
  readonly origins: Readonly<Record<string, Survivor["from"]>>;
  /** UTC milliseconds of the earliest record. */
  readonly createdAt: number;
  /** Rises with every id that comes or goes; of a merge the highest and one, of what a split takes out above the person it was in. */
  readonly version: number;
  readonly isIdentified: boolean;
}

/** Null for what is nobody: a quarantined value alone. */
export function personOf(state: IdState, group: Group): Person | null {
  if (group.nodes.every(({ idKey }) => state.quarantined.has(idKey))) return null;
  const nodes = [...group.nodes].sort(byBirth);
  const survivors = surviving(recordsOf(state, group), state.rules.survivorship);
  const { position, index } = eldest(nodes).born;
  return {
    id: `${position}-${index}`,
    ids: nodes.map((node) => ({ ...node.id, ...stretchOf(state, node) })),
    properties: Object.fromEntries(Object.entries(survivors).map(([name, { value }]) => [name, value])),
    origins: Object.fromEntries(Object.entries(survivors).map(([name, { from }]) => [name, from])),
    createdAt: nodes.reduce((least, { from }) => Math.min(least, from), Infinity),
    version: group.version,
    isIdentified: isIdentified(state, group),
  };
}

/** Sessions of one device follow each other without a gap: each ends where the next begins. */
function stretchOf({ sessions }: IdState, node: IdNode): { from: number; to: number | null } {
  const own = sessions.get(node.idKey) ?? [];
  const at = own.indexOf(node);
  return { from: at === 0 ? Math.min(node.from, node.bornAt) : node.bornAt, to: own[at + 1]?.bornAt ?? null };
}

function recordsOf(state: IdState, group: Group): ValueRecord[] {
  const known = knownSince(state, group);
  return group.nodes.flatMap((node) => {
    const since = known.get(node.key) ?? Infinity;
    return node.records.map((record) => ({ ...record, identified: record.position >= since }));
  });
}

/**
 * Per node since which place in the log it is tied to an id that says who the person is. Worked out of the live edges, never kept, so that a cut edge
 * leaves no trace in what survives.
 */
function knownSince({ rules }: IdState, { nodes }: Group): Map<string, number> {
  const since = new Map<string, number>();
  const parts = new Map<string, { nodes: string[]; known: boolean }>();
  for (const { key, id } of nodes) {
    const known = ruleOf(rules, id.kind).identifying === true;
    parts.set(key, { nodes: [key], known });
    if (known) since.set(key, -Infinity);
  }
  for (const edge of liveEdges(nodes).sort((a, b) => (a.since ?? 0) - (b.since ?? 0))) {
    const [a, b] = [parts.get(edge.a), parts.get(edge.b)];
    if (a === undefined || b === undefined || a === b) continue;
    if (a.known !== b.known) for (const key of a.known ? b.nodes : a.nodes) since.set(key, edge.since ?? 0);
    const [stays, goes] = a.nodes.length >= b.nodes.length ? [a, b] : [b, a];
    stays.known ||= goes.known;
    for (const key of goes.nodes) {
      stays.nodes.push(key);
      parts.set(key, stays);
    }
  }
  return since;
}
