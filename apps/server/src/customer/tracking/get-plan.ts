import { z } from "zod";
import { notFound } from "../../platform/errors.ts";
import { read } from "../../platform/operation.ts";
import { DAY_MS, iso, LIVE_EVENTS } from "./read-rows.ts";
import { countViolations, findPlan, listPlanRows, toPlan } from "./store.ts";
import { dayOf } from "./tally.ts";
import { SourceName, TrackingPlan, TrackingPlans } from "./words.ts";

export const listTrackingPlans = read({
  name: "customer.listTrackingPlans",
  method: "GET",
  path: "/tracking-plans",
  summary: "Every source that sends events one by one, with its plan and how often something was against it",
  permission: "customer:read",
  input: z.object({}),
  output: TrackingPlans,
  async run(ctx) {
    const counts = await ctx.events.countBy({ by: ["source"], filter: LIVE_EVENTS, rowsOnly: true });
    const plans = new Map((await listPlanRows(ctx.db)).map((row) => [row.source, toPlan(row)]));
    const against = await countViolations(ctx.db, dayOf(ctx.clock() - 6 * DAY_MS));
    const came = new Map(counts.map(({ key, n, last }) => [key[0] ?? "", { rows: n, last: iso(last) }]));
    const sources = [...new Set([...came.keys(), ...plans.keys(), ...against.keys()])].sort();
    return {
      sources: sources.map((source) => {
        const plan = plans.get(source);
        const { rows, last } = came.get(source) ?? { rows: 0, last: null };
        return { source, rows, last, mode: plan?.mode ?? null, events: plan?.events.length ?? 0, against: against.get(source) ?? 0 };
      }),
    };
  },
});

export const getTrackingPlan = read({
  name: "customer.getTrackingPlan",
  method: "GET",
  path: "/tracking-plans/{source}",
  summary: "What a source is expected to send",
  permission: "customer:read",
  input: z.object({ source: SourceName }),
  output: TrackingPlan,
  async run(ctx, { source }) {
    const plan = await findPlan(ctx.db, source);
    if (plan === null) throw notFound("A tracking plan of this source");
    return plan;
  },
});
