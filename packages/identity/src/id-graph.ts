import { apart, join, splitEdge, splitPerson } from "./id-decisions.ts";
import { type Id, keyOf, type LogEntry } from "./id-log.ts";
import { observe } from "./id-observe.ts";
import { type Person, personOf } from "./id-person.ts";
import type { IdRules } from "./id-rules.ts";
import { type IdGraphSnapshot, restored, snapshotOf } from "./id-snapshot.ts";
import { byBirth, type EdgeReason, type EdgeState, eldest, emptyState, type Evidence, type IdWarning, nodeAt } from "./id-state.ts";

/** One join that was, is or was asked for. */
export interface Edge {
  readonly ids: readonly [Id, Id];
  readonly state: EdgeState;
  readonly reason: EdgeReason;
  /** Since which place in the log it joins; null where it does not. */
  readonly since: number | null;
  /** Which records and decisions speak for it. */
  readonly evidence: readonly Readonly<Evidence>[];
}

export interface IdGraph {
  /** The place in the log up to which it has read; −Infinity before the first entry. */
  readonly position: number;
  /** @throws RangeError when the entry stands before what was read already */
  observe(entry: LogEntry): void;
  /** By their ids' first place in the log. */
  persons(): Person[];
  /** @param at UTC milliseconds, for a device that others had before or have now; absent: its last session */
  personOf(kind: string, value: string, at?: number): Person | null;
  /** In the order in which they were first thought of. */
  edges(): Edge[];
  /** Each once, with how often it was the case. */
  warnings(): IdWarning[];
  /** Plain data for JSON; `createIdGraph(rules, snapshot)` goes on from there. */
  snapshot(): IdGraphSnapshot;
}

/**
 * Who is one person, by ids that records share. A fold over a log: the same entries in the same order give the same graph, and entries about
 * different people may change places. Every join is an edge with its evidence, nothing is merged in place; persons, what is known of them
 * and since when are worked out of the edges that are live, so an edge that is cut leaves both sides as if it had never been. A decision of
 * somebody stands above every rule, until they decide otherwise.
 * @param snapshot of a graph with the same rules
 */
export function createIdGraph(rules: IdRules, snapshot?: IdGraphSnapshot): IdGraph {
  const state = snapshot === undefined ? emptyState(rules) : restored(rules, snapshot);
  return {
    get position() {
      return state.position;
    },
    observe(entry) {
      if (!(entry.position >= state.position)) throw new RangeError(`place ${entry.position} of the log was read after ${state.position}`);
      if (entry.position > state.position) {
        state.births = 0;
        state.ordinals = 0;
      }
      state.position = entry.position;
      if (entry.verb === "join") join(state, entry);
      else if (entry.verb === "apart") apart(state, entry);
      else if (entry.verb !== "split") observe(state, entry);
      else if ("edge" in entry) splitEdge(state, entry);
      else splitPerson(state, entry);
      state.ordinals += 1;
    },
    persons() {
      const groups = [...new Set([...state.nodes.values()].map(({ group }) => group))];
      const first = new Map(groups.map((group) => [group, eldest(group.nodes)]));
      const order = [...first].sort(([, a], [, b]) => byBirth(a, b));
      return order.flatMap(([group]) => personOf(state, group) ?? []);
    },
    personOf(kind, value, at = Infinity) {
      const node = nodeAt(state, keyOf({ kind, value }), at);
      return node === null ? null : personOf(state, node.group);
    },
    edges: () =>
      [...state.edges.values()].map(({ ids, state: now, reason, since, evidence }) => ({
        ids,
        state: now,
        reason,
        since,
        evidence: evidence.map((one) => ({ ...one })),
      })),
    warnings: () => [...state.warnings.values()].map((one) => ({ ...one })),
    snapshot: () => snapshotOf(state),
  };
}
