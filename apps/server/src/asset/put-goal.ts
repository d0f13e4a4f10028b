import { z } from "zod";
import { write } from "../platform/operation.ts";
import { putGoal } from "./store.ts";
import { GoalLine } from "./words.ts";

export const putGoalLine = write({
  name: "asset.putGoal",
  method: "PUT",
  path: "/asset/goals/{measure}",
  summary: "Set the goal line for customers, or for what they are worth",
  permission: "asset:write",
  input: z.object({ measure: GoalLine.shape.measure, amount: GoalLine.shape.amount, dueOn: GoalLine.shape.dueOn }),
  output: GoalLine,
  async run(ctx, input) {
    const goal: GoalLine = { ...input, setOn: new Date(ctx.clock()).toISOString().slice(0, 10) };
    await putGoal(ctx.tx, ctx.world, goal);
    return goal;
  },
  subject: (input) => input.measure,
});
