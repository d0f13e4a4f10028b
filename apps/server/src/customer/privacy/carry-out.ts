import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { inArray, sql } from "drizzle-orm";
import { marksOf } from "../../platform/erasures/marks.ts";
import { registerFolder, spreadRegister, tokenKey } from "../../platform/erasures/register.ts";
import { ImportId, UploadId } from "../../platform/ids.ts";
import { failureOf } from "../../platform/log.ts";
import type { WorkContext } from "../../platform/operation.ts";
import { forgetDeleted } from "../../platform/records/forget-deleted.ts";
import { type ErasureProof, logKey } from "../../platform/records/tables.ts";
import { resolverOf } from "../resolve/resolver.ts";
import { uploadPath } from "../uploads.ts";
import { ERASE_RECORD, ErasedCounts, erasureResult } from "./apply-erase.ts";
import { scrubRecords } from "./scrub-records.ts";
import { dropUploads, dropWork, type ErasureRow, findErasure, findWork, moveErasure, noteGone, unfinishedErasures } from "./store.ts";
import { renewSuppression } from "./suppression.ts";

/**
 * Carries erasures out that are written down and not done: event store, then records, then what databases leave on disk. Each step is
 * whole or not at all, notes what it did in the transaction that does it, and may be cut off and done again. One at a time, and while nobody
 * works out which names are one: what comes of that is told to the log under a key that must not be destroyed on its way.
 */
export function carryOutErasures(ctx: WorkContext): Promise<void> {
  return resolverOf(ctx).alone(() => carryOutAll(ctx));
}

async function carryOutAll(ctx: WorkContext): Promise<void> {
  const waiting = await unfinishedErasures(ctx.db);
  if (waiting.length === 0) return;
  await renewSuppression(ctx.records);
  for (const { id } of waiting) {
    await step(ctx, id, "asked", eraseEvents);
    await step(ctx, id, "events", eraseRecords);
  }
  // What is left on disk is left by all of them together.
  const left = (await unfinishedErasures(ctx.db)).filter(({ state }) => state === "records");
  if (left.length === 0) return;
  const proof = await eraseRemains(ctx);
  await ctx.records.transaction(async (tx) => {
    for (const row of left) await moveErasure(tx, row, { state: "done", proof, doneAt: new Date(ctx.clock()) });
  });
  await spreadRegister(ctx.records, ctx.dataDir);
}

async function step(ctx: WorkContext, id: string, state: ErasureRow["state"], work: (ctx: WorkContext, row: ErasureRow) => Promise<void>) {
  const row = await findErasure(ctx.db, id);
  if (row?.state === state) await work(ctx, row);
}

const at = (ctx: WorkContext) => new Date(ctx.clock()).toISOString();

/** Told to the log once, whatever is cut off: what it took out is kept under the erasure's name. */
async function eraseEvents(ctx: WorkContext, row: ErasureRow): Promise<void> {
  const { deleted, remaining } = await resultOf(ctx, row);
  const proof: ErasureProof = { store: "events", deleted, remaining, limits: [], at: at(ctx) };
  await ctx.records.transaction((tx) => moveErasure(tx, row, { state: "events", proof: [proof] }));
}

async function resultOf(ctx: WorkContext, row: ErasureRow) {
  const counts = (await countsOf(ctx, row.id)) ?? (await tellLog(ctx, row));
  const { imports: _imports, remaining, ...deleted } = counts;
  return { deleted, remaining, imports: counts.imports };
}

async function countsOf(ctx: WorkContext, id: string) {
  const result = await ctx.events.result(erasureResult(id));
  if (result === null) return null;
  if (result.error !== null) throw new Error("an erasure could not be applied to the event store");
  return ErasedCounts.parse(Reflect.get(result, "erased"));
}

async function tellLog(ctx: WorkContext, row: ErasureRow) {
  const work = await findWork(ctx.db, row.id);
  if (work === null) throw new Error("an erasure does not say any more whom it is about");
  const key = (
    await ctx.db
      .select()
      .from(logKey)
      .where(inArray(logKey.id, [work.keyId]))
  )[0]?.key;
  if (key === null || key === undefined) throw new Error("the key of an erasure is not there");
  const payload = {
    world: row.world,
    names: work.names,
    pattern: marksOf(work.marks)?.pattern ?? null,
    tokens: row.tokens,
    key: await tokenKey(ctx.db),
  };
  const position = await ctx.events.append([
    {
      type: ERASE_RECORD,
      source: "erasures",
      subject: "",
      messageId: row.id,
      at: ctx.clock(),
      keyId: work.keyId,
      key: Uint8Array.from(key),
      payload: Buffer.from(JSON.stringify(payload)),
      settings: { import: erasureResult(row.id) },
      path: null,
      once: true,
    },
  ]);
  await ctx.events.applied(position);
  const counts = await countsOf(ctx, row.id);
  if (counts === null) throw new Error("an erasure left no result in the event store");
  return counts;
}

