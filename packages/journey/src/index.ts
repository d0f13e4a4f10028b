export type { JourneyColumns, JourneyLog } from "./journey-log.ts";
export { prepare } from "./prepare.ts";
export { model, type JourneyModel, type ModelEdge } from "./model.ts";
export { modelExtras, type CaseDuration, type Handover, type ModelExtras, type PairCount } from "./model-extras.ts";
export { map, type JourneyMap, type MapInput, type MapPath, type MapStep, type MapTotals } from "./map.ts";
export type { Wait } from "./wait.ts";

export { discoverTree } from "./discover/inductive-miner.ts";
export { canonicalTree, readTree, treeText, type Operator, type ProcessTree } from "./discover/process-tree.ts";
export type { DiscoverOutput } from "./discover/discover-kernel.ts";
export type { Deviation } from "./conformance/deviations.ts";
export { compareDesigned, type DesignedComparison, type DesignedDeviation, type DesignedInput } from "./conformance/compare-designed.ts";
export { designedPaths, type DesignedPaths } from "./conformance/designed-paths.ts";
export { conformToBpmn, conformToTree, type Conformance } from "./conformance/conform.ts";
export { readBpmn, readBpmnDocument, type ReadBpmnOptions } from "./bpmn/read-bpmn.ts";
export { layOutBpmn } from "./bpmn/lay-out-bpmn.ts";
export { drawTree } from "./bpmn/draw-tree.ts";
export { treeOfBpmn } from "./bpmn/tree-of-bpmn.ts";
export { writeBpmn, type WriteBpmnExtras } from "./bpmn/write-bpmn.ts";
export type { BpmnDocument, BpmnFlow, BpmnLayout, BpmnModel, BpmnNode, BpmnShape } from "./bpmn/bpmn-model.ts";

export { discoverTreeFromGraph } from "./discover/inductive-on-graph.ts";
export { heuristicsNet, type Dependency, type HeuristicsInput, type HeuristicsNet } from "./discover/heuristics-net.ts";
export type { CaseCondition, CaseFilter } from "./filter/case-filter.ts";
export { keepCases, selectCases } from "./filter/select-cases.ts";
export { rankWays, type RankedWay } from "./filter/rank-ways.ts";
export { funnel, type FunnelStage } from "./filter/funnel.ts";
export { dropOffTree, type DropOffInput, type DropOffNode } from "./filter/drop-off-tree.ts";
export { compareCohorts, type CohortComparison, type CohortDifference, type CohortInput } from "./compare/compare-cohorts.ts";
export { promiseKept, type PromiseInput, type PromiseKept } from "./promise/promise-kept.ts";

export { columnsFromText, type ColumnRoles, type TextLog } from "./columns-from-text.ts";
export { readIsoTime, type CivilTime } from "./iso-time.ts";
export { zoneClock, type ZoneClock } from "./zone.ts";
export { kernels, type JourneyModelOutput, type ModelDoubt } from "./kernels.ts";

// Formats: what logs and maps are read from and written to.
export { readXes, xesReader, type XesReader } from "./formats/read-xes.ts";
export { writeXes, type WriteXesInput } from "./formats/write-xes.ts";
export { classified, type XesAttribute, type XesClassifier, type XesLog, type XesType } from "./formats/xes-log.ts";
export type { ObjectCentricLog, OcelEvent, OcelObject, OcelRefusal, OcelType, ReadOcelOptions } from "./formats/ocel-log.ts";
export { readOcelJson } from "./formats/read-ocel-json.ts";
export { ocelXmlReader, readOcelXml, type OcelXmlReader } from "./formats/read-ocel-xml.ts";
export { readOcelSqlite } from "./formats/read-ocel-sqlite.ts";
export { readSqlite, type SqliteTable, type SqliteValue } from "./formats/read-sqlite.ts";
export { flattened, objectCentricGraph, type FlatLog, type ObjectTypeGraph } from "./formats/object-centric.ts";
export { writeCsv, type WriteCsvOptions } from "./formats/write-csv.ts";
export { writeDot } from "./formats/write-dot.ts";
export { writeSvg, type WriteSvgInput } from "./formats/write-svg.ts";
export { readModelJson, writeModelJson } from "./formats/model-json.ts";

// The engine: logs that grow, asked many times.
export { append, compact, openEngine, sizeOf, withdrawCases, type AppendInput, type Engine, type OpenInput } from "./engine/engine.ts";
export { type EngineEvents } from "./engine/group-events.ts";
export { countEdges, projectEdges, type Cohorts, type ProjectedEdges } from "./engine/count-edges.ts";
export { type EdgeCounts } from "./engine/edge-table.ts";
export { countVariants, type VariantCounts } from "./engine/count-variants.ts";
export { casesContaining, type Contains } from "./engine/cases-containing.ts";
export { caseTimes, edgeTimes, type CaseTimes, type EdgeTimes, type EdgeTimesInput } from "./engine/edge-times.ts";
export { logOf } from "./engine/log-of.ts";
export { fastestKernels, wasmKernels } from "./engine/wasm-kernels.ts";
export { typescriptKernels } from "./engine/typescript-kernels.ts";
export { type KernelSet } from "./engine/kernel-set.ts";
export { loadEngine, saveEngine } from "./engine/save-engine.ts";
export { csvReader, type CsvLog, type CsvReader } from "./engine/read-csv.ts";

// How the organisation behind a journey works: for logs that tell who did what, and why.
export { journeyKinds, type JourneyKind, type JourneyKinds } from "./organisation/journey-kinds.ts";
export { handOvers, type HandOver, type HandOverInput, type HandOvers } from "./organisation/hand-overs.ts";
export { sendBacks, type SendBack } from "./organisation/send-backs.ts";
export { countDemand, type Demand, type DemandInput } from "./organisation/count-demand.ts";
export { countWork, WORK_CLASSES, type CaseDemand, type Work, type WorkInput, type WorkOf } from "./organisation/count-work.ts";
export {
  stepConsistency,
  type Consistency,
  type ConsistencyInput,
  type StepConsistency,
  type WaitConsistency,
} from "./organisation/step-consistency.ts";
export { solved, type Solved, type SolvedInput, type SolvedShare } from "./organisation/solved.ts";
export { ruleFriction, type Friction, type FrictionInput } from "./organisation/rule-friction.ts";
export { keepPromise, type PromiseOutcome, type StandingPromise } from "./promise/keep-promise.ts";
export { beforeLeaving, type BeforeLeaving, type BeforeLeavingInput, type LeaversBesideStayers } from "./organisation/before-leaving.ts";
