import type { Settings } from "./settings.ts";
import { MIRROR_GOODWILL, MIRROR_NOISE, SUPPORT_AFTER_SLOW, USE_AFTER_FAULT } from "./survey-relationship.ts";
import { wholeMean } from "./whole-score.ts";

const SPREAD = Math.hypot(MIRROR_GOODWILL, MIRROR_NOISE);
const USE = 3;
const SUPPORT = 4;

// Set once so that the means below agree to 0.2 points with the answers of the companies 1000 to 1029 at scale 1, all kinds of them;
// never read from the run that is judged. Who answers is a little better disposed than all, and these shares of them had a fault, or
// a slow repair, in the 180 days before.
const GOODWILL_OF_ANSWERERS = 0.027;
const HAD_FAULT = 0.23;
const HAD_SLOW_REPAIR = 0.039;
const HAD_SLOW_REPAIR_SENT_BACK = 0.045;

/** What answering customers say on average at a stage of the relationship survey, 0–100, when its mean before anything happened is `mean` (0–10). */
export function answeredMirror(stage: number, mean: number, settings: Pick<Settings, "loop">): number {
  const level = mean + MIRROR_GOODWILL * GOODWILL_OF_ANSWERERS;
  const slow = settings.loop === "line_desk" ? HAD_SLOW_REPAIR_SENT_BACK : HAD_SLOW_REPAIR;
  const share = stage === USE ? HAD_FAULT : stage === SUPPORT ? slow : 0;
  const lost = stage === USE ? USE_AFTER_FAULT : stage === SUPPORT ? SUPPORT_AFTER_SLOW : 0;
  return 10 * (share * wholeMean(level - lost, SPREAD) + (1 - share) * wholeMean(level, SPREAD));
}
