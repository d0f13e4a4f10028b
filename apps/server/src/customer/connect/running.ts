import type { Tx } from "../../platform/records/contract.ts";

/** Ids of the connections that run now, one set for each open record store: only its process runs them. */
const running = new WeakMap<Tx, Set<string>>();

export function runningOf(db: Tx): Set<string> {
  const mine = running.get(db) ?? new Set<string>();
  running.set(db, mine);
  return mine;
}
