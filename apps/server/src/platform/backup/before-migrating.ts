import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { storePath } from "../events/store-path.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { readMigrations } from "./catalogue.ts";
import { countStreams, readEventSchema } from "./look-at-events.ts";
import { dumpRecords } from "./dump-records.ts";
import { openEmbedded, openServer, type Target } from "./open-target.ts";
import { filesUnder, sweepBackup } from "./stage.ts";
import { type BackupMade, type Content, writeFileSafely } from "./write-backup.ts";
import type { ContainerWriter, EntryMade } from "./write-container.ts";

export interface BeforeMigrating {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Number of the last step of the event store's tables that this version takes. */
  readonly eventSchema: number;
  /** UTC ms. */
  readonly now: number;
  /** Only tests have other migrations than the product's. */
  readonly migrations?: string;
}

/** Says which schemas the data directory is at or was backed up for: while it fits, no store is opened to find out. */
export const MARK = "schema";
const KEPT = 3;
const NAME = /^before-.+\.counterseat$/;
/** What matters of the event side while nobody has it open. */
const AT_REST = /^(?:events\/events\.duckdb(?:\.wal)?|log\/\d{16}\.log|log\/files\/[^/]+|uploads\/[^/]+)$/;

/**
 * Before this version changes the schema of an installation that an older one wrote, everything is written into
 * `backups/before-<schema>-<time>.counterseat`; the newest three stay. Called with the lock held and every store closed.
 * Resolves with the path, or null when nothing is about to change.
 * @throws when the backup cannot be written: then nothing may be migrated
 */
export async function backupBeforeMigrating(asked: BeforeMigrating): Promise<string | null> {
  const { dataDir, databaseUrl } = asked;
  sweepBackup(dataDir);
  const known = readMigrationFiles({ migrationsFolder: asked.migrations ?? MIGRATIONS });
  const mark = markOf(known, asked.eventSchema);
  const path = join(dataDir, MARK);
  const before = existsSync(path) ? readFileSync(path, "utf8") : null;
  const embedded = databaseUrl === null;
  if (embedded && before === mark) return null;
  const made = hasRecords(asked) ? await backupIfPending(asked, known.length) : null;
  if (before !== mark) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, mark, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
  return made?.file ?? null;
}

function hasRecords({ dataDir, databaseUrl }: BeforeMigrating): boolean {
  // A database that was never finished holds nothing of anybody's.
  return databaseUrl !== null || (existsSync(join(dataDir, "records")) && !existsSync(join(dataDir, "records.making")));
}

/** What stands in the mark: the last migration and the event store's last step. */
export function markOf(migrations: readonly { readonly hash: string }[], eventSchema: number): string {
  return `${migrations.at(-1)?.hash ?? ""} ${eventSchema}\n`;
}

async function backupIfPending(asked: BeforeMigrating, known: number): Promise<BackupMade | null> {
  const { dataDir, databaseUrl } = asked;
  const target = databaseUrl === null ? await openEmbedded(join(dataDir, "records"), false) : await openServer(databaseUrl);
  try {
    const ran = await target.transaction(readMigrations);
    if (ran.length === 0) return null; // a new database
    const step = await readEventSchema(storePath(dataDir));
    if (ran.length >= known && (step === null || step >= asked.eventSchema)) return null;
    const dir = join(dataDir, "backups");
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const time = new Date(asked.now).toISOString().replaceAll(/[-:]|\.\d+/g, "");
    const file = join(dir, `before-${String(known).padStart(4, "0")}-${time}.counterseat`);
    rmSync(file, { force: true }); // of the same second: a start that was cut off right behind it
    const made = await writeFileSafely(dataDir, file, (container) => contentAtRest(asked, container, target));
    await prune(dir);
    return made;
  } finally {
    await target.close();
  }
}

async function contentAtRest(asked: BeforeMigrating, container: ContainerWriter, target: Target): Promise<Content> {
  const { entries, ...known } = await target.transaction(async (query) => {
    await query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return dumpRecords(query, container);
  });
  const files: EntryMade[] = [];
  for (const name of await filesUnder(asked.dataDir)) {
    if (AT_REST.test(name)) files.push(await container.file(name, join(asked.dataDir, name), !name.startsWith("log/")));
  }
  return {
    ...known,
    migrations: [...known.migrations],
    sequences: [...known.sequences],
    created: new Date(asked.now).toISOString(),
    reason: "before-migrating",
    driver: asked.databaseUrl === null ? "pglite" : "postgresql",
    log: null,
    streams: await countStreams(storePath(asked.dataDir)),
    entries: [...entries, ...files],
  };
}

async function prune(dir: string): Promise<void> {
  const found: { name: string; at: number }[] = [];
  for (const name of await readdir(dir)) if (NAME.test(name)) found.push({ name, at: (await stat(join(dir, name))).mtimeMs });
  found.sort((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
  for (const { name } of found.slice(KEPT)) await rm(join(dir, name), { force: true });
}
