import type { Metric } from "../../platform/metric.ts";
import { beliefGap, GROUP_MINIMUM, withoutValue } from "../belief-gap.ts";
import { hiddenSides } from "../hidden-cells.ts";

/** The belief gap of one cell, for whoever needs it as a baseline. */
export const belief: Metric = {
  id: "gap.belief",
  version: 1,
  title: "Belief gap",
  definition:
    "What leaders believe minus what customers say, both means on 0–100, with Welch's 95 % interval. Gap: the interval lies wholly outside ±5. No gap: wholly inside. Otherwise not known yet.",
  unit: "points",
  higherIs: "worse",
  owner: "gap",
  async figure(ctx, scope) {
    const [leaders, customers, hidden] = await Promise.all([
      ctx.metrics.samples("culture.believed", ctx, scope),
      ctx.metrics.samples("voice.experienced", ctx, scope),
      hiddenSides(ctx, scope, [scope.stage]),
    ]);
    const a = leaders.byStage.get(scope.stage) ?? null;
    const b = customers.byStage.get(scope.stage) ?? null;
    if (a === null || b === null) return withoutValue("gap.belief@1", "points", "no-answers");
    const covered = hidden["voice.experienced"].get(scope.stage) ?? hidden["culture.believed"].get(scope.stage);
    if (covered !== undefined) return withoutValue("gap.belief@1", "points", covered.doubt);
    if (Math.min(a.points.length, b.points.length) < GROUP_MINIMUM) return withoutValue("gap.belief@1", "points", "hidden-small-group");
    return beliefGap(ctx.metrics, a, b).gap;
  },
};
