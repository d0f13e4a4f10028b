import { eq } from "drizzle-orm";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import { type CellAction, cellLife } from "./tables.ts";

export type CellLife = typeof cellLife.$inferSelect;

export async function readLives(db: Tx, world: World): Promise<Map<string, CellLife>> {
  const rows = await db.select().from(cellLife).where(eq(cellLife.world, world));
  return new Map(rows.map((row) => [row.cell, row]));
}

export async function setLife(tx: Tx, world: World, cell: string, life: CellLife["life"], action: CellAction | null): Promise<void> {
  const values = { life, action, changedAt: new Date() };
  await tx
    .insert(cellLife)
    .values({ world, cell, ...values })
    .onConflictDoUpdate({ target: [cellLife.world, cellLife.cell], set: values });
}

export async function removeLives(tx: Tx, world: World): Promise<void> {
  await tx.delete(cellLife).where(eq(cellLife.world, world));
}
