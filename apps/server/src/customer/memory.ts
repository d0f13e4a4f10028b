import { and, eq } from "drizzle-orm";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import type { Settled } from "./reading/index.ts";
import { sourceMemory } from "./tables.ts";
import type { ImportKind } from "./words.ts";

interface Of {
  readonly world: World;
  readonly source: string;
  readonly kind: ImportKind;
}

/** What a person settled for files of this source and kind; null where nobody did. */
export async function findSettled(db: Tx, { world, source, kind }: Of): Promise<Settled | null> {
  const found = await db
    .select({ settled: sourceMemory.settled })
    .from(sourceMemory)
    .where(and(eq(sourceMemory.world, world), eq(sourceMemory.source, source), eq(sourceMemory.kind, kind)));
  return found[0]?.settled ?? null;
}

/** Fields somebody mapped a column to: source → kind → fields. */
export async function listSettled(db: Tx, world: World): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>> {
  const found = new Map<string, Map<string, readonly string[]>>();
  for (const { source, kind, settled } of await db.select().from(sourceMemory).where(eq(sourceMemory.world, world))) {
    const fields = Object.entries(settled.columns).flatMap(([field, column]) => (column === null ? [] : [field]));
    found.set(source, (found.get(source) ?? new Map<string, readonly string[]>()).set(kind, fields));
  }
  return found;
}

export async function keepSettled(tx: Tx, { world, source, kind }: Of, settled: Settled): Promise<void> {
  const changedAt = new Date();
  await tx
    .insert(sourceMemory)
    .values({ world, source, kind, settled, changedAt })
    .onConflictDoUpdate({ target: [sourceMemory.world, sourceMemory.source, sourceMemory.kind], set: { settled, changedAt } });
}
