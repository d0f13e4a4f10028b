import { etagOf } from "../platform/etag.ts";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import { type ActionRow, findOpenAction } from "./store.ts";
import type { Action } from "./words.ts";

export function toAction(row: ActionRow, names: ReadonlyMap<string, string>, now: number, sourceWithdrawn = false): Action {
  const action = {
    id: row.id,
    cell: row.cell,
    title: row.title,
    ownerId: row.ownerId,
    ownerName: names.get(row.ownerId) ?? row.ownerId,
    goalLine: row.goalLine,
    dueOn: row.dueOn,
    baseline: row.baseline,
    state: row.state,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
  };
  return {
    ...action,
    etag: etagOf(action),
    sourceWithdrawn,
    late: row.state === "open" && row.dueOn < new Date(now).toISOString().slice(0, 10),
  };
}

/** What the other slices are told when an action changed: the action, and which one works on its cell now, if any. */
export async function actionSignal(tx: Tx, row: ActionRow) {
  const current = await findOpenAction(tx, row.world as World, row.cell);
  return { cell: row.cell, action: told(row), current: current === null ? null : told(current) };
}

function told({ id, title, ownerId, goalLine, dueOn, state }: ActionRow) {
  return { id, title, ownerId, goalLine, dueOn, state };
}
