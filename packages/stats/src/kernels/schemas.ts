import { numberArgument } from "../kernel-arguments.ts";
import type { KernelInput } from "../kernel.ts";

/** Parts of JSON Schema that several kernels describe themselves with. */
export const NUMBER = { type: "number" } as const;
export const COUNT = { type: "integer", minimum: 0 } as const;
export const NUMBER_OR_NULL = { type: ["number", "null"] } as const;
export const INTERVAL = { type: ["array", "null"], items: NUMBER, minItems: 2, maxItems: 2 } as const;
export const NAMES = { type: "array", items: { type: "string" } } as const;
export const CONFIDENCE = { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1, default: 0.95 } as const;
/** Only with a file: blank cells that were left out. */
export const MISSING = { ...COUNT, description: "blank cells, when a file was read" } as const;

export const FIGURE = {
  type: "object",
  properties: { value: NUMBER_OR_NULL, unit: { type: "string" }, n: COUNT, interval: INTERVAL, metric: { type: "string" }, doubts: NAMES },
  required: ["value", "unit", "n", "interval", "metric", "doubts"],
} as const;

export const COMPARISON = {
  type: "object",
  properties: {
    estimate: NUMBER_OR_NULL,
    interval: INTERVAL,
    statistic: NUMBER_OR_NULL,
    df: NUMBER_OR_NULL,
    p: NUMBER_OR_NULL,
    doubts: NAMES,
  },
} as const;

export const FROM_FILE = {
  column: { type: "string", description: "column with the answers" },
  group: { type: "string", description: "column with the group of each row" },
  groups: { ...NAMES, minItems: 2, maxItems: 2, description: "the two groups, first minus second; needed when there are more than two" },
} as const;

export function confidenceOf(kernel: string, args: KernelInput["args"]): number {
  const confidence = numberArgument(kernel, args, "confidence", 0.95);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${kernel}: "confidence" must lie between 0 and 1, got ${confidence}; 95 percent is 0.95`);
  }
  return confidence;
}
