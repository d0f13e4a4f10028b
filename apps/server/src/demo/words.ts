import { z } from "zod";

export const DemoState = z
  .object({
    loaded: z.boolean(),
    loading: z.object({ done: z.number(), total: z.number(), label: z.string() }).nullable(),
    seed: z.number().nullable(),
    scale: z.number().nullable(),
    counts: z.record(z.string(), z.number()).describe("rows by stream"),
  })
  .meta({ id: "DemoState" });
export type DemoState = z.infer<typeof DemoState>;

export const DemoInput = z.object({
  seed: z.number().int().min(0).max(4_294_967_295).default(7),
  scale: z.number().min(0.02).max(10).default(1),
});
