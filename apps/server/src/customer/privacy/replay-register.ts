import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { holdAudit, writeAudit } from "../../platform/audit.ts";
import { findRegister, readRegister, registerFolder, type RegisterEntry, tokenKey } from "../../platform/erasures/register.ts";
import { tokenOf } from "../../platform/erasures/token.ts";
import { KeyId, newId } from "../../platform/ids.ts";
import type { WorkContext } from "../../platform/operation.ts";
import { addErasure } from "./store.ts";
import { whoIs } from "./who.ts";

/**
 * Erasures that the register beside the data knows and the records do not: a backup was restored that is older than they are. Whom they
 * mean is found by their tokens; that somebody is not there any more is no reason to forget that they asked.
 */
export async function replayRegister(ctx: WorkContext): Promise<void> {
  const folder = registerFolder(ctx.dataDir);
  if (!existsSync(folder)) return;
  const key = await tokenKey(ctx.db);
  const known = new Set((await readRegister(ctx.db)).map(({ id }) => id));
  const missing = findRegister(key, { folders: [folder], file: null }).erasures.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return;
  await ctx.events.applied(ctx.events.stats().lastPosition);
  for (const entry of missing) await addAgain(ctx, entry, await namesOf(ctx, key, entry));
}

async function namesOf(ctx: WorkContext, key: string, { world, tokens }: RegisterEntry): Promise<string[]> {
  const asked = new Set(tokens);
  const filter = { world };
  const names = new Set([
    ...(await ctx.events.distinct({ column: "customer", filter, use: "upkeep" })).values,
    ...(await ctx.events.distinct({ column: "told", filter, use: "upkeep" })).values,
    ...(await ctx.events.links({ world })).flatMap(([told, customer]) => [told, customer]),
  ]);
  const records = await ctx.events.people({ world });
  for (const { told } of records) names.add(told);
  return [...names].filter((name) => asked.has(tokenOf(key, "name", name) ?? ""));
}

async function addAgain(ctx: WorkContext, entry: RegisterEntry, names: readonly string[]): Promise<void> {
  const who = names.length === 0 ? { names: [], marks: [] } : await whoIs(ctx.events, entry.world, names);
  const row = { ...entry, askedAt: new Date(entry.askedAt), state: "asked" as const, doneAt: null, proof: [] };
  const work = { erasureId: entry.id, keyId: newId(KeyId), names: [...who.names], marks: [...who.marks] };
  await ctx.records.transaction(async (tx) => {
    const head = await holdAudit(tx);
    await addErasure(tx, row, work, new Uint8Array(randomBytes(32)));
    const operation = { name: "customer.eraseCustomer" } as const;
    await writeAudit(tx, head, { actor: ctx.actor, operation, world: ctx.world, input: { register: true }, subject: entry.id });
  });
}
