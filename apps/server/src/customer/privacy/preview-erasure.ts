import { z } from "zod";
import { notFound } from "../../platform/errors.ts";
import { ImportId } from "../../platform/ids.ts";
import { read } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { findImport } from "../store.ts";
import { backupsIn } from "./carry-out.ts";
import { assertOwn } from "./erase-customer.ts";
import { countUploads } from "./store.ts";
import { whoIs } from "./who.ts";
import { ErasurePreview } from "./words.ts";

export const previewErasure = read({
  name: "customer.previewErasure",
  method: "GET",
  path: "/customers/{id}/erase",
  summary: "What forgetting a customer would take away; changes nothing",
  permission: "privacy:write",
  input: z.object({ id: z.string().min(1).max(400) }),
  output: ErasurePreview,
  async run(ctx, input) {
    assertSeesPersonal(ctx.actor);
    assertOwn(ctx);
    const who = await whoIs(ctx.events, ctx.world, [input.id]);
    const counts = await ctx.events.countBy({
      by: ["import", "source"],
      filter: { world: ctx.world, customer: who.customer },
      use: "upkeep",
    });
    const records = await ctx.events.people({ world: ctx.world, told: who.names });
    if (counts.length === 0 && records.length === 0) throw notFound("This customer");
    const imports: { id: string; file: string; rows: number }[] = [];
    for (const { key, n } of counts) {
      const id = ImportId.safeParse(key[0]).data;
      const run = id === undefined ? null : await findImport(ctx.db, id);
      if (run !== null) imports.push({ id: run.id, file: run.file, rows: n });
    }
    return {
      customer: who.customer,
      names: [...who.names],
      rows: counts.reduce((sum, { n }) => sum + n, 0),
      sources: [...new Set([...counts.map(({ key }) => key[1] ?? ""), ...records.map(({ source }) => source)])].sort(),
      imports,
      shared: who.shared,
      uploads: await countUploads(ctx.db),
      backups: backupsIn(ctx.dataDir).length,
    };
  },
});
