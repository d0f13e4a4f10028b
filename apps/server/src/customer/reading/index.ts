export type {
  Batch,
  BatchColumns,
  DateOrder,
  Decimal,
  Field,
  ImportKind,
  Plan,
  Problem,
  Proposal,
  ProposedColumn,
  ProposeInput,
  Question,
  ReadInput,
} from "./contract.ts";
export { FIELDS, type FieldSpec } from "./fields.ts";
export { DEFAULT_LIMITS, type Limits } from "./limits.ts";
export { propose } from "./propose.ts";
export { readBatches } from "./read-batches.ts";
export { ReadingError, type ReadingErrorCode } from "./reading-error.ts";
