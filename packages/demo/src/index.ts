export type * from "./contract.ts";
export { chunks, STREAMS } from "./chunks.ts";
export { company } from "./company.ts";
export { truths } from "./truths.ts";
export { exportFiles } from "./export/export-files.ts";
