import { z } from "zod";
import { peopleInReach, readList } from "../company/index.ts";
import { EVERYTHING } from "../platform/metric.ts";
import { read, type ReadContext } from "../platform/operation.ts";
import { type ActionRow, listActionRows } from "./store.ts";
import { toAction } from "./to-action.ts";
import { Action } from "./words.ts";

export const listActions = read({
  name: "accountability.listActions",
  method: "GET",
  path: "/actions",
  summary: "Who works on which gap, until when, from where to where",
  permission: "accountability:read",
  reach: "unit",
  input: z.object({}),
  output: z.object({ actions: z.array(Action) }),
  async run(ctx) {
    const people = new Map((await readList(ctx.db, ctx.world, "people")).map((person) => [person.id, person.name]));
    const reach = await peopleInReach(ctx.db, ctx.world, ctx.actor);
    const rows = (await listActionRows(ctx.db, ctx.world)).filter((row) => reach === null || reach.has(row.ownerId));
    const stages = rows.some((row) => row.baseline.value !== null) ? await measuredStages(ctx) : new Set<string>();
    const withdrawn = (row: ActionRow) => row.baseline.value !== null && !stages.has(row.cell.stage);
    return { actions: rows.map((row) => toAction(row, people, ctx.clock(), withdrawn(row))) };
  },
});

/** Stages at which both sides are known today. What somebody took on stays when its answers go; it is only marked. */
async function measuredStages(ctx: ReadContext): Promise<ReadonlySet<string>> {
  const [believed, experienced] = await Promise.all([
    ctx.metrics.samples("culture.believed", ctx, EVERYTHING),
    ctx.metrics.samples("voice.experienced", ctx, EVERYTHING),
  ]);
  return new Set([...believed.byStage.keys()].filter((stage) => experienced.byStage.has(stage)));
}
