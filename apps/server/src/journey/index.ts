import type { Slice } from "../platform/app.ts";
import { compareJourneys } from "./compare-journeys.ts";
import { designedOperations, forgetDesigns, takeDesigns } from "./designed/index.ts";
import { getMap } from "./get-map.ts";
import { getModel } from "./get-model.ts";
import { listWays } from "./list-ways.ts";
import { metrics } from "./metrics.ts";
import { getDark } from "./organisation/get-dark.ts";
import { getDemand } from "./organisation/get-demand.ts";
import { getEvenness } from "./organisation/get-evenness.ts";
import { getFriction } from "./organisation/get-friction.ts";
import { getHandOver } from "./organisation/get-hand-over.ts";
import { getHandOvers } from "./organisation/get-hand-overs.ts";
import { getPromises } from "./organisation/get-promises.ts";
import { getSolved } from "./organisation/get-solved.ts";
import { getWork } from "./organisation/get-work.ts";

export const operations = [
  getModel,
  getMap,
  listWays,
  compareJourneys,
  getDemand,
  getHandOvers,
  getHandOver,
  getEvenness,
  getWork,
  getSolved,
  getFriction,
  getPromises,
  getDark,
  ...designedOperations,
] as const;
export const journey = { name: "journey", operations, metrics, handlers: [takeDesigns, forgetDesigns] } satisfies Slice;
