import { prepare } from "../prepare.ts";
import type { JourneyLog } from "../journey-log.ts";
import { groupCases } from "./case-events.ts";
import type { Engine } from "./engine.ts";

/**
 * The engine's events as a log for `model`, `modelExtras`, `map` and whatever else walks one; about 40 bytes an event. A case keeps its code; `row`
 * counts events in the order (case, time, source, ordinal).
 */
export function logOf(engine: Engine): JourneyLog {
  const { cases, offsets, activity, time, resource } = groupCases(engine.main, engine.tail, engine.cases);
  const caseCode = new Uint32Array(time.length);
  for (let c = 0; c < cases; c += 1) caseCode.fill(c, offsets[c], offsets[c + 1]);
  return prepare({
    caseCode,
    activity: Int32Array.from(activity),
    time,
    activities: engine.activities,
    ...(resource === null ? {} : { resource: Int32Array.from(resource, (code) => code - 1) }),
  });
}
