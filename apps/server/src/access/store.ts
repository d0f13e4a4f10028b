import { and, count, desc, eq, gt, like, lt, ne } from "drizzle-orm";
import type { Tx } from "../platform/records/contract.ts";
import { account, apiKey, auditEntry, invitation, member, session, user } from "../platform/records/tables.ts";
import type { Role } from "../platform/roles.ts";

export async function listMemberRows(db: Tx) {
  return db
    .select({
      id: user.id,
      name: user.name,
      email: user.email,
      role: member.role,
      unitId: member.unitId,
      personal: member.personal,
      createdAt: member.createdAt,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .orderBy(user.name, user.id);
}
export async function findMemberRow(db: Tx, id: string) {
  return (await listMemberRows(db)).find((row) => row.id === id) ?? null;
}
export async function openSessions(db: Tx, now: Date) {
  const rows = await db
    .select({ userId: session.userId, n: count() })
    .from(session)
    .where(gt(session.expiresAt, now))
    .groupBy(session.userId);
  return new Map(rows.map((row) => [row.userId, row.n]));
}
export async function changeMemberRow(
  tx: Tx,
  id: string,
  change: { role?: Role | undefined; unitId?: string | null | undefined; personal?: boolean | undefined },
): Promise<void> {
  if (Object.values(change).some((value) => value !== undefined)) await tx.update(member).set(change).where(eq(member.userId, id));
}
export async function otherOwners(tx: Tx, id: string): Promise<number> {
  const rows = await tx
    .select({ n: count() })
    .from(member)
    .where(and(eq(member.role, "owner"), ne(member.userId, id)));
  return rows[0]?.n ?? 0;
}
/** The account, its sessions and its membership go with the user. */
export async function removeUser(tx: Tx, id: string): Promise<void> {
  await tx.delete(user).where(eq(user.id, id));
}

export async function listInvitationRows(db: Tx, now: Date) {
  return db.select().from(invitation).where(gt(invitation.expiresAt, now)).orderBy(invitation.createdAt);
}
/** One open invitation for one address: a new one takes the place of the one before. */
export async function addInvitation(tx: Tx, row: typeof invitation.$inferInsert): Promise<void> {
  await tx.delete(invitation).where(eq(invitation.email, row.email));
  await tx.insert(invitation).values(row);
}
export async function removeInvitation(tx: Tx, id: string): Promise<boolean> {
  return (await tx.delete(invitation).where(eq(invitation.id, id)).returning({ id: invitation.id })).length > 0;
}
export async function findUserByEmail(db: Tx, email: string) {
  return (await db.select({ id: user.id }).from(user).where(eq(user.email, email)))[0] ?? null;
}

export async function listKeyRows(db: Tx) {
  return db.select().from(apiKey).orderBy(desc(apiKey.createdAt));
}
export async function addKey(tx: Tx, row: typeof apiKey.$inferInsert) {
  const made = (await tx.insert(apiKey).values(row).returning())[0];
  if (made === undefined) throw new Error("an insert returned no row");
  return made;
}
/** Null when there is none; a key that was taken back already stays as it was. */
export async function revokeKeyRow(tx: Tx, id: string, now: Date) {
  const row = (await tx.select().from(apiKey).where(eq(apiKey.id, id)))[0];
  if (row === undefined || row.revokedAt !== null) return row ?? null;
  return (await tx.update(apiKey).set({ revokedAt: now }).where(eq(apiKey.id, id)).returning())[0] ?? null;
}

export async function listSessionRows(db: Tx, userId: string, now: Date) {
  return db
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, now)))
    .orderBy(desc(session.updatedAt));
}
export async function endSession(tx: Tx, userId: string, id: string): Promise<boolean> {
  return (
    (
      await tx
        .delete(session)
        .where(and(eq(session.userId, userId), eq(session.id, id)))
        .returning({ id: session.id })
    ).length > 0
  );
}
export async function endSessions(tx: Tx, userId: string, but: string | null = null): Promise<number> {
  const mine = eq(session.userId, userId);
  return (
    await tx
      .delete(session)
      .where(but === null ? mine : and(mine, ne(session.id, but)))
      .returning({ id: session.id })
  ).length;
}

export async function findPassword(db: Tx, userId: string): Promise<string | null> {
  const row = (
    await db
      .select({ hash: account.password })
      .from(account)
      .where(and(eq(account.userId, userId), eq(account.providerId, "credential")))
  )[0];
  return row?.hash ?? null;
}
export async function setPassword(tx: Tx, userId: string, hash: string, now: Date): Promise<void> {
  await tx
    .update(account)
    .set({ password: hash, updatedAt: now })
    .where(and(eq(account.userId, userId), eq(account.providerId, "credential")));
}

export async function listAuditRows(
  db: Tx,
  filter: { before?: number | undefined; operation?: string | undefined; actor?: string | undefined; limit: number },
) {
  return db
    .select()
    .from(auditEntry)
    .where(
      and(
        filter.before === undefined ? undefined : lt(auditEntry.seq, filter.before),
        filter.operation === undefined ? undefined : like(auditEntry.operation, `${filter.operation.replaceAll(/[%_\\]/g, "\\$&")}%`),
        filter.actor === undefined ? undefined : eq(auditEntry.actor, filter.actor),
      ),
    )
    .orderBy(desc(auditEntry.seq))
    .limit(filter.limit);
}
