import { z } from "zod";
import { read } from "../../platform/operation.ts";
import type { proposeEvents } from "./propose-events.ts";
import { DAY_MS, iso, readRows } from "./read-rows.ts";
import { PlanProposal, SourceName } from "./words.ts";

export const proposeTrackingPlan = read({
  name: "customer.proposeTrackingPlan",
  method: "GET",
  path: "/tracking-plans/{source}/proposal",
  summary: "The plan that fits what a source sent in the last days",
  permission: "customer:read",
  input: z.object({ source: SourceName, days: z.coerce.number().int().min(1).max(366).default(30) }),
  output: PlanProposal,
  async run(ctx, { source, days }) {
    const to = ctx.clock() + DAY_MS; // senders' clocks may be ahead by a day
    const { rows, all } = await readRows(ctx, { source, from: ctx.clock() - days * DAY_MS, to });
    const found = await ctx.compute.run<ReturnType<typeof proposeEvents>>("customer.proposeEvents", rows);
    return { ...found, source, all, from: iso(found.from), to: iso(found.to) };
  },
});
