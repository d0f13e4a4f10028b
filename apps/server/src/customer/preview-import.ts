import { z } from "zod";
import { work } from "../platform/operation.ts";
import { proposeFor } from "./propose.ts";
import { FIELDS } from "./reading/index.ts";
import { ImportKind, ImportPreview } from "./words.ts";

export const ImportAsked = z.object({
  upload: z.string(),
  as: ImportKind,
  map: z.record(z.string(), z.string()).optional().describe("field → column name or 1-based position"),
  timezone: z.string().optional().describe("zone of times that carry none; default as last time, else the organisation's"),
  source: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe("the system it comes from: what was settled for its last file is proposed again"),
});

export const previewImport = work({
  name: "customer.previewImport",
  method: "POST",
  path: "/imports/preview",
  summary: "How an uploaded file would be read: columns, proposed fields, first rows, open questions",
  permission: "customer:write",
  input: ImportAsked,
  output: ImportPreview,
  async run(ctx, input) {
    const { proposal } = await proposeFor(ctx, input);
    const { plan } = proposal;
    return {
      kind: input.as,
      format: plan.format,
      encoding: plan.encoding,
      delimiter: plan.delimiter,
      timezone: plan.timezone,
      dateOrder: plan.dateOrder,
      decimal: plan.decimal,
      scale: plan.scale,
      fields: FIELDS[input.as].map(({ field, required, hint }) => ({ field, required, hint })),
      columns: proposal.columns,
      questions: proposal.questions,
      problems: proposal.problems,
      rows: proposal.previewRows,
      firstRows: proposal.firstRows,
      asLastTime: proposal.asLastTime,
    };
  },
  subject: (input) => input.upload,
});
