import { z } from "zod";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { ImportId } from "../platform/ids.ts";
import { write } from "../platform/operation.ts";
import { settleWithdrawal, withdrawalOf } from "./finish-imports.ts";
import { findImport, setImportState, toImport } from "./store.ts";
import { Import } from "./words.ts";

/** Cells of the journey are named by these; more than so many kinds of them no import has. */
const MOST_CELLS = 5000;

export const withdrawImport = write({
  name: "customer.withdrawImport",
  method: "POST",
  path: "/imports/{id}/withdraw",
  summary: "Undo an import: its rows go, everything else stays",
  permission: "customer:write",
  input: z.object({ id: ImportId }),
  output: Import,
  async prepare(ctx, input) {
    // Once the rows are gone nobody can tell which cells they spoke of, and work that rests on them is to be marked.
    const counts = await ctx.events.countBy({
      by: ["stage", "channel", "segment"],
      filter: { import: input.id },
      use: "upkeep",
      limit: MOST_CELLS,
    });
    return counts.map(({ key, n }) => ({ stage: key[0] ?? null, channel: key[1] ?? null, segment: key[2] ?? null, rows: n }));
  },
  async run(ctx, input, cells) {
    const row = await findImport(ctx.tx, input.id);
    if (row === null) throw notFound("This import");
    if (row.state !== "done") throw new CounterseatError("conflict", `This import is ${row.state}; only a finished one can be undone.`);
    await setImportState(ctx.tx, row.id, "withdrawing");
    const settings = { import: withdrawalOf(row.id), filter: { import: row.id } };
    await ctx.append({ type: "withdraw", source: row.source, keyId: null, settings, path: null });
    await ctx.emit("customer.import-withdrawn", { world: row.world, importId: row.id, sourceId: row.source, kind: row.kind, cells });
    return toImport({ ...row, state: "withdrawing" }, null);
  },
  async after(ctx, output, position) {
    await ctx.events.applied(position);
    const id = ImportId.parse(output.id);
    await settleWithdrawal(ctx, id);
    const row = await findImport(ctx.db, id);
    return row === null ? output : toImport(row, null);
  },
  subject: (input) => input.id,
});
