import { z } from "zod";
import { EntryId } from "../company/words.ts";
import { Figure } from "../platform/figure.ts";

export const CellKey = z
  .object({
    stage: z.string(),
    channel: z.string().nullable().default(null),
    segment: z.string().nullable().default(null),
  })
  .meta({ id: "CellKey" });
export type CellKey = z.infer<typeof CellKey>;

export const ActionState = z.enum(["open", "done", "dropped"]);
export const Action = z
  .object({
    id: z.string(),
    cell: CellKey,
    title: z.string(),
    ownerId: z.string(),
    ownerName: z.string(),
    goalLine: z.number().describe("the distance to reach, in points on 0-100"),
    dueOn: z.iso.date(),
    baseline: Figure.describe("the gap as it stood when somebody took it on"),
    state: ActionState,
    note: z.string(),
    createdAt: z.string(),
    late: z.boolean(),
    sourceWithdrawn: z.boolean().describe("the answers its baseline was worked out from are gone: their import was taken back"),
    etag: z.string().describe("send it as If-Match with a change"),
  })
  .meta({ id: "Action" });
export type Action = z.infer<typeof Action>;

export const NewAction = z.object({
  cell: CellKey,
  ownerId: EntryId,
  ownerName: z.string().trim().min(1).max(200).optional().describe("adds this person to the company when nobody has that id yet"),
  title: z.string().trim().min(1).max(200),
  goalLine: z.number().min(0).max(100),
  dueOn: z.iso.date(),
  note: z.string().max(2000).default(""),
});
