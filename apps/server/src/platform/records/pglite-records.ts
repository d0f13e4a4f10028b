import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Log } from "../log.ts";
import type { Faults } from "../storage-faults.ts";
import { assembleRecords } from "./assemble.ts";
import type { Records } from "./contract.ts";
import { createTransactions } from "./guard.ts";
import { pairInstallation, refuseSecondRecords } from "./installation-id.ts";
import { createKeeper, type Engine } from "./keeper.ts";
import { bringSchema, MIGRATIONS } from "./migrate.ts";
import { openPGlite, probeStorage } from "./pglite.ts";
import { pgliteBuilder, type PgliteClient, pgliteClient } from "./pglite-client.ts";
import { createTimed } from "./statement-budget.ts";
import { dropTemplate, readTemplate, writeTemplate } from "./template.ts";

/** The records embedded in the data directory: PostgreSQL in this process, on this thread. */
export async function openPgliteRecords(options: {
  dataDir: string;
  log: Log;
  migrations: string;
  faults?: Faults;
  beforeMigrating?: () => Promise<void>;
}): Promise<Records> {
  const { dataDir, log, migrations, faults = {}, beforeMigrating } = options;
  const dir = join(dataDir, "records");
  const told = { failed: (_client: PgliteClient, _code: string): void => undefined };
  const openClient = async (seed: Blob | null): Promise<PgliteClient> => {
    const late = { client: null as PgliteClient | null };
    const onFailure = (code: string) => {
      if (late.client !== null) told.failed(late.client, code);
    };
    late.client = pgliteClient(await openPGlite(dir, seed, { faults, onFailure }));
    return late.client;
  };
  const engine: Engine<PgliteClient> = { open: () => openClient(null), ready: () => probeStorage(dataDir, faults) };
  // Stands while a new database is made: one that was cut off half-way holds nothing of anybody's and is made anew.
  const making = join(dataDir, "records.making");
  if (existsSync(making)) rmSync(dir, { recursive: true, force: true });
  const fresh = !existsSync(dir);
  if (fresh) {
    refuseSecondRecords(dataDir);
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(making, "", { mode: 0o600, flush: true });
    mkdirSync(dir, { mode: 0o700 });
  }
  const client = fresh ? await openNew(dir, openClient) : await engine.open();
  try {
    const schemaVersion = await bringSchema({
      query: client.query,
      apply: () => migrate(drizzle({ client: client.pglite }), { migrationsFolder: migrations }),
      migrations,
      // A new database holds nothing, even where it began as the template.
      ...(beforeMigrating === undefined || fresh ? {} : { beforeMigrating }),
    });
    if (fresh && migrations === MIGRATIONS) await writeTemplate(migrations, client.pglite);
    rmSync(making, { force: true });
    await pairInstallation({ dataDir, query: client.query, embedded: true });
    const transactions = createTransactions();
    const keeper = createKeeper({ engine, client, log });
    told.failed = (broken, code) => keeper.failed(broken, code);
    if (client.fs.failed !== null) keeper.failed(client, client.fs.failed); // while nobody was told yet
    return assembleRecords({
      driver: "pglite",
      schemaVersion,
      keeper,
      db: pgliteBuilder(keeper, transactions, createTimed(log)),
      transactions,
    });
  } catch (error) {
    await client.close().catch(() => client.discard());
    throw error;
  }
}

/** A new database from the template; a template that does not open (another machine's, a cut-off copy) costs its time only. */
async function openNew(dir: string, openClient: (seed: Blob | null) => Promise<PgliteClient>): Promise<PgliteClient> {
  const template = readTemplate(MIGRATIONS);
  if (template !== null) {
    try {
      return await openClient(template);
    } catch {
      dropTemplate(MIGRATIONS);
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir, { mode: 0o700 });
    }
  }
  return openClient(null);
}
