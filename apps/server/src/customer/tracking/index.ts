import type { WorkContext } from "../../platform/operation.ts";
import { doorOf } from "../ingest/door.ts";
import { getDrift } from "./get-drift.ts";
import { getTrackingPlan, listTrackingPlans } from "./get-plan.ts";
import { proposeTrackingPlan } from "./propose-plan.ts";
import { putTrackingPlan } from "./put-plan.ts";

/** What sources are expected to send, and what they send otherwise. */
export const trackingOperations = [listTrackingPlans, getTrackingPlan, putTrackingPlan, proposeTrackingPlan, getDrift] as const;

/** Writes down what was counted of events until now. */
export function closeTally(ctx: WorkContext): Promise<void> {
  return doorOf(ctx).tally.flush();
}
