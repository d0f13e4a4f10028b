import type { DemoOptions, Truths } from "./contract.ts";
export function truths(options: DemoOptions): Truths { throw new Error("later"); }
