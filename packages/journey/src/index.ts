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

export { append, compact, openEngine, sizeOf, withdrawCases, type AppendInput, type Engine, type OpenInput } from "./engine/engine.ts";
export { type EngineEvents } from "./engine/group-events.ts";
export { countEdges, projectEdges, type Cohorts, type ProjectedEdges } from "./engine/count-edges.ts";
export { type EdgeCounts } from "./engine/edge-table.ts";
export { countVariants, type VariantCounts } from "./engine/count-variants.ts";
export { selectCases, type Contains } from "./engine/select-cases.ts";
export { caseTimes, edgeTimes, type CaseTimes, type EdgeTimes, type EdgeTimesInput } from "./engine/edge-times.ts";
export { logOf } from "./engine/log-of.ts";
export { fastestKernels, wasmKernels } from "./engine/wasm-kernels.ts";
export { typescriptKernels } from "./engine/typescript-kernels.ts";
export { type KernelSet } from "./engine/kernel-set.ts";
export { loadEngine, saveEngine } from "./engine/save-engine.ts";
export { csvReader, type CsvLog, type CsvReader } from "./engine/read-csv.ts";
