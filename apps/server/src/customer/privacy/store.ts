import { and, desc, eq, inArray, isNull, ne } from "drizzle-orm";
import type { Tx } from "../../platform/records/contract.ts";
import { type ErasureProof, erasure, erasureWork, logKey } from "../../platform/records/tables.ts";
import { deadLetter } from "../ingest/tables.ts";
import { importRun, upload } from "../tables.ts";
import type { Erasure } from "./words.ts";

export type ErasureRow = typeof erasure.$inferSelect;
export type Work = typeof erasureWork.$inferSelect;

export async function addErasure(tx: Tx, row: typeof erasure.$inferInsert, work: Work, key: Uint8Array): Promise<void> {
  await tx.insert(logKey).values({ id: work.keyId, source: "erasures", subject: "", key });
  await tx.insert(erasure).values(row);
  await tx.insert(erasureWork).values(work);
}
export async function findErasure(db: Tx, id: string): Promise<ErasureRow | null> {
  return (await db.select().from(erasure).where(eq(erasure.id, id)))[0] ?? null;
}
export async function listErasures(db: Tx): Promise<ErasureRow[]> {
  return db.select().from(erasure).orderBy(desc(erasure.askedAt), desc(erasure.id));
}
export async function unfinishedErasures(db: Tx): Promise<ErasureRow[]> {
  return db.select().from(erasure).where(ne(erasure.state, "done")).orderBy(erasure.askedAt);
}
export async function findWork(db: Tx, id: string): Promise<Work | null> {
  return (await db.select().from(erasureWork).where(eq(erasureWork.erasureId, id)))[0] ?? null;
}
export async function dropWork(tx: Tx, id: string): Promise<void> {
  await tx.delete(erasureWork).where(eq(erasureWork.erasureId, id));
}
export async function moveErasure(
  tx: Tx,
  row: ErasureRow,
  to: { readonly state: ErasureRow["state"]; readonly proof: readonly ErasureProof[]; readonly doneAt?: Date },
): Promise<void> {
  await tx
    .update(erasure)
    .set({ state: to.state, proof: [...row.proof, ...to.proof], doneAt: to.doneAt ?? null })
    .where(and(eq(erasure.id, row.id), eq(erasure.state, row.state)));
}

/** Events about somebody that were refused and are still kept, as they came. */
export async function refusedOf(db: Tx, names: readonly string[]) {
  const { source, verb, reason, detail, payload, receivedAt } = deadLetter;
  return db
    .select({ source, verb, reason, detail, payload, receivedAt })
    .from(deadLetter)
    .where(inArray(deadLetter.customer, [...names]))
    .orderBy(deadLetter.id);
}

/** Uploads nobody has imported yet; returns the ids, whose files are to go. */
export async function dropUploads(tx: Tx): Promise<string[]> {
  return (await tx.delete(upload).where(isNull(upload.importId)).returning({ id: upload.id })).map(({ id }) => id);
}
export async function countUploads(db: Tx): Promise<number> {
  return (await db.select({ id: upload.id }).from(upload).where(isNull(upload.importId))).length;
}

export interface ErasedRows {
  readonly rows: number;
  readonly money: Readonly<Record<string, number>>;
  readonly refusedRows: readonly number[];
}
/** What an import lost, and why, so that its statement still adds up; of its refused rows the quotes go. */
export async function noteGone(tx: Tx, importId: string, why: "erased" | "expired", gone: ErasedRows): Promise<void> {
  const row = (await tx.select().from(importRun).where(eq(importRun.id, importId)).for("update"))[0];
  if (row === undefined) return;
  const money = { ...row[why]?.money };
  for (const [told, minor] of Object.entries(gone.money)) {
    const currency = told === "" ? (row.money?.fallback ?? "") : told;
    money[currency] = (money[currency] ?? 0) + minor;
  }
  const refused = new Set(gone.refusedRows);
  const problems = row.problems.filter((problem) => !refused.has(problem.row));
  await tx
    .update(importRun)
    .set({ [why]: { rows: (row[why]?.rows ?? 0) + gone.rows, money }, problems })
    .where(eq(importRun.id, importId));
}

export function toErasure(row: ErasureRow): Erasure {
  return {
    id: row.id,
    reason: row.reason,
    askedBy: row.askedBy,
    askedAt: row.askedAt.toISOString(),
    state: row.state,
    doneAt: row.doneAt?.toISOString() ?? null,
    tokens: row.tokens.length,
    proof: row.proof,
  };
}
