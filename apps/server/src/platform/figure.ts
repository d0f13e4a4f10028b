import { z } from "zod";

/**
 * A figure is the only way a number leaves a computation (ARCHITECTURE.md, "Nine concepts"). `value` is null when there is too
 * little data to say anything; the reason then stands in `doubts`.
 */
export const Figure = z
  .object({
    value: z.number().nullable(),
    unit: z.string(),
    n: z.number().int().nonnegative(),
    interval: z.tuple([z.number(), z.number()]).nullable(),
    metric: z.string().describe("metric@version"),
    filter: z.record(z.string(), z.string()).optional(),
    asOf: z.string().nullable().describe("time of the newest row behind the figure, ISO 8601"),
    doubts: z.array(z.string()),
    rows: z.string().optional().describe("address of the rows behind the figure"),
  })
  .meta({ id: "Figure" });
export type Figure = z.infer<typeof Figure>;
