import { getQuality } from "./get-quality.ts";
import { listConflicts } from "./list-conflicts.ts";

/** How good what the sources bring is, and how much of it stands on one customer. */
export const qualityOperations = [getQuality, listConflicts] as const;
