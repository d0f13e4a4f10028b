import { and, asc, eq, inArray, isNull, lte, ne, or, sql } from "drizzle-orm";
import { etagOf } from "../../platform/etag.ts";
import type { ConnectionId } from "../../platform/ids.ts";
import type { Tx } from "../../platform/records/contract.ts";
import { importRun, upload } from "../tables.ts";
import { ImportKind } from "../words.ts";
import { ConnectorId } from "./connector.ts";
import { sealedNames } from "./seal.ts";
import { connection } from "./tables.ts";
import type { Connection } from "./words.ts";

export type ConnectionRow = typeof connection.$inferSelect;

export async function findConnection(db: Tx, id: string): Promise<ConnectionRow | null> {
  return (await db.select().from(connection).where(eq(connection.id, id)))[0] ?? null;
}

export async function findByAddress(db: Tx, addressHash: string): Promise<ConnectionRow | null> {
  return (await db.select().from(connection).where(eq(connection.addressHash, addressHash)))[0] ?? null;
}

export async function listConnectionRows(db: Tx): Promise<ConnectionRow[]> {
  return db.select().from(connection).orderBy(asc(connection.name), asc(connection.id));
}

/** Those whose time has come, the longest waiting first. */
export async function dueConnections(db: Tx, now: Date, most: number): Promise<ConnectionRow[]> {
  const due = or(isNull(connection.nextAt), lte(connection.nextAt, now));
  return db
    .select()
    .from(connection)
    .where(and(sql`${connection.everyMinutes} is not null`, ne(connection.connector, "webhook"), due))
    .orderBy(asc(connection.nextAt))
    .limit(most);
}

export async function saveConnection(tx: Tx, row: ConnectionRow): Promise<void> {
  const { id: _id, ...set } = row;
  await tx.insert(connection).values(row).onConflictDoUpdate({ target: connection.id, set });
}

/** False where it was deleted meanwhile. */
export async function changeConnection(tx: Tx, id: string, set: Partial<ConnectionRow>): Promise<boolean> {
  return (await tx.update(connection).set(set).where(eq(connection.id, id)).returning({ id: connection.id })).length > 0;
}

/** As `changeConnection`, for what only holds for the settings a run began with: false also where these were changed meanwhile. */
export async function changeAsRead(tx: Tx, { id, changedAt }: ConnectionRow, set: Partial<ConnectionRow>): Promise<boolean> {
  const same = and(eq(connection.id, id), eq(connection.changedAt, changedAt));
  return (await tx.update(connection).set(set).where(same).returning({ id: connection.id })).length > 0;
}

export async function removeConnection(tx: Tx, id: ConnectionId): Promise<boolean> {
  return (await tx.delete(connection).where(eq(connection.id, id)).returning({ id: connection.id })).length > 0;
}

/** An upload nobody will import. */
export async function forgetUpload(tx: Tx, id: string): Promise<void> {
  await tx.delete(upload).where(and(eq(upload.id, id), isNull(upload.importId)));
}

/** What the imports of the last runs brought, by connection. */
export async function toConnections(db: Tx, rows: readonly ConnectionRow[], running: ReadonlySet<string>): Promise<Connection[]> {
  const ids = rows.flatMap((row) => row.imports);
  const runs = ids.length === 0 ? [] : await db.select().from(importRun).where(inArray(importRun.id, ids));
  return rows.map((row) => {
    const mine = runs.filter((run) => row.imports.includes(run.id));
    const sum = (of: "read" | "accepted" | "refused" | "alreadyKnown") => mine.reduce((total, run) => total + run[of], 0);
    const iso = (date: Date | null) => date?.toISOString() ?? null;
    return {
      id: row.id,
      name: row.name,
      source: row.source,
      connector: ConnectorId.parse(row.connector),
      settings: row.settings as Record<string, string | number>, // parsed by the connector's schema, whose settings are texts and numbers
      secrets: sealedNames(row.sealed),
      as: row.kind === null ? null : ImportKind.parse(row.kind),
      map: row.map,
      timezone: row.timezone,
      overlap: row.overlap === "all" ? "all" : "new",
      everyMinutes: row.everyMinutes,
      state: running.has(row.id) ? "running" : row.failure !== null ? "failing" : row.endedAt === null ? "new" : "well",
      startedAt: iso(row.startedAt),
      endedAt: iso(row.endedAt),
      imports: row.imports,
      read: sum("read"),
      accepted: sum("accepted"),
      refused: sum("refused"),
      alreadyKnown: sum("alreadyKnown"),
      failure: row.failure,
      failures: row.failures,
      nextAt: iso(row.nextAt),
      etag: etagOf({ id: row.id, changedAt: row.changedAt.toISOString() }),
    };
  });
}
