import { grouped } from "./grouping.ts";
import type { JourneyLog } from "./journey-log.ts";
import { compareNames } from "./name-order.ts";
import type { Projection } from "./projection.ts";
import { waitOf, type Wait } from "./wait.ts";

/** One path of a projection; -1 stands for the start (from) or the end (to). */
export type PathRow = {
  /** Its number in the projection. */
  readonly path: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly cases: number;
  readonly viaHidden: number;
  readonly hiddenSteps: number;
  readonly hiddenEvents: number;
  readonly wait: Wait | null;
};

/** The paths of a projection, most travelled first, then start and end before steps, then by names. */
export function pathRows(log: JourneyLog, projection: Projection): PathRow[] {
  const waits = grouped({ group: projection.traversalPath, value: projection.traversalMillis, groups: projection.paths });
  const nameOf = (step: number): string => (step < 0 ? "" : log.activities[step]);
  return Array.from({ length: projection.paths }, (_, path) => ({
    path,
    from: projection.from[path],
    to: projection.to[path],
    count: projection.count[path],
    cases: projection.cases[path],
    viaHidden: projection.viaHidden[path],
    hiddenSteps: projection.hiddenSteps[path],
    hiddenEvents: projection.hiddenEvents[path],
    wait: waitOf(waits.values.subarray(waits.offsets[path], waits.offsets[path + 1])),
  })).sort(
    (x, y) =>
      y.count - x.count ||
      Math.min(x.from, 0) - Math.min(y.from, 0) ||
      Math.min(x.to, 0) - Math.min(y.to, 0) ||
      compareNames(nameOf(x.from), nameOf(y.from)) ||
      compareNames(nameOf(x.to), nameOf(y.to)),
  );
}
