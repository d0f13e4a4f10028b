import type { Metric } from "../../platform/metric.ts";
import { beliefGap, withoutValue } from "../belief-gap.ts";
import { readSide, shownAt } from "../side.ts";

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
    const [leaders, customers] = await Promise.all([readSide(ctx, "culture.believed", scope), readSide(ctx, "voice.experienced", scope)]);
    const [a, b] = [shownAt(leaders, scope.stage), shownAt(customers, scope.stage)];
    if (a !== null && b !== null) return beliefGap(ctx.metrics, a, b).gap;
    const asked = [leaders, customers].every(({ samples }) => samples.byStage.has(scope.stage));
    const hidden = customers.hidden.get(scope.stage) ?? leaders.hidden.get(scope.stage);
    return withoutValue("gap.belief@1", "points", asked ? (hidden?.doubt ?? "no-answers") : "no-answers");
  },
};
