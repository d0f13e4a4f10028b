import { unmake } from "./id-edges.ts";
import type { Id } from "./id-log.ts";
import { ruleOf } from "./id-rules.ts";
import { type IdState, nodeOf, regroup, warn } from "./id-state.ts";

export interface NamedId {
  readonly id: Id;
  readonly key: string;
}

/**
 * Counts what each guarded value stands with, before the record is taken for evidence: a value with one person too many is nobody's, such as
 * the address a shop types in for whoever has none.
 * @param ids of one record, the strongest first
 */
export function guard(state: IdState, ids: readonly NamedId[]): void {
  for (const value of ids) {
    const most = ruleOf(state.rules, value.id.kind).persons ?? null;
    if (most === null || state.quarantined.has(value.key)) continue;
    // One other id stands for the record. A device says nothing about how many persons there are.
    const other = ids.find((one) => one !== value && ruleOf(state.rules, one.id.kind).shared !== true && !state.quarantined.has(one.key));
    if (other === undefined) continue;
    const touched = state.touched.get(value.key) ?? new Set();
    state.touched.set(value.key, touched);
    if (touched.has(other.key)) continue;
    touched.add(other.key);
    if (touched.size > most && personsWithout(state, value.key, touched) > most) quarantine(state, value);
  }
}

/** How many persons some ids are when one value is no evidence. */
function personsWithout(state: IdState, without: string, idKeys: ReadonlySet<string>): number {
  const seen = new Set<string>();
  let persons = 0;
  for (const idKey of idKeys) {
    // An id that was never kept is a person of its own.
    const start = state.sessions.get(idKey)?.[0];
    if (start !== undefined && seen.has(start.key)) continue;
    persons += 1;
    const open = start === undefined ? [] : [start];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node.key)) continue;
      seen.add(node.key);
      for (const key of node.links.keys()) {
        const next = nodeOf(state, key);
        if (next.idKey !== without) open.push(next);
      }
    }
  }
  return persons;
}

/** The value is no evidence any more, also not for what it joined. What somebody joined by it stays joined. */
function quarantine(state: IdState, { id, key }: NamedId): void {
  state.quarantined.add(key);
  warn(state, "value_quarantined", [id]);
  for (const node of state.sessions.get(key) ?? []) {
    for (const edge of node.links.values()) if (!edge.human) unmake(state, edge, "quarantined", "too-many-persons");
    // What its records say belongs to the next best id each of them names.
    for (const record of node.records.splice(0)) {
      const next = record.nodes.find((one) => !state.quarantined.has(nodeOf(state, one).idKey));
      (next === undefined ? node : nodeOf(state, next)).records.push(record);
    }
    regroup(state, node.group);
  }
}
