import { z } from "zod";
import { readList } from "../company/index.ts";
import { notFound } from "../platform/errors.ts";
import { ActionId } from "../platform/ids.ts";
import { write } from "../platform/operation.ts";
import { changeAction, findAction } from "./store.ts";
import { actionSignal, toAction } from "./to-action.ts";
import { Action, ActionState, NewAction } from "./words.ts";

export const updateAction = write({
  name: "accountability.updateAction",
  method: "PATCH",
  path: "/actions/{id}",
  summary: "Say how an action stands, or move its date or goal line",
  permission: "accountability:write",
  input: z.object({
    id: ActionId,
    state: ActionState.optional(),
    note: z.string().max(2000).optional(),
    dueOn: NewAction.shape.dueOn.optional(),
    goalLine: NewAction.shape.goalLine.optional(),
  }),
  output: Action,
  async run(ctx, input) {
    if ((await findAction(ctx.tx, ctx.world, input.id)) === null) throw notFound("This action");
    const { state, note, dueOn, goalLine } = input;
    const row = await changeAction(ctx.tx, input.id, {
      ...(state === undefined ? {} : { state }),
      ...(note === undefined ? {} : { note }),
      ...(dueOn === undefined ? {} : { dueOn }),
      ...(goalLine === undefined ? {} : { goalLine }),
    });
    await ctx.emit("accountability.action-changed", await actionSignal(ctx.tx, row));
    const people = new Map((await readList(ctx.tx, ctx.world, "people")).map((person) => [person.id, person.name]));
    return toAction(row, people, ctx.clock());
  },
  subject: (input) => input.id,
});
