import { and, desc, eq, inArray, isNull, lt } from "drizzle-orm";
import { ImportId, newId, UploadId } from "../platform/ids.ts";
import type { Applied } from "../platform/events/contract.ts";
import type { Tx } from "../platform/records/contract.ts";
import type { Money } from "./money-sums.ts";
import { importRun, upload } from "./tables.ts";
import type { Import } from "./words.ts";
import { ImportKind, ImportState } from "./words.ts";
import { World } from "../platform/world.ts";

export type ImportRow = typeof importRun.$inferSelect;

export async function addUpload(tx: Tx, file: { id: UploadId; name: string; bytes: number }): Promise<void> {
  await tx.insert(upload).values(file);
}
export async function findUpload(db: Tx, id: UploadId) {
  return (
    (
      await db
        .select()
        .from(upload)
        .where(and(eq(upload.id, id), isNull(upload.importId)))
    )[0] ?? null
  );
}
/** Forgets uploads nobody came back for, and names the others; what an import has taken stays until that is applied. */
export async function keepFreshUploads(tx: Tx, since: Date): Promise<Set<string>> {
  await tx.delete(upload).where(and(isNull(upload.importId), lt(upload.createdAt, since)));
  return new Set((await tx.select({ id: upload.id }).from(upload)).map((row) => row.id));
}
/** False when another import has it. */
export async function takeUpload(tx: Tx, id: UploadId, importId: ImportId): Promise<boolean> {
  const taken = await tx
    .update(upload)
    .set({ importId })
    .where(and(eq(upload.id, id), isNull(upload.importId)))
    .returning({ id: upload.id });
  return taken.length > 0;
}
/** The upload an import had taken is needed no more; returns its id, whose file can go. */
export async function dropTakenUpload(tx: Tx, importId: string): Promise<UploadId | null> {
  const gone = (await tx.delete(upload).where(eq(upload.importId, importId)).returning({ id: upload.id }))[0];
  return gone === undefined ? null : UploadId.parse(gone.id);
}

export async function addImport(tx: Tx, run: { source: string; kind: ImportKind; file: string; world: World }): Promise<ImportId> {
  const id = newId(ImportId);
  await tx.insert(importRun).values({ id, ...run, state: "waiting", problems: [] });
  return id;
}
export async function findImport(db: Tx, id: ImportId): Promise<ImportRow | null> {
  return (await db.select().from(importRun).where(eq(importRun.id, id)))[0] ?? null;
}
export async function listImports(db: Tx): Promise<ImportRow[]> {
  return db.select().from(importRun).orderBy(desc(importRun.createdAt));
}
export async function listImportsOf(db: Tx, source: string, world: World): Promise<ImportRow[]> {
  return db
    .select()
    .from(importRun)
    .where(and(eq(importRun.source, source), eq(importRun.world, world)))
    .orderBy(desc(importRun.createdAt));
}
/** False when it was settled before: whoever comes second changes nothing. */
export async function finishWithdrawal(tx: Tx, id: string, at: Date): Promise<boolean> {
  const done = await tx
    .update(importRun)
    .set({ state: "withdrawn", withdrawnAt: at })
    .where(and(eq(importRun.id, id), eq(importRun.state, "withdrawing")))
    .returning({ id: importRun.id });
  return done.length > 0;
}
export async function unfinishedImports(db: Tx): Promise<ImportRow[]> {
  return db
    .select()
    .from(importRun)
    .where(inArray(importRun.state, ["waiting", "reading", "withdrawing"]));
}
export async function setImportState(tx: Tx, id: string, state: ImportState, error: string | null = null): Promise<void> {
  await tx.update(importRun).set({ state, error }).where(eq(importRun.id, id));
}
/** Changes nothing where it was settled before. */
export async function finishImport(tx: Tx, id: string, result: Applied, money: Money | null): Promise<void> {
  const failed = result.error !== null || result.overlap !== null;
  await tx
    .update(importRun)
    .set({
      state: failed ? "failed" : "done",
      read: result.read,
      accepted: result.accepted,
      refused: result.refused,
      alreadyKnown: result.alreadyKnown,
      problems: [...result.problems],
      overlap: result.overlap,
      money,
      error: result.error ?? (result.overlap === null ? null : overlapText(result.overlap)),
      progress: 1,
    })
    .where(and(eq(importRun.id, id), inArray(importRun.state, ["waiting", "reading"])));
}

export function toImport(row: ImportRow, progress: number | null): Import {
  return {
    id: row.id,
    log: row.source,
    kind: ImportKind.parse(row.kind),
    file: row.file,
    world: World.parse(row.world),
    state: row.state === "waiting" && progress !== null ? "reading" : ImportState.parse(row.state),
    read: row.read,
    accepted: row.accepted,
    refused: row.refused,
    alreadyKnown: row.alreadyKnown,
    problems: row.problems,
    overlap: row.overlap,
    error: row.error,
    progress: progress ?? row.progress,
    createdAt: row.createdAt.toISOString(),
  };
}

function overlapText(rows: number): string {
  return `${rows} rows of this file were already told by this source in another file; nothing was kept.`;
}
