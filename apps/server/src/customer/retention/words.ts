import { z } from "zod";

const MOST_MONTHS = 600;
export const Months = z.number().int().min(1).max(MOST_MONTHS).nullable().describe("null: for ever");

export const RetentionRun = z
  .object({
    id: z.string(),
    askedAt: z.string(),
    askedBy: z.string(),
    state: z.enum(["asked", "events", "records", "done"]).describe("the last step that is behind it"),
    doneAt: z.string().nullable(),
    sources: z
      .array(z.object({ source: z.string(), before: z.string(), rows: z.number().int().nullable() }))
      .describe("up to which day, and how many rows went; null while it is under way"),
  })
  .meta({ id: "RetentionRun" });
export type RetentionRun = z.infer<typeof RetentionRun>;

export const RetentionList = z
  .object({
    sources: z.array(
      z.object({
        source: z.string(),
        months: Months,
        rows: z.number().int(),
        first: z.string().nullable().describe("its oldest row"),
        removedBefore: z.string().nullable().describe("figures of this source begin here: what was older is gone"),
      }),
    ),
    runs: z.array(RetentionRun).describe("newest first"),
  })
  .meta({ id: "RetentionList" });

export const RetentionPreview = z
  .object({
    source: z.string(),
    months: Months,
    before: z.string().nullable().describe("what happened before this instant would go"),
    rows: z.number().int(),
    customers: z.number().int().nullable().describe("null where so few that they could be known"),
  })
  .meta({ id: "RetentionPreview" });
