import type { Log } from "../log.ts";
import type { Faults } from "../storage-faults.ts";
import type { Records } from "./contract.ts";
import { MIGRATIONS } from "./migrate.ts";

export interface OpenRecords {
  readonly dataDir: string;
  readonly log: Log;
  /** A PostgreSQL to keep the records in; null or absent: embedded in the data directory. */
  readonly databaseUrl?: string | null;
  /** Awaited before the tables of a database that holds something are changed; when it throws, nothing is changed. */
  readonly beforeMigrating?: () => Promise<void>;
  /** Only tests make the embedded store's disk fail. */
  readonly faults?: Faults;
  /** Only tests have other migrations than the product's. */
  readonly migrations?: string;
}

/**
 * Opens the record store where the settings say, and brings its tables up to date. The data directory's lock is held by the caller.
 * @throws conflict when another process, another data directory or a newer version has the database
 */
export async function openRecords(options: OpenRecords): Promise<Records> {
  const { databaseUrl = null, migrations = MIGRATIONS, ...rest } = options;
  // Only the driver that is used is loaded.
  if (databaseUrl === null) return (await import("./pglite-records.ts")).openPgliteRecords({ ...rest, migrations });
  return (await import("./postgres-records.ts")).openPostgresRecords({ ...rest, migrations, databaseUrl });
}
