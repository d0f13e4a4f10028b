import { mkdirSync } from "node:fs";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import type { Log } from "../log.ts";
import { assembleRecords } from "./assemble.ts";
import type { Records } from "./contract.ts";
import { createTransactions } from "./guard.ts";
import { pairInstallation } from "./installation-id.ts";
import { createKeeper, type Engine } from "./keeper.ts";
import { bringSchema } from "./migrate.ts";
import { migratorClient, postgresBuilder } from "./postgres-builder.ts";
import { openPostgresClient, type PostgresClient } from "./postgres-client.ts";
import { createTimed } from "./statement-budget.ts";

/** The records in a PostgreSQL of their own. */
export async function openPostgresRecords(options: {
  dataDir: string;
  databaseUrl: string;
  log: Log;
  migrations: string;
  beforeMigrating?: () => Promise<void>;
}): Promise<Records> {
  const { dataDir, databaseUrl, log, migrations, beforeMigrating } = options;
  const told = { failed: (_client: PostgresClient, _code: string): void => undefined };
  const engine: Engine<PostgresClient> = {
    open: () => openPostgresClient({ url: databaseUrl, onFailure: (client, code) => told.failed(client, code) }),
    // Whether a server answers is found out by asking it; that costs nothing.
    ready: () => undefined,
  };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const client = await engine.open();
  try {
    const schemaVersion = await bringSchema({
      query: client.query,
      apply: () => migrate(drizzle({ client: migratorClient(client) }), { migrationsFolder: migrations }),
      migrations,
      ...(beforeMigrating === undefined ? {} : { beforeMigrating }),
    });
    await pairInstallation({ dataDir, query: client.query, embedded: false });
    const transactions = createTransactions();
    const keeper = createKeeper({ engine, client, log });
    told.failed = (broken, code) => keeper.failed(broken, code);
    const db = postgresBuilder(keeper, transactions, createTimed(log));
    return assembleRecords({ driver: "postgresql", schemaVersion, keeper, db, transactions });
  } catch (error) {
    await client.discard();
    throw error;
  }
}
