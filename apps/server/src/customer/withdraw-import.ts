import { z } from "zod";
import { CounterseatError, notFound } from "../platform/errors.ts";
import { ImportId } from "../platform/ids.ts";
import { work } from "../platform/operation.ts";
import { findImport, setImportState, toImport } from "./store.ts";
import { Import } from "./words.ts";

export const withdrawImport = work({
  name: "customer.withdrawImport",
  method: "POST",
  path: "/imports/{id}/withdraw",
  summary: "Undo an import: its rows go, everything else stays",
  permission: "customer:write",
  input: z.object({ id: ImportId }),
  output: Import,
  async run(ctx, input) {
    const row = await findImport(ctx.db, input.id);
    if (row === null) throw notFound("This import");
    if (row.state !== "done") throw new CounterseatError("conflict", `This import is ${row.state}; only a finished one can be undone.`);
    const position = await ctx.events.append([
      {
        type: "withdraw",
        source: row.source,
        subject: "",
        messageId: `withdraw ${row.id}`,
        at: ctx.clock(),
        keyId: null,
        key: null,
        payload: null,
        settings: { filter: { import: row.id } },
        path: null,
      },
    ]);
    await ctx.events.applied(position);
    await ctx.records.transaction((tx) => setImportState(tx, row.id, "withdrawn"));
    return toImport({ ...row, state: "withdrawn" }, null);
  },
  subject: (input) => input.id,
});
