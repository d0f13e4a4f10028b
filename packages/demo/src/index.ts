export type * from "./contract.ts";
export { chunks } from "./chunks.ts";
export { company } from "./company.ts";
export { truths } from "./truths.ts";
