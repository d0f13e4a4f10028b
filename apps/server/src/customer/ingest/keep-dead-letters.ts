import { desc, eq, inArray, lt, sql } from "drizzle-orm";
import { v7 } from "uuid";
import type { Records, Tx } from "../../platform/records/contract.ts";
import { DEAD_LETTERS } from "./limits.ts";
import { isObject } from "./columns.ts";
import type { Arrival } from "./read-time.ts";
import type { Told } from "./reading.ts";
import type { Refusal } from "./refusal.ts";
import { deadLetter, deadLetterGone } from "./tables.ts";

/** An event that was refused. */
export interface Refused {
  readonly told: Told;
  readonly arrival: Arrival;
  readonly refusal: Refusal;
}

export interface DeadLetters {
  /** Keeps what was refused; the same event refused again takes the place of the one before. */
  keep(source: string, refused: readonly Refused[]): Promise<void>;
}

const PER_STATEMENT = 500;

/** `most`: letters of one source, give or take a twentieth; older ones are let go and counted. */
export function createDeadLetters(records: Records, most: number = DEAD_LETTERS.perSource): DeadLetters {
  const sinceTrim = new Map<string, number>();
  // Counting at every request would cost more than keeping a few more.
  const slack = most / 20;
  return {
    async keep(source, refused) {
      if (refused.length === 0) return;
      // One statement cannot write a row twice: of equal message ids the last one stands.
      const rows = [...new Map(refused.map((one) => [one.told.messageId, toRow(source, one)])).values()];
      const since = (sinceTrim.get(source) ?? slack) + rows.length;
      await records.transaction(async (tx) => {
        for (let from = 0; from < rows.length; from += PER_STATEMENT) await put(tx, rows.slice(from, from + PER_STATEMENT));
        if (since >= slack) await trim(tx, source, most);
      });
      sinceTrim.set(source, since >= slack ? 0 : since);
    },
  };
}

type Row = typeof deadLetter.$inferInsert;

function toRow(source: string, { told, arrival, refusal }: Refused): Row {
  const text = jsonOf(told.content);
  const bytes = text === null ? 0 : Buffer.byteLength(text);
  return {
    id: v7(),
    source,
    messageId: told.messageId,
    verb: told.verb,
    reason: refusal.reason,
    detail: refusal.message,
    customer: customerOf(told.content),
    payload: bytes > DEAD_LETTERS.payloadBytes ? null : text,
    bytes,
    sentAt: Number.isFinite(arrival.sentAt) ? new Date(arrival.sentAt) : null,
    receivedAt: new Date(arrival.receivedAt),
  };
}

/** Null where it is nested too deep to be written. NUL and halves of characters stay escaped, so that it can be stored. */
function jsonOf(content: unknown): string | null {
  try {
    return JSON.stringify(content);
  } catch {
    return null;
  }
}

/** Whom it names, as far as that can be read in an event that was refused. */
function customerOf(content: unknown): string | null {
  if (!isObject(content)) return null;
  const data = isObject(content["data"]) ? content["data"] : {};
  for (const id of [
    content["userId"],
    content["userid"],
    data["userId"],
    content["anonymousId"],
    content["anonymousid"],
    data["anonymousId"],
  ]) {
    if ((typeof id === "string" && id !== "") || typeof id === "number") return JSON.stringify(id).replaceAll(/^"|"$/g, "").slice(0, 200);
  }
  return null;
}

async function put(tx: Tx, rows: Row[]): Promise<void> {
  await tx
    .insert(deadLetter)
    .values(rows)
    .onConflictDoUpdate({
      target: [deadLetter.source, deadLetter.messageId],
      set: {
        verb: sql`excluded.verb`,
        reason: sql`excluded.reason`,
        detail: sql`excluded.detail`,
        customer: sql`excluded.customer`,
        payload: sql`excluded.payload`,
        bytes: sql`excluded.bytes`,
        sentAt: sql`excluded.sent_at`,
        receivedAt: sql`excluded.received_at`,
      },
    });
}

/** Lets the oldest go that are too many, and counts them. */
async function trim(tx: Tx, source: string, most: number): Promise<void> {
  const tooMany = tx
    .select({ id: deadLetter.id })
    .from(deadLetter)
    .where(eq(deadLetter.source, source))
    .orderBy(desc(deadLetter.receivedAt), desc(deadLetter.id))
    .offset(most);
  const gone = await tx.delete(deadLetter).where(inArray(deadLetter.id, tooMany)).returning({ id: deadLetter.id });
  if (gone.length === 0) return;
  await tx
    .insert(deadLetterGone)
    .values({ source, count: gone.length })
    .onConflictDoUpdate({ target: deadLetterGone.source, set: { count: sql`${deadLetterGone.count} + ${gone.length}` } });
}

/** Forgets refused events whose time is over; a job calls it. */
export async function sweepDeadLetters(records: Records, now: number): Promise<void> {
  await records.transaction(async (tx) => {
    await tx.delete(deadLetter).where(lt(deadLetter.receivedAt, new Date(now - DEAD_LETTERS.keptFor)));
  });
}
