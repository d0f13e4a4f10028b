import { addMissing, peopleInReach, readList } from "../company/index.ts";
import { CounterseatError } from "../platform/errors.ts";
import { ActionId, newId } from "../platform/ids.ts";
import { EVERYTHING } from "../platform/metric.ts";
import { write } from "../platform/operation.ts";
import { addAction } from "./store.ts";
import { actionSignal, toAction } from "./to-action.ts";
import { Action, NewAction } from "./words.ts";

export const createAction = write({
  name: "accountability.createAction",
  method: "POST",
  path: "/actions",
  summary: "Make someone own a gap: a goal line, a date, and the gap as it stands today",
  permission: "accountability:write",
  reach: "unit",
  input: NewAction,
  output: Action,
  async prepare(ctx, input) {
    if (ctx.world === "preview")
      throw new CounterseatError("conflict", "This is a preview.", { fix: "Load the sample company or import your own files first." });
    return ctx.metrics.figure("gap.belief", ctx, { ...EVERYTHING, ...input.cell });
  },
  async run(ctx, input, baseline) {
    const stages = await readList(ctx.tx, ctx.world, "stages");
    if (!stages.some((stage) => stage.id === input.cell.stage))
      throw new CounterseatError("invalid", `There is no stage "${input.cell.stage}".`);
    const reach = await peopleInReach(ctx.tx, ctx.world, ctx.actor);
    if (reach !== null && !reach.has(input.ownerId)) {
      throw new CounterseatError("forbidden", "The owner is not of your unit.", {
        fix: "Choose somebody of your unit, or ask an owner of this installation.",
      });
    }
    if (input.ownerName !== undefined) {
      const person = { id: input.ownerId, name: input.ownerName, title: "", unitId: null, role: "manager" as const, customerId: null };
      await addMissing(ctx.tx, ctx.world, "people", [person]);
    }
    const people = new Map((await readList(ctx.tx, ctx.world, "people")).map((person) => [person.id, person.name]));
    if (!people.has(input.ownerId)) {
      throw new CounterseatError("invalid", `Nobody here has the id "${input.ownerId}".`, {
        fix: "Add the person on the company page, or send ownerName as well.",
      });
    }
    const { ownerName: _name, ...rest } = input;
    const row = await addAction(ctx.tx, { ...rest, id: newId(ActionId), world: ctx.world, baseline, state: "open" });
    await ctx.emit("accountability.action-changed", await actionSignal(ctx.tx, row));
    return toAction(row, people, ctx.clock());
  },
  subject: (_input, output) => output.id,
});
