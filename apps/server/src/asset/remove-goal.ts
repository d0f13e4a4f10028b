import { z } from "zod";
import { notFound } from "../platform/errors.ts";
import { write } from "../platform/operation.ts";
import { removeGoal } from "./store.ts";
import { GoalLine } from "./words.ts";

export const removeGoalLine = write({
  name: "asset.removeGoal",
  method: "DELETE",
  path: "/asset/goals/{measure}",
  summary: "Take a goal line away",
  permission: "asset:write",
  input: z.object({ measure: GoalLine.shape.measure }),
  output: z.object({ removed: z.literal(true) }),
  async run(ctx, input) {
    if (!(await removeGoal(ctx.tx, ctx.world, input.measure))) throw notFound("This goal line");
    return { removed: true as const };
  },
  subject: (input) => input.measure,
});
