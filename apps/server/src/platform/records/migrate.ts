import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { CounterseatError } from "../errors.ts";
import type { Query } from "./contract.ts";

export const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));

export interface Migrating {
  readonly query: Query;
  /** Runs what is pending, all in one transaction. */
  apply(): Promise<void>;
  readonly migrations: string;
  /** Called before the tables of a database that holds something are changed. When it throws, nothing is changed. */
  beforeMigrating?(): Promise<void>;
}

/**
 * Brings a database's tables to this version's, forward only. Returns the number of migrations it then has.
 * @throws conflict when the database has migrations that this version does not know
 */
export async function bringSchema({ query, apply, migrations, beforeMigrating }: Migrating): Promise<number> {
  const known = readMigrationFiles({ migrationsFolder: migrations });
  const applied = await readApplied(query);
  const hashes = new Map(known.map((migration) => [migration.hash, migration.folderMillis]));
  const foreign = applied.filter((one) => !hashes.has(one.hash));
  if (foreign.length > 0) {
    throw new CounterseatError(
      "conflict",
      `The database has ${applied.length} schema steps, and ${foreign.length} of them are not known to this version, which knows ${known.length}.`,
      { fix: "Start the newer version of Counterseat that changed it, or restore a backup from before into another data directory." },
    );
  }
  const done = new Set(applied.map((one) => one.hash));
  const pending = known.filter((migration) => !done.has(migration.hash));
  if (pending.length > 0) {
    if (applied.length > 0) await beforeMigrating?.();
    await apply();
    const now = await readApplied(query);
    if (now.length !== known.length)
      throw new Error(`${known.length - now.length} migrations were passed over: their times are out of order.`);
  }
  return known.length;
}

async function readApplied(query: Query): Promise<{ hash: string }[]> {
  const found = await query("SELECT to_regclass('drizzle.__drizzle_migrations')::text AS name");
  if ((found[0]?.["name"] ?? null) === null) return [];
  return (await query("SELECT hash FROM drizzle.__drizzle_migrations ORDER BY created_at, id")).map((row) => ({
    hash: String(row["hash"]),
  }));
}
