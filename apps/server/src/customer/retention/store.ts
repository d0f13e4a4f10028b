import { and, asc, desc, eq, inArray, isNull, lt, ne, notLike, sql } from "drizzle-orm";
import type { Tx } from "../../platform/records/contract.ts";
import { installation, logKey, retentionRun } from "../../platform/records/tables.ts";
import { deadLetter } from "../ingest/tables.ts";
import { importRun, upload } from "../tables.ts";
import { retention } from "./tables.ts";
import type { RetentionRun } from "./words.ts";

export type RunRow = typeof retentionRun.$inferSelect;
export type Cut = RunRow["cuts"][number];

export async function readRetention(db: Tx, world: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db.select().from(retention).where(eq(retention.world, world)).orderBy(asc(retention.source));
  return new Map(rows.map(({ source, months }) => [source, months]));
}
export async function keepRetention(tx: Tx, world: string, source: string, months: number | null): Promise<void> {
  await tx.delete(retention).where(and(eq(retention.world, world), eq(retention.source, source)));
  if (months !== null) await tx.insert(retention).values({ world, source, months });
}

export async function addRun(tx: Tx, row: typeof retentionRun.$inferInsert): Promise<void> {
  await tx.insert(retentionRun).values(row);
}
export async function listRuns(db: Tx, world: string): Promise<RunRow[]> {
  return db.select().from(retentionRun).where(eq(retentionRun.world, world)).orderBy(desc(retentionRun.askedAt), desc(retentionRun.id));
}
export async function unfinishedRuns(db: Tx): Promise<RunRow[]> {
  return db.select().from(retentionRun).where(ne(retentionRun.state, "done")).orderBy(asc(retentionRun.askedAt));
}
export async function moveRun(tx: Tx, row: RunRow, to: Partial<Pick<RunRow, "state" | "removed" | "doneAt">>): Promise<void> {
  await tx
    .update(retentionRun)
    .set(to)
    .where(and(eq(retentionRun.id, row.id), eq(retentionRun.state, row.state)));
}

/** Imports of a source from before a day: their refused rows go with that day, since nobody can say when those happened. */
export async function importsBefore(db: Tx, world: string, { source, before }: Cut): Promise<string[]> {
  const rows = await db
    .select({ id: importRun.id })
    .from(importRun)
    .where(and(eq(importRun.world, world), eq(importRun.source, source), lt(importRun.createdAt, new Date(before))));
  return rows.map(({ id }) => id);
}
/** Refused events of a source that came before a day. */
export async function dropDeadLetters(tx: Tx, { source, before }: Cut): Promise<void> {
  await tx.delete(deadLetter).where(and(eq(deadLetter.source, source), lt(deadLetter.receivedAt, new Date(before))));
}
/** Files nobody has imported, from before every day that is asked for; returns the ids, whose files are to go. */
export async function dropUploadsBefore(tx: Tx, before: Date): Promise<string[]> {
  const gone = await tx
    .delete(upload)
    .where(and(isNull(upload.importId), lt(upload.createdAt, before)))
    .returning({ id: upload.id });
  return gone.map(({ id }) => id);
}

/** Keys of the log that stand under a name. */
export async function keysOfSource(db: Tx, source: string) {
  const { id, subject } = logKey;
  const named = and(eq(logKey.source, source), ne(subject, ""), isNull(logKey.destroyedAt), notLike(subject, `${RETIRED}%`));
  return db.select({ id, subject }).from(logKey).where(named);
}
const RETIRED = "\u0001retired ";
const PER_STATEMENT = 1000;
export async function forgetSubjectsOf(tx: Tx, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += PER_STATEMENT)
    await tx
      .update(logKey)
      .set({ subject: sql`${RETIRED}::text || ${logKey.id}::text` })
      .where(inArray(logKey.id, ids.slice(from, from + PER_STATEMENT)));
}

const LOOKED = "retention-looked";
/** The day on which it was last looked whether rows are past their time. */
export async function lookedOn(db: Tx): Promise<string | null> {
  return (await db.select().from(installation).where(eq(installation.key, LOOKED)))[0]?.value ?? null;
}
export async function noteLooked(tx: Tx, day: string): Promise<void> {
  const row = { key: LOOKED, value: day };
  await tx
    .insert(installation)
    .values(row)
    .onConflictDoUpdate({ target: installation.key, set: { value: day } });
}

export function toRun({ id, askedAt, askedBy, state, doneAt, cuts, removed }: RunRow): RetentionRun {
  return {
    id,
    askedAt: askedAt.toISOString(),
    askedBy,
    state,
    doneAt: doneAt?.toISOString() ?? null,
    sources: cuts.map(({ source, before }) => ({ source, before, rows: removed === null ? null : (removed[source] ?? 0) })),
  };
}

/** Per source the day before which everything is gone. */
export function beginningsOf(runs: readonly Pick<RunRow, "cuts">[]): ReadonlyMap<string, string> {
  const begins = new Map<string, string>();
  for (const { source, before } of runs.flatMap(({ cuts }) => cuts)) if (before > (begins.get(source) ?? "")) begins.set(source, before);
  return begins;
}
