import { and, eq } from "drizzle-orm";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import { goalLine } from "./tables.ts";
import type { GoalLine } from "./words.ts";

export async function readGoals(db: Tx, world: World): Promise<GoalLine[]> {
  const rows = await db.select().from(goalLine).where(eq(goalLine.world, world)).orderBy(goalLine.measure);
  return rows.map(({ measure, amount, dueOn, setOn }) => ({ measure, amount, dueOn, setOn }));
}

export async function putGoal(tx: Tx, world: World, goal: GoalLine): Promise<void> {
  const { measure: _measure, ...values } = goal;
  await tx
    .insert(goalLine)
    .values({ world, ...goal })
    .onConflictDoUpdate({ target: [goalLine.world, goalLine.measure], set: values });
}

export async function removeGoal(tx: Tx, world: World, measure: GoalLine["measure"]): Promise<boolean> {
  const gone = await tx
    .delete(goalLine)
    .where(and(eq(goalLine.world, world), eq(goalLine.measure, measure)))
    .returning();
  return gone.length > 0;
}

export async function removeGoals(tx: Tx, world: World): Promise<void> {
  await tx.delete(goalLine).where(eq(goalLine.world, world));
}
