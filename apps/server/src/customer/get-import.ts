import { z } from "zod";
import { notFound } from "../platform/errors.ts";
import { ImportId } from "../platform/ids.ts";
import { read } from "../platform/operation.ts";
import { findImport, toImport } from "./store.ts";
import { Import } from "./words.ts";

export const getImport = read({
  name: "customer.getImport",
  method: "GET",
  path: "/imports/{id}",
  summary: "How far an import is, and what it kept and refused",
  permission: "customer:read",
  input: z.object({ id: ImportId }),
  output: Import,
  async run(ctx, input) {
    const row = await findImport(ctx.db, input.id);
    if (row === null) throw notFound("This import");
    return toImport(row, ctx.events.progressOf(row.id)?.share ?? null);
  },
});