async function eraseRecords(ctx: WorkContext, row: ErasureRow): Promise<void> {
  const { imports } = await resultOf(ctx, row);
  const work = await findWork(ctx.db, row.id);
  if (work === null) throw new Error("an erasure does not say any more whom it is about");
  const { executor } = ctx.records;
  const uploads = await ctx.records.transaction(async (tx) => {
    const query = async (text: string, values?: unknown[]) => (await executor.executeSql(text, values)).rows;
    const scrubbed = await scrubRecords(query, { world: row.world, names: work.names, marks: work.marks });
    if (scrubbed.remaining > 0) throw new Error("rows of the records that name the person are still there");
    for (const [name, gone] of Object.entries(imports)) {
      const id = ImportId.safeParse(name).data; // rows that came one by one have no import
      if (id !== undefined) await noteGone(tx, id, "erased", gone);
    }
    const gone = await dropUploads(tx);
    await dropWork(tx, row.id);
    const proof: ErasureProof[] = [
      { store: "records", ...scrubbed, deleted: { ...scrubbed.deleted }, limits: [], at: at(ctx) },
      { store: "files", deleted: { uploads: gone.length }, remaining: 0, limits: [], at: at(ctx) },
    ];
    await moveErasure(tx, row, { state: "records", proof });
    return gone;
  });
  for (const id of uploads) await rm(uploadPath(ctx.dataDir, UploadId.parse(id)), { force: true }); // after a crash: `sweepUploads`
}

/** Nothing of what was deleted stays in a file: rewritten stores, a log that begins behind it, destroyed keys, no old backup. */
export async function eraseRemains(ctx: WorkContext): Promise<ErasureProof[]> {
  const keys = await keysOfFiles(ctx);
  await ctx.events.applied(ctx.events.stats().lastPosition);
  const { segments, files, setAside } = await ctx.events.forget();
  const destroyed = await destroyKeys(ctx, keys);
  const backups = await removeBackups(ctx.dataDir);
  const limits: string[] = await forgetDeleted(ctx.records, ctx.dataDir);
  const missed = await spreadRegister(ctx.records, ctx.dataDir);
  return [
    { store: "log", deleted: { segments, files, setAside, keys: destroyed }, remaining: null, limits: [], at: at(ctx) },
    {
      store: "files",
      deleted: { backups },
      remaining: 0,
      limits: missed.length > 0 ? ["register-not-beside-every-backup"] : [],
      at: at(ctx),
    },
    { store: "database", deleted: {}, remaining: null, limits, at: at(ctx) },
  ];
}

/** Keys of whole files and loads whose record is in the log by now: with what lies in front of the snapshot they are needed no more. */
async function keysOfFiles(ctx: WorkContext): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: logKey.id })
    .from(logKey)
    .where(
      sql`${logKey.subject} = '' AND ${logKey.destroyedAt} IS NULL AND ${logKey.id}::text NOT IN (SELECT payload->>'keyId' FROM signal_outbox
          WHERE delivered_at IS NULL AND name = 'log.append' AND payload->>'keyId' IS NOT NULL)`,
    );
  return rows.map(({ id }) => id);
}

async function destroyKeys(ctx: WorkContext, keys: readonly string[]): Promise<number> {
  if (keys.length === 0) return 0;
  const gone = { key: null, destroyedAt: new Date(ctx.clock()) };
  await ctx.records.transaction((tx) =>
    tx
      .update(logKey)
      .set(gone)
      .where(inArray(logKey.id, [...keys])),
  );
  return keys.length;
}

/** Those made by itself before an upgrade. What somebody else keeps is met by the register when it is restored. */
async function removeBackups(dataDir: string): Promise<number> {
  const names = backupsIn(dataDir);
  for (const name of names) await rm(join(registerFolder(dataDir), name), { force: true });
  return names.length;
}

export function backupsIn(dataDir: string): string[] {
  try {
    return readdirSync(registerFolder(dataDir)).filter((name) => /\.counterseat(?:\..*)?$/.test(name));
  } catch {
    return []; // none was ever made
  }
}

/** A failure is told to the log of the server and tried again by the hourly sweep and at the next start. */
export async function tryErasures(ctx: WorkContext): Promise<void> {
  await carryOutErasures(ctx).catch((error: unknown) =>
    ctx.log.error({ error: failureOf(error) }, "an erasure is not done yet; it is tried again"),
  );
}
