export type { JourneyColumns, JourneyLog } from "./journey-log.ts";
export { prepare } from "./prepare.ts";
export { model, type JourneyModel, type ModelEdge } from "./model.ts";
export { modelExtras, type CaseDuration, type Handover, type ModelExtras, type PairCount } from "./model-extras.ts";
export { map, type JourneyMap, type MapInput, type MapPath, type MapStep, type MapTotals } from "./map.ts";
export type { Wait } from "./wait.ts";

export { discoverTree } from "./discover/inductive-miner.ts";
export { canonicalTree, readTree, treeText, type Operator, type ProcessTree } from "./discover/process-tree.ts";
export type { DiscoverOutput } from "./discover/discover-kernel.ts";
export { conformToBpmn, conformToTree, type Conformance } from "./conformance/conform.ts";
export { readBpmn } from "./bpmn/read-bpmn.ts";
export { writeBpmn } from "./bpmn/write-bpmn.ts";
export type { BpmnFlow, BpmnLayout, BpmnModel, BpmnNode, BpmnShape } from "./bpmn/bpmn-model.ts";

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
