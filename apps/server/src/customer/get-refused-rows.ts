import { z } from "zod";
import { notFound } from "../platform/errors.ts";
import { ImportId } from "../platform/ids.ts";
import { personalDownload, read } from "../platform/operation.ts";
import { toCsv } from "../platform/csv.ts";
import { findImport } from "./store.ts";

export const getRefusedRows = read({
  name: "customer.getRefusedRows",
  method: "GET",
  path: "/imports/{id}/refused",
  summary: "Every refused row as it stood in the file, with the reason, as CSV",
  permission: "customer:read",
  carrier: "download",
  input: z.object({ id: ImportId }),
  output: personalDownload,
  async run(ctx, input) {
    const row = await findImport(ctx.db, input.id);
    if (row === null) throw notFound("This import");
    const refused = await ctx.events.refusedRows(input.id);
    const width = refused.reduce((most, r) => Math.max(most, r.cells.length), 0);
    const header = ["row", "field", "reason", ...Array.from({ length: width }, (_, i) => `cell ${i + 1}`)];
    return {
      name: `refused-${row.file.replace(/\.(csv|tsv|txt|xes)?(\.gz)?$/i, "")}.csv`,
      type: "text/csv; charset=utf-8",
      text: toCsv(
        header,
        refused.map((r) => [String(r.row), r.field ?? "", r.reason, ...r.cells]),
      ),
    };
  },
});
