import { z } from "zod";
import { peopleInReach, readList } from "../company/index.ts";
import { notFound } from "../platform/errors.ts";
import { ActionId } from "../platform/ids.ts";
import { write, type WriteContext } from "../platform/operation.ts";
import { changeAction, findAction } from "./store.ts";
import { actionSignal, toAction } from "./to-action.ts";
import { Action, ActionState, NewAction } from "./words.ts";

export const updateAction = write({
  name: "accountability.updateAction",
  method: "PATCH",
  path: "/actions/{id}",
  summary: "Say how an action stands, or move its date or goal line",
  permission: "accountability:write",
  reach: "unit",
  input: z.object({
    id: ActionId,
    state: ActionState.optional(),
    note: z.string().max(2000).optional(),
    dueOn: NewAction.shape.dueOn.optional(),
    goalLine: NewAction.shape.goalLine.optional(),
  }),
  output: Action,
  current: async (ctx, input) => toAction(await findInReach(ctx, input.id), await namesOf(ctx), ctx.clock()),
  async run(ctx, input) {
    const found = await findInReach(ctx, input.id);
    const { state, note, dueOn, goalLine } = input;
    const change = {
      ...(state === undefined ? {} : { state }),
      ...(note === undefined ? {} : { note }),
      ...(dueOn === undefined ? {} : { dueOn }),
      ...(goalLine === undefined ? {} : { goalLine }),
    };
    // A request that names nothing to change is sound, and an UPDATE without a column is not.
    if (Object.keys(change).length === 0) return toAction(found, await namesOf(ctx), ctx.clock());
    const row = await changeAction(ctx.tx, input.id, change);
    await ctx.emit("accountability.action-changed", await actionSignal(ctx.tx, row));
    return toAction(row, await namesOf(ctx), ctx.clock());
  },
  subject: (input) => input.id,
});

/** Another unit's action is nobody's here: whether it exists is not told either. */
async function findInReach(ctx: WriteContext, id: ActionId) {
  const row = await findAction(ctx.tx, ctx.world, id);
  const reach = await peopleInReach(ctx.tx, ctx.world, ctx.actor);
  if (row === null || (reach !== null && !reach.has(row.ownerId))) throw notFound("This action");
  return row;
}

async function namesOf(ctx: WriteContext) {
  return new Map((await readList(ctx.tx, ctx.world, "people")).map((person) => [person.id, person.name]));
}
