import { and, desc, eq, sql } from "drizzle-orm";
import type { ActionId } from "../platform/ids.ts";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import { action } from "./tables.ts";
import type { CellKey } from "./words.ts";

export type ActionRow = typeof action.$inferSelect;

export async function addAction(tx: Tx, row: typeof action.$inferInsert): Promise<ActionRow> {
  const made = (await tx.insert(action).values(row).returning())[0];
  if (made === undefined) throw new Error("an insert returned no row");
  return made;
}
export async function findAction(db: Tx, world: World, id: ActionId): Promise<ActionRow | null> {
  return (
    (
      await db
        .select()
        .from(action)
        .where(and(eq(action.world, world), eq(action.id, id)))
    )[0] ?? null
  );
}
export async function listActionRows(db: Tx, world: World): Promise<ActionRow[]> {
  return db.select().from(action).where(eq(action.world, world)).orderBy(desc(action.createdAt));
}
/** The newest action that is open at a cell. */
export async function findOpenAction(db: Tx, world: World, { stage, channel, segment }: CellKey): Promise<ActionRow | null> {
  const here = sql`${action.cell} = ${JSON.stringify({ stage, channel, segment })}::jsonb`;
  const rows = await db
    .select()
    .from(action)
    .where(and(eq(action.world, world), eq(action.state, "open"), here))
    .orderBy(desc(action.createdAt))
    .limit(1);
  return rows[0] ?? null;
}
export async function changeAction(
  tx: Tx,
  id: string,
  change: Partial<Pick<ActionRow, "state" | "note" | "dueOn" | "goalLine">>,
): Promise<ActionRow> {
  const changed = (await tx.update(action).set(change).where(eq(action.id, id)).returning())[0];
  if (changed === undefined) throw new Error("an update returned no row");
  return changed;
}
export async function removeActions(tx: Tx, world: World): Promise<void> {
  await tx.delete(action).where(eq(action.world, world));
}
