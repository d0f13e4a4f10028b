import type { Action } from "./words.ts";
import type { ActionRow } from "./store.ts";

export function toAction(row: ActionRow, names: ReadonlyMap<string, string>, now: number): Action {
  return {
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
    late: row.state === "open" && row.dueOn < new Date(now).toISOString().slice(0, 10),
  };
}

/** What the other slices are told of an action. */
export function actionSignal(row: ActionRow) {
  const { id, title, ownerId, goalLine, dueOn, state } = row;
  return { cell: row.cell, action: { id, title, ownerId, goalLine, dueOn, state } };
}
