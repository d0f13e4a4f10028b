import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "../../platform/records/contract.ts";
import type { World } from "../../platform/world.ts";
import { designedJourney } from "./tables.ts";

export type DesignRow = typeof designedJourney.$inferSelect;

/** Versions, the newest first. */
export async function listVersions(db: Tx, world: World, id: string): Promise<DesignRow[]> {
  return db
    .select()
    .from(designedJourney)
    .where(and(eq(designedJourney.world, world), eq(designedJourney.id, id)))
    .orderBy(desc(designedJourney.version));
}
export async function findDesign(db: Tx, world: World, id: string): Promise<DesignRow | null> {
  return (await listVersions(db, world, id))[0] ?? null;
}
/** What holds of each, taken away or not, by name. */
export async function listDesignRows(db: Tx, world: World): Promise<DesignRow[]> {
  const rows = await db
    .selectDistinctOn([designedJourney.id])
    .from(designedJourney)
    .where(eq(designedJourney.world, world))
    .orderBy(designedJourney.id, desc(designedJourney.version));
  return rows.sort((x, y) => (x.content.name < y.content.name ? -1 : x.content.name > y.content.name ? 1 : x.id < y.id ? -1 : 1));
}
export async function addVersion(tx: Tx, row: DesignRow): Promise<DesignRow> {
  await tx.insert(designedJourney).values(row);
  return row;
}
export async function removeDesigns(tx: Tx, world: World): Promise<void> {
  await tx.delete(designedJourney).where(eq(designedJourney.world, world));
}
