import { and, desc, eq, gte, sql } from "drizzle-orm";
import { etagOf } from "../../platform/etag.ts";
import type { Tx } from "../../platform/records/contract.ts";
import { sourceDay, trackingPlan, trackingViolation } from "./tables.ts";
import { Mode, type TrackingPlan } from "./words.ts";

export type PlanRow = typeof trackingPlan.$inferSelect;
export type ViolationRow = typeof trackingViolation.$inferSelect;
export type SourceDayRow = typeof sourceDay.$inferSelect;

export async function listPlanRows(db: Tx): Promise<PlanRow[]> {
  return db.select().from(trackingPlan).orderBy(trackingPlan.source);
}
export async function findPlan(db: Tx, source: string): Promise<TrackingPlan | null> {
  const row = (await db.select().from(trackingPlan).where(eq(trackingPlan.source, source)))[0];
  return row === undefined ? null : toPlan(row);
}
export async function savePlan(tx: Tx, row: PlanRow): Promise<void> {
  await tx.insert(trackingPlan).values(row).onConflictDoUpdate({ target: trackingPlan.source, set: row });
}
export function toPlan({ changedAt, ...row }: PlanRow): TrackingPlan {
  const told = { ...row, mode: Mode.parse(row.mode), changedAt: changedAt.toISOString() };
  return { ...told, etag: etagOf(told) };
}

export async function addSourceDays(tx: Tx, rows: SourceDayRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(sourceDay)
    .values(rows)
    .onConflictDoUpdate({
      target: [sourceDay.source, sourceDay.day],
      set: {
        accepted: sql`${sourceDay.accepted} + excluded.accepted`,
        refused: sql`${sourceDay.refused} + excluded.refused`,
        mended: sql`${sourceDay.mended} + excluded.mended`,
        lastAt: sql`greatest(${sourceDay.lastAt}, excluded.last_at)`,
      },
    });
}
/** Days on which events came, since a day. */
export async function readSourceDays(db: Tx, since: string): Promise<SourceDayRow[]> {
  return db.select().from(sourceDay).where(gte(sourceDay.day, since)).orderBy(sourceDay.source, sourceDay.day);
}

export async function addViolations(tx: Tx, rows: ViolationRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { source, day, event, property, kind, count, firstAt, lastAt } = trackingViolation;
  await tx
    .insert(trackingViolation)
    .values(rows)
    .onConflictDoUpdate({
      target: [source, day, event, property, kind],
      set: {
        count: sql`${count} + excluded.count`,
        firstAt: sql`least(${firstAt}, excluded.first_at)`,
        lastAt: sql`greatest(${lastAt}, excluded.last_at)`,
      },
    });
}
/** What was against the plan of a source since a day, over all its days; the most frequent first. */
export async function sumViolations(db: Tx, of: { source: string; since: string; limit: number }) {
  const { source, day, event, property, kind, count, firstAt, lastAt } = trackingViolation;
  const total = sql<number>`sum(${count})`.mapWith(Number);
  return db
    .select({
      event,
      property,
      kind,
      count: total,
      first: sql<Date>`min(${firstAt})`.mapWith(firstAt),
      last: sql<Date>`max(${lastAt})`.mapWith(lastAt),
    })
    .from(trackingViolation)
    .where(and(eq(source, of.source), gte(day, of.since)))
    .groupBy(event, property, kind)
    .orderBy(desc(total), event, property, kind)
    .limit(of.limit);
}
/** How often something was against the plan since a day, by source. */
export async function countViolations(db: Tx, since: string): Promise<ReadonlyMap<string, number>> {
  const { source, day, count } = trackingViolation;
  const rows = await db
    .select({ source, n: sql<number>`sum(${count})`.mapWith(Number) })
    .from(trackingViolation)
    .where(gte(day, since))
    .groupBy(source);
  return new Map(rows.map((row) => [row.source, row.n]));
}
