import { asc, eq, sql } from "drizzle-orm";
import type { Records, Tx } from "../../platform/records/contract.ts";
import { purpose, turnedAway } from "./tables.ts";
import type { Purpose } from "./words.ts";

export async function readPurposes(db: Tx, world: string): Promise<Purpose[]> {
  const rows = await db.select().from(purpose).where(eq(purpose.world, world)).orderBy(asc(purpose.place));
  return rows.map(({ world: _world, place: _place, ...rest }) => rest);
}

export async function keepPurposes(tx: Tx, world: string, purposes: readonly Purpose[]): Promise<void> {
  await tx.delete(purpose).where(eq(purpose.world, world));
  if (purposes.length > 0) await tx.insert(purpose).values(purposes.map((one, place) => ({ ...one, world, place })));
}

/** Counts events that were turned away; of them nothing else is kept. */
export async function countTurnedAway(records: Records, source: string, { events, at }: { events: number; at: Date }): Promise<void> {
  await records.transaction(async (tx) => {
    await tx
      .insert(turnedAway)
      .values({ source, events, last: at })
      .onConflictDoUpdate({ target: turnedAway.source, set: { events: sql`${turnedAway.events} + ${events}`, last: at } });
  });
}

export async function readTurnedAway(db: Tx) {
  return db.select().from(turnedAway).orderBy(asc(turnedAway.source));
}

/** Purposes as the door for events asks for them: read again after a change, and after a while in any case, ms. */
const FRESH_MS = 5_000;
const known = new WeakMap<Records, { readonly at: number; readonly found: Promise<readonly Purpose[]> }>();

export function purposesOf(records: Records, now: number): Promise<readonly Purpose[]> {
  const before = known.get(records);
  if (before !== undefined && now - before.at < FRESH_MS) return before.found;
  const found = readPurposes(records.db, "own");
  known.set(records, { at: now, found });
  found.catch(() => known.delete(records)); // asked again the next time
  return found;
}

export function renewPurposes(records: Records): void {
  known.delete(records);
}
