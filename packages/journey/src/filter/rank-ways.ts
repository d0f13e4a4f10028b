import { quantilesReordering } from "@counterseat/stats";
import { grouped } from "../grouping.ts";
import type { JourneyLog } from "../journey-log.ts";
import { topVariants } from "../top-variants.ts";

export type RankedWay = {
  readonly activities: readonly string[];
  readonly cases: number;
  /** Seconds from the first event to the last, at the median. */
  readonly median: number;
};

/** The ways that most cases went, with how long they took. Ranked as the variants of a model. */
export function rankWays(log: JourneyLog, most: number): RankedWay[] {
  const duration = Float64Array.from({ length: log.cases }, (_, c) => (log.time[log.offsets[c + 1] - 1] - log.time[log.offsets[c]]) / 1000);
  const { values, offsets } = grouped({ group: log.variant, value: duration, groups: log.variants });
  return topVariants(log, most).map(({ variant, activities, count }) => {
    const [median] = quantilesReordering(values.subarray(offsets[variant], offsets[variant + 1]), [0.5]);
    return { activities, cases: count, median };
  });
}
