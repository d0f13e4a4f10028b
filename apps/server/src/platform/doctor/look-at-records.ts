import { existsSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { max, eq } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle as drizzleEmbedded } from "drizzle-orm/pglite";
import { drizzle as drizzleServer } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { verifyAudit } from "../audit.ts";
import type { Query, Tx } from "../records/contract.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { openPGlite } from "../records/pglite.ts";
import { auditEntry } from "../records/tables.ts";
import { broken, type Finding, look, well } from "./finding.ts";
import { lookAtAudit, lookAtBackup } from "./look-at-trail.ts";

const LEAST_POSTGRESQL = 15;

interface Opened {
  readonly db: Tx;
  readonly query: Query;
  close(): Promise<void>;
}

/** The record store while no server runs. Nothing of it changes: the embedded one is looked at in a copy. */
export async function lookAtRecords(options: { dataDir: string; databaseUrl: string | null; now: number }): Promise<Finding[]> {
  const { dataDir, databaseUrl, now } = options;
  if (databaseUrl !== null) return lookAtPostgres({ url: databaseUrl, dataDir, now });
  if (existsSync(join(dataDir, "records.making")))
    return [
      look("records", "The first start was cut off while it made the database.", "Start Counterseat: it is made again; nothing was in it."),
    ];
  if (!existsSync(join(dataDir, "records")) && existsSync(join(dataDir, "installation"))) {
    const words = "The records of this data directory lie in a PostgreSQL, or were taken away.";
    return [broken("records", words, "Set COUNTERSEAT_DATABASE_URL, or restore a backup.")];
  }
  if (!existsSync(join(dataDir, "records"))) return [well("records", "There are none yet; the first start makes them.")];
  const copy = await mkdtemp(join(tmpdir(), "counterseat-doctor-"));
  try {
    await cp(join(dataDir, "records"), join(copy, "records"), { recursive: true });
    const { client } = await openPGlite(join(copy, "records"), null);
    const query: Query = async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows;
    // The two drizzle drivers differ in types only; both speak the contract's dialect.
    const opened: Opened = { db: drizzleEmbedded(client) as unknown as Tx, query, close: () => client.close() };
    return await lookInside(opened, now);
  } catch {
    return [
      broken(
        "records",
        "The record store does not open.",
        "Keep a copy of the data directory and restore the last backup (docs/guide/backup.md).",
      ),
    ];
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function lookAtPostgres({ url, dataDir, now }: { url: string; dataDir: string; now: number }): Promise<Finding[]> {
  const sql = postgres(url, {
    max: 1,
    onnotice: () => undefined,
    connect_timeout: 10,
    connection: { default_transaction_read_only: true },
  });
  try {
    const query: Query = async (text, values = []) => [...(await sql.unsafe(text, values as never[]))]; // texts only
    const version = Number((await query("SHOW server_version_num"))[0]?.["server_version_num"] ?? 0);
    const major = Math.floor(version / 10_000);
    if (major < LEAST_POSTGRESQL)
      return [broken("database", `PostgreSQL ${major} is too old.`, `Upgrade it to PostgreSQL ${LEAST_POSTGRESQL} or newer.`)];
    const there = well("database", `PostgreSQL ${major} answers.`);
    const opened: Opened = { db: drizzleServer(sql) as unknown as Tx, query, close: () => Promise.resolve() };
    return [there, ...(await lookInside(opened, now)), ...(await lookAtPair(query, dataDir))];
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return [
      broken(
        "database",
        `The database of DATABASE_URL cannot be used${code}.`,
        "Check that it runs, its address, name and password, and that the network lets you through.",
      ),
    ];
  } finally {
    await sql.end({ timeout: 2 }).catch(() => undefined);
  }
}

/** A data directory and its database carry the same id, or they are of two installations. */
async function lookAtPair(query: Query, dataDir: string): Promise<Finding[]> {
  const file = join(dataDir, "installation");
  const made = await query("SELECT to_regclass('installation')::text AS name");
  if (made[0]?.["name"] == null) return [];
  const inDatabase = (await query("SELECT value FROM installation WHERE key = 'installation-id'"))[0]?.["value"] ?? null;
  const inDirectory = existsSync(file) ? readFileSync(file, "utf8").trim() : null;
  if (inDatabase === inDirectory) return [];
  const fix = "Correct COUNTERSEAT_DATA_DIR or COUNTERSEAT_DATABASE_URL, so that the two are of one installation.";
  return [broken("database", "The database and the data directory do not belong together.", fix)];
}

async function lookInside({ db, query, close }: Opened, now: number): Promise<Finding[]> {
  try {
    const ran = await migrationsOf(query);
    const known = readMigrationFiles({ migrationsFolder: MIGRATIONS }).map(({ hash }) => hash);
    const unknown = ran.filter((hash) => !known.includes(hash)).length;
    if (unknown > 0)
      return [
        broken(
          "records",
          `A newer version wrote the record store (${unknown} changes of it are not known here).`,
          "Install that version again, or restore a backup of this one.",
        ),
      ];
    if (ran.length === 0) return [well("records", "The database is empty; the first start fills it.")];
    const waiting = known.length - ran.length;
    if (waiting > 0)
      return [
        look("records", `${waiting} changes of the schema wait.`, "Start Counterseat: it makes a backup by itself, then applies them."),
      ];
    const last =
      (
        await db
          .select({ at: max(auditEntry.at) })
          .from(auditEntry)
          .where(eq(auditEntry.operation, "backup.create"))
      )[0]?.at ?? null;
    return [
      well("records", `They open; their schema is at ${ran.length}, as this version wants it.`),
      lookAtAudit(await verifyAudit(db)),
      lookAtBackup(last === null ? null : last.getTime(), now),
    ];
  } finally {
    await close();
  }
}

/** Hashes of the migrations the database has; none when the migrator never ran. */
async function migrationsOf(query: Query): Promise<string[]> {
  const there = await query("SELECT to_regclass('drizzle.__drizzle_migrations')::text AS name");
  if (there[0]?.["name"] == null) return [];
  return (await query("SELECT hash FROM drizzle.__drizzle_migrations")).map((row) => String(row["hash"]));
}
