export { type Contraction, contract, type Edges } from "./cluster.ts";
export { createIdGraph, type Edge, type IdGraph } from "./id-graph.ts";
export type { Apart, Id, IdAt, Join, LogEntry, Observation, SplitEdge, SplitPerson } from "./id-log.ts";
export type { OwnId, Person } from "./id-person.ts";
export { type IdRules, type KindRule, USUAL_ID_RULES } from "./id-rules.ts";
export type { IdGraphSnapshot } from "./id-snapshot.ts";
export type { EdgeReason, EdgeState, IdWarning, WarningCode } from "./id-state.ts";
export { ILLEGAL_ANY_CASE, ILLEGAL_AS_WRITTEN, isIllegalId } from "./illegal-ids.ts";
export { kernels, type IdentityDoubt, type IdentityOutput } from "./kernels.ts";
export type { Parameters } from "./parameters.ts";
export { prepare, type RoleColumn } from "./prepare.ts";
export { type Match, type MatchIndex, matchIndex } from "./live.ts";
export { probability } from "./model.ts";
export { knownIn, resolve, type Resolution } from "./resolve.ts";
export { type Reason } from "./score.ts";
export { guessRole, type Role, ROLES } from "./roles.ts";
export { editDistance, jaroWinkler } from "./similarity.ts";
export {
  type Criterion,
  type PropertyRule,
  surviving,
  type SurvivorshipRules,
  type Survivor,
  USUAL_SURVIVORSHIP,
  type ValueRecord,
} from "./survivorship.ts";
