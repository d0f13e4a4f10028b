import { z } from "zod";
import { write } from "../../platform/operation.ts";
import { doorOf } from "../ingest/door.ts";
import { findPlan, savePlan, toPlan } from "./store.ts";
import { ExpectedEvents, Mode, SourceName, TrackingPlan } from "./words.ts";

export const putTrackingPlan = write({
  name: "customer.putTrackingPlan",
  method: "PUT",
  path: "/tracking-plans/{source}",
  summary: "Say what a source is expected to send, and what becomes of what is against it; holds from the next event on",
  permission: "customer:write",
  input: z.object({ source: SourceName, mode: Mode, events: ExpectedEvents }),
  output: TrackingPlan,
  current: (ctx, { source }) => findPlan(ctx.tx, source),
  async run(ctx, { source, mode, events }) {
    const row = { source, mode, events, by: ctx.actor.name, changedAt: new Date(ctx.clock()) };
    await savePlan(ctx.tx, row);
    return toPlan(row);
  },
  after(ctx, plan) {
    doorOf(ctx).plans.forget();
    return Promise.resolve(plan);
  },
  subject: (input) => input.source,
});
