import { and, eq, inArray, or } from "drizzle-orm";
import type { Tx } from "../../platform/records/contract.ts";
import type { World } from "../../platform/world.ts";
import { identityDecision, identityRun } from "./tables.ts";
import { Verdict } from "./words.ts";

export type DecisionRow = typeof identityDecision.$inferSelect;
export type RunRow = typeof identityRun.$inferSelect;

/** Two names as a decision holds them: which was named first says nothing. */
export function inOrder(one: string, other: string): { readonly a: string; readonly b: string } {
  return one < other ? { a: one, b: other } : { a: other, b: one };
}

export async function findDecision(db: Tx, world: World, pair: { a: string; b: string }): Promise<DecisionRow | null> {
  return (await db.select().from(identityDecision).where(samePair(world, pair)))[0] ?? null;
}

export async function keepDecision(tx: Tx, decision: { world: World; a: string; b: string; verdict: Verdict; by: string; at: Date }) {
  const fresh = { ...decision, linked: false, takenBack: false };
  await tx
    .insert(identityDecision)
    .values(fresh)
    .onConflictDoUpdate({ target: [identityDecision.world, identityDecision.a, identityDecision.b], set: fresh });
}

/** The row stays until the links have followed. */
export async function takeBackDecision(tx: Tx, world: World, pair: { a: string; b: string }): Promise<void> {
  await tx.update(identityDecision).set({ takenBack: true, linked: false }).where(samePair(world, pair));
}

/** All that count; with `names`, those about any of them. */
export async function readDecisions(db: Tx, world: World, names?: readonly string[]): Promise<DecisionRow[]> {
  if (names?.length === 0) return [];
  const of = and(eq(identityDecision.world, world), eq(identityDecision.takenBack, false));
  const about = names === undefined ? undefined : or(inArray(identityDecision.a, [...names]), inArray(identityDecision.b, [...names]));
  return db.select().from(identityDecision).where(and(of, about)).orderBy(identityDecision.a, identityDecision.b);
}

/** Decisions whose links have not followed yet. */
export async function waitingDecisions(db: Tx): Promise<DecisionRow[]> {
  return db.select().from(identityDecision).where(eq(identityDecision.linked, false));
}

/** The links have followed what these say; what was decided about them again meanwhile waits on. */
export async function settleDecisions(tx: Tx, rows: readonly DecisionRow[]): Promise<void> {
  for (const row of rows) {
    const asItWas = and(
      samePair(row.world, row),
      eq(identityDecision.at, row.at),
      eq(identityDecision.verdict, row.verdict),
      eq(identityDecision.takenBack, row.takenBack),
    );
    if (row.takenBack) await tx.delete(identityDecision).where(asItWas);
    else await tx.update(identityDecision).set({ linked: true }).where(asItWas);
  }
}

export async function findRun(db: Tx, world: World): Promise<RunRow | null> {
  return (await db.select().from(identityRun).where(eq(identityRun.world, world)))[0] ?? null;
}
export async function unendedRuns(db: Tx): Promise<RunRow[]> {
  return (await db.select().from(identityRun)).filter(({ endedAt }) => endedAt === null);
}
export async function beginRun(tx: Tx, run: Pick<RunRow, "world" | "startedAt" | "trust">): Promise<void> {
  const fresh = { ...run, endedAt: null, error: null };
  await tx.insert(identityRun).values(fresh).onConflictDoUpdate({ target: identityRun.world, set: fresh });
}
export async function endRun(
  tx: Tx,
  world: World,
  outcome: Partial<Pick<RunRow, "endedAt" | "error" | "digest" | "report">>,
): Promise<void> {
  await tx.update(identityRun).set(outcome).where(eq(identityRun.world, world));
}
/** Whom to believe, from the next run on. */
export async function keepBelief(tx: Tx, world: World, belief: Pick<RunRow, "trust" | "believed">): Promise<void> {
  await tx.update(identityRun).set(belief).where(eq(identityRun.world, world));
}

export async function forgetWorld(tx: Tx, world: World): Promise<void> {
  await tx.delete(identityDecision).where(eq(identityDecision.world, world));
  await tx.delete(identityRun).where(eq(identityRun.world, world));
}

function samePair(world: string, { a, b }: { a: string; b: string }) {
  return and(eq(identityDecision.world, world), eq(identityDecision.a, a), eq(identityDecision.b, b));
}

export const toDecided = ({ a, b, verdict }: DecisionRow) => ({ a, b, verdict: Verdict.parse(verdict) });
