export type { Batch, Plan, Proposal, ProposeInput, Settled } from "./contract.ts";
export { FIELDS } from "./fields.ts";
export { propose } from "./propose.ts";
export { readBatches } from "./read-batches.ts";
export { ReadingError } from "./reading-error.ts";
