import { edgeKey } from "./id-edges.ts";
import type { Id } from "./id-log.ts";
import type { IdRules } from "./id-rules.ts";
import {
  emptyState,
  type IdEdge,
  type IdNode,
  type IdState,
  type IdWarning,
  keep,
  bareNode,
  nodeOf,
  type Side,
  type StoredRecord,
  unite,
  warningKey,
} from "./id-state.ts";

/** What a graph has to know to go on; groups and links are worked out of the edges. */
export interface IdGraphSnapshot {
  /** Null before the first entry. */
  readonly position: number | null;
  readonly births: number;
  readonly ordinals: number;
  readonly decisions: number;
  /** In the order they were kept; the sessions of a device are counted by it. */
  readonly nodes: readonly {
    readonly id: Id;
    readonly born: IdNode["born"];
    readonly bornAt: number;
    readonly from: number;
    readonly version: number;
    readonly records: readonly StoredRecord[];
  }[];
  readonly edges: readonly IdEdge[];
  readonly sides: readonly (readonly [string, readonly (readonly [number, Side])[]])[];
  readonly touched: readonly (readonly [string, readonly string[]])[];
  readonly quarantined: readonly string[];
  readonly warnings: readonly IdWarning[];
}

export function snapshotOf(state: IdState): IdGraphSnapshot {
  return {
    position: Number.isFinite(state.position) ? state.position : null,
    births: state.births,
    ordinals: state.ordinals,
    decisions: state.decisions,
    nodes: [...state.nodes.values()].map(({ id, born, bornAt, from, group, records }) => ({
      id,
      born,
      bornAt,
      from,
      version: group.version,
      records: [...records],
    })),
    edges: [...state.edges.values()].map(copyOf),
    sides: [...state.sides].map(([key, sides]) => [key, [...sides]] as const),
    touched: [...state.touched].map(([key, others]) => [key, [...others]] as const),
    quarantined: [...state.quarantined],
    warnings: [...state.warnings.values()].map((warning) => ({ ...warning })),
  };
}

/** @throws Error when an edge leads to an id that is not in it */
export function restored(rules: IdRules, snapshot: IdGraphSnapshot): IdState {
  const state = emptyState(rules);
  for (const [key, sides] of snapshot.sides) state.sides.set(key, new Map(sides));
  for (const { id, born, bornAt, from, version, records } of snapshot.nodes) {
    state.position = born.position;
    state.births = born.index;
    const node = bareNode(state, id, bornAt);
    node.from = from;
    node.records.push(...records);
    node.group.version = version;
    keep(state, node);
  }
  for (const edge of snapshot.edges.map(copyOf)) {
    state.edges.set(edgeKey(edge.a, edge.b), edge);
    if (edge.state !== "live") continue;
    const [a, b] = [nodeOf(state, edge.a), nodeOf(state, edge.b)];
    a.links.set(b.key, edge);
    b.links.set(a.key, edge);
    unite(state, a.group, b.group);
  }
  for (const [key, others] of snapshot.touched) state.touched.set(key, new Set(others));
  for (const key of snapshot.quarantined) state.quarantined.add(key);
  for (const warning of snapshot.warnings) state.warnings.set(warningKey(warning), { ...warning });
  state.position = snapshot.position ?? -Infinity;
  state.births = snapshot.births;
  state.ordinals = snapshot.ordinals;
  state.decisions = snapshot.decisions;
  return state;
}

function copyOf(edge: IdEdge): IdEdge {
  return { ...edge, evidence: edge.evidence.map((one) => ({ ...one })) };
}
