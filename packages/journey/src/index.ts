export type { JourneyColumns, JourneyLog } from "./journey-log.ts";
export { prepare } from "./prepare.ts";
export { model, type JourneyModel, type ModelEdge } from "./model.ts";
export { modelExtras, type CaseDuration, type Handover, type ModelExtras, type PairCount } from "./model-extras.ts";
export { map, type JourneyMap, type MapInput, type MapPath, type MapStep, type MapTotals } from "./map.ts";
export type { Wait } from "./wait.ts";

export { columnsFromText, type ColumnRoles, type TextLog } from "./columns-from-text.ts";
export { readIsoTime, type CivilTime } from "./iso-time.ts";
export { zoneClock, type ZoneClock } from "./zone.ts";
export { kernels, type JourneyModelOutput, type ModelDoubt } from "./kernels.ts";
