import { z } from "zod";
import { ImportId } from "../platform/ids.ts";
import { write } from "../platform/operation.ts";
import { assertSettled, beginImport } from "./begin-import.ts";
import { ImportAsked } from "./preview-import.ts";
import { proposeFor } from "./propose.ts";
import { findImport, toImport } from "./store.ts";
import { Import } from "./words.ts";

export const startImport = write({
  name: "customer.startImport",
  method: "POST",
  path: "/imports",
  summary: "Import an uploaded file; acknowledged once that is safely written down, read in the background",
  permission: "customer:write",
  input: ImportAsked.extend({
    source: z.string().trim().min(1).max(100).describe("the system it comes from; its name is the log's name"),
    overlap: z.enum(["new", "all"]).optional().describe("what to do with rows this source already told in another file"),
  }),
  output: Import.extend({ asLastTime: z.array(z.string()).describe("fields and settings taken as they were settled for the last file") }),
  async prepare(ctx, input) {
    const found = await proposeFor(ctx, input);
    assertSettled(found.proposal);
    return found;
  },
  async run(ctx, input, found) {
    const id = await beginImport(ctx, { ...input, overlap: input.overlap ?? null }, found);
    const row = await findImport(ctx.tx, id);
    if (row === null) throw new Error("an import vanished while it was started");
    return { ...toImport(row, null), asLastTime: found.proposal.asLastTime };
  },
  async after(ctx, output) {
    const row = await findImport(ctx.db, ImportId.parse(output.id));
    return row === null ? output : { ...toImport(row, ctx.events.progressOf(row.id)?.share ?? null), asLastTime: output.asLastTime };
  },
  subject: (_input, output) => output.id,
});
