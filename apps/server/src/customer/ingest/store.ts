import { and, count, desc, eq, gte, inArray, lt, type SQL } from "drizzle-orm";
import type { Tx } from "../../platform/records/contract.ts";
import { DEAD_LETTERS } from "./limits.ts";
import { deadLetter, deadLetterGone } from "./tables.ts";
import type { DeadLetterChoice } from "./words.ts";

export type DeadLetterRow = typeof deadLetter.$inferSelect;

/** Rows of a choice that are not older than they may become. */
function chosen(choice: DeadLetterChoice, now: number): SQL | undefined {
  return and(
    gte(deadLetter.receivedAt, new Date(now - DEAD_LETTERS.keptFor)),
    choice.ids === undefined ? undefined : inArray(deadLetter.id, choice.ids),
    choice.source === undefined ? undefined : eq(deadLetter.source, choice.source),
    choice.reason === undefined ? undefined : eq(deadLetter.reason, choice.reason),
  );
}

/** A page, newest id first; ids rise with the time they were first refused. */
export async function readDeadLetters(
  db: Tx,
  asked: { choice: DeadLetterChoice; now: number; before: string | null; limit: number },
): Promise<DeadLetterRow[]> {
  return db
    .select()
    .from(deadLetter)
    .where(and(chosen(asked.choice, asked.now), asked.before === null ? undefined : lt(deadLetter.id, asked.before)))
    .orderBy(desc(deadLetter.id))
    .limit(asked.limit);
}

export async function countDeadLetters(db: Tx, choice: DeadLetterChoice, now: number) {
  return db
    .select({ source: deadLetter.source, reason: deadLetter.reason, count: count() })
    .from(deadLetter)
    .where(chosen(choice, now))
    .groupBy(deadLetter.source, deadLetter.reason)
    .orderBy(desc(count()), deadLetter.source, deadLetter.reason);
}

export async function readGone(db: Tx, source: string | undefined) {
  return db
    .select()
    .from(deadLetterGone)
    .where(source === undefined ? undefined : eq(deadLetterGone.source, source))
    .orderBy(deadLetterGone.source);
}

/** Deletes and says how many there were. */
export async function removeDeadLetters(tx: Tx, choice: DeadLetterChoice, now: number): Promise<number> {
  return (await tx.delete(deadLetter).where(chosen(choice, now)).returning({ id: deadLetter.id })).length;
}

export async function setReason(tx: Tx, id: string, told: { reason: string; detail: string }): Promise<void> {
  await tx.update(deadLetter).set(told).where(eq(deadLetter.id, id));
}
