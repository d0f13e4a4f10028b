import { type MigrationMeta, readMigrationFiles } from "drizzle-orm/migrator";
import { CounterseatError } from "../errors.ts";
import type { Query } from "../records/contract.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import type { Manifest } from "./manifest.ts";

/**
 * The migrations that had run when the backup was written, out of those this version knows.
 * @throws invalid when the backup is of a newer schema, or of one this version never had
 */
export function migrationsOf(manifest: Manifest, folder: string = MIGRATIONS): MigrationMeta[] {
  const known = readMigrationFiles({ migrationsFolder: folder });
  const ran = manifest.migrations;
  for (const [i, migration] of ran.entries()) {
    const ours = known[i];
    if (ours === undefined) {
      throw new CounterseatError("invalid", `This backup is of a newer schema (${ran.length}) than this version has (${known.length}).`, {
        fix: `Restore it with Counterseat ${manifest.product} or a later version.`,
      });
    }
    if (ours.hash !== migration.hash) {
      throw new CounterseatError("invalid", `This backup is of a schema that this version never had (migration ${i + 1} is another).`, {
        fix: `Restore it with the version that wrote it, Counterseat ${manifest.product}.`,
      });
    }
  }
  return known.slice(0, ran.length);
}

/** Whether the backup's schema is the newest that this version knows. */
export function isNewest(manifest: Manifest, folder: string = MIGRATIONS): boolean {
  return manifest.migrations.length === readMigrationFiles({ migrationsFolder: folder }).length;
}

/** Runs migrations and notes them as the migrator would, so that it goes on from there at the next opening. */
export async function buildSchema(query: Query, migrations: readonly MigrationMeta[]): Promise<void> {
  await query("CREATE SCHEMA IF NOT EXISTS drizzle");
  await query("CREATE TABLE IF NOT EXISTS drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)");
  for (const { sql, hash, folderMillis } of migrations) {
    for (const statement of sql) await query(statement);
    await query("INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ($1::text, $2::text::bigint)", [
      hash,
      String(folderMillis),
    ]);
  }
}
