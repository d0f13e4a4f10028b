import { existsSync } from "node:fs";
import { holdAudit, writeAudit } from "../../platform/audit.ts";
import { findRegister, readRetired, registerFolder, tokenKey } from "../../platform/erasures/register.ts";
import type { WorkContext } from "../../platform/operation.ts";
import { addRun } from "./store.ts";

/** What the register beside the data says went and the records do not know of: a backup from before was restored, and it goes again. */
export async function replayRetired(ctx: WorkContext): Promise<void> {
  const folder = registerFolder(ctx.dataDir);
  if (!existsSync(folder)) return;
  const known = new Set((await readRetired(ctx.db)).map(({ id }) => id));
  const { retired } = findRegister(await tokenKey(ctx.db), { folders: [folder], file: null });
  for (const { id, world, askedBy, askedAt, cuts } of retired.filter((entry) => !known.has(entry.id)))
    await ctx.records.transaction(async (tx) => {
      const head = await holdAudit(tx);
      await addRun(tx, { id, world, askedBy, askedAt: new Date(askedAt), state: "asked", doneAt: null, cuts, removed: null });
      const operation = { name: "customer.removePastRows" } as const;
      await writeAudit(tx, head, { actor: ctx.actor, operation, world: ctx.world, input: { register: true }, subject: id });
    });
}
