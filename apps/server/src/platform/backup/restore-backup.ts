import { hash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { CounterseatError } from "../errors.ts";
import { findRegister, registerFolder, writeRegister } from "../erasures/register.ts";
import type { Query } from "../records/contract.ts";
import { EVENT_SCHEMA } from "../events/schema-version.ts";
import { storePath } from "../events/store-path.ts";
import { takeLock } from "../lock.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { MARK, markOf } from "./before-migrating.ts";
import { buildSchema, isNewest, migrationsOf } from "./build-schema.ts";
import { readMigrations } from "./catalogue.ts";
import { countStreams } from "./look-at-events.ts";
import { damaged } from "./format.ts";
import { completeTables, fillTable, holdsContent, prepareTables } from "./load-records.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { openEmbedded, openServer, type Target } from "./open-target.ts";
import { type Container, openContainer } from "./read-container.ts";
import { CONTENT, moveIntoPlace, READY, RESTORING, settleRestore, syncDirectory } from "./settle-restore.ts";

export interface RestoreAsked {
  /** Path of the backup. */
  readonly file: string;
  /** An empty directory, or one that does not exist. */
  readonly dataDir: string;
  /** An empty PostgreSQL database for the records; null keeps them in the data directory. */
  readonly databaseUrl: string | null;
  /** A register of erasures to bring along, beside those that lie with the backup and in the data directory. */
  readonly erasures?: string | null;
}

/** What may lie in a directory that is empty for our purposes. */
const HARMLESS = /^(?:lock(?:\..*)?|backups|restoring(?:\.done)?|lost\+found)$/;
/** Event files and uploads: nothing else is written, and nothing outside of the data directory. */
const FILE = /^(?:log|events|uploads)(?:\/[\w-][\w.-]*)+$/;

/**
 * Restores a backup into an empty data directory, and an empty database where one is given. The whole file is checked
 * before anything is written, every table is compared with the backup before it counts, and nothing gets its final name
 * before all of it is on disk. Cut off at any moment, the directory is recognised as half restored, and the same call
 * again completes it.
 * @throws invalid for a damaged backup or one of another schema, conflict when the target is not empty or in use
 */
export async function restoreBackup(asked: RestoreAsked): Promise<Manifest> {
  const container = await openContainer(asked.file);
  try {
    const manifest = parseManifest(container.manifest);
    migrationsOf(manifest); // these refuse before anything is touched
    assertNames(manifest);
    const lock = takeLock(asked.dataDir);
    try {
      await bringRegister(asked, manifest);
      await restoreInto(asked, container, manifest);
      return manifest;
    } finally {
      lock.release();
    }
  } finally {
    await container.close();
  }
}

async function restoreInto(asked: RestoreAsked, container: Container, manifest: Manifest): Promise<void> {
  const { dataDir, databaseUrl } = asked;
  const dir = join(dataDir, RESTORING);
  const again = existsSync(dir);
  const ready = join(dir, READY);
  const name = hash("sha256", container.manifest);
  if (existsSync(ready)) {
    const before = readFileSync(ready, "utf8");
    settleRestore(dataDir); // it was whole
    if (before === name) return;
  }
  assertEmpty(dataDir);
  rmSync(dir, { recursive: true, force: true });
  const content = join(dir, CONTENT);
  mkdirSync(content, { recursive: true, mode: 0o700 });
  syncDirectory(dataDir);
  const target = databaseUrl === null ? await openEmbedded(join(content, "records"), isNewest(manifest)) : await openServer(databaseUrl);
  try {
    await fill({ target, shared: databaseUrl !== null, again, container, manifest, content });
  } finally {
    await target.close();
  }
  if (manifest.installation !== null) writeFileSync(join(content, "installation"), manifest.installation, { mode: 0o600, flush: true });
  // The backup is the one that would be made before its schema is changed.
  writeFileSync(join(content, MARK), markOf(readMigrationFiles({ migrationsFolder: MIGRATIONS }), EVENT_SCHEMA), {
    mode: 0o600,
    flush: true,
  });
  syncDirectory(content);
  writeFileSync(ready, name, { mode: 0o600, flush: true });
  syncDirectory(dir);
  moveIntoPlace(dataDir);
}

/** Puts what the registers know where the next start looks for it. First of all: a restore that is cut off must not lose it. */
async function bringRegister({ file, dataDir, erasures = null }: RestoreAsked, { installation }: Manifest): Promise<void> {
  if (installation === null) return;
  const own = registerFolder(dataDir);
  const found = findRegister(installation, { folders: [dirname(resolve(file)), own], file: erasures });
  if (found.erasures.length + found.retired.length > 0) await writeRegister(own, installation, found);
}

interface Fill {
  readonly target: Target;
  /** The database is a server's, which may hold something already. */
  readonly shared: boolean;
  /** A restore into this directory was cut off before. */
  readonly again: boolean;
  readonly container: Container;
  readonly manifest: Manifest;
  readonly content: string;
}

/** Reads the backup once, in its order: tables into the database, files beside it. The database commits last. */
function fill({ target, shared, again, container, manifest, content }: Fill): Promise<void> {
  return target.transaction(async (query) => {
    // The restore that was cut off may have come to its commit: then the rows are there already.
    const filled = shared && !(await isVacant(query));
    if (filled && !(again && (await holdsContent(query, manifest)))) {
      throw new CounterseatError("conflict", "The database of DATABASE_URL is not empty.", {
        fix: "Restore into a new database: createdb NAME, and let DATABASE_URL point at it.",
      });
    }
    if ((await readMigrations(query)).length === 0) await buildSchema(query, migrationsOf(manifest));
    const filling = filled ? null : await prepareTables(query, manifest);
    const tables = new Map(manifest.tables.map((table) => [table.entry, table]));
    const expected = manifest.entries.values();
    for await (const entry of container.entries()) {
      if (expected.next().value?.name !== entry.name) throw damaged("its entries are not those of its manifest");
      const table = tables.get(entry.name);
      if (table === undefined) await writeFileOf(content, entry.name, entry.content);
      else if (filling === null) await skip(entry.content);
      else await fillTable(query, table, entry.content);
    }
    if (expected.next().done !== true) throw damaged("an entry is missing");
    await assertStreams(content, manifest);
    if (filling !== null) await completeTables(query, filling, manifest);
  });
}

/** Whatever a backup says of itself, it writes tables and files of ours, and nothing outside of the data directory. */
function assertNames(manifest: Manifest): void {
  const tables = new Set(manifest.tables.map((table) => table.entry));
  if (!manifest.entries.every(({ name }) => tables.has(name) || FILE.test(name))) throw damaged("it holds a file of no known kind");
}

/** Whether a directory is one to restore into: not there, or without anything of an installation. */
export function isUnused(dataDir: string): boolean {
  return !existsSync(dataDir) || readdirSync(dataDir).every((name) => HARMLESS.test(name));
}

function assertEmpty(dataDir: string): void {
  const found = readdirSync(dataDir).find((name) => !HARMLESS.test(name));
  if (found === undefined) return;
  throw new CounterseatError("conflict", `${dataDir} is not empty: it holds ${found}.`, {
    fix: "Restore into a new directory (--data-dir DIR), or move what is there away first. Nothing was changed.",
  });
}

async function isVacant(query: Query): Promise<boolean> {
  const rows = await query(
    `SELECT count(*)::int AS n FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_t%' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
  );
  return Number(rows[0]?.["n"]) === 0;
}

async function writeFileOf(content: string, name: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const path = join(content, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, "wx", 0o600);
  try {
    for await (const part of bytes) {
      for (let at = 0; at < part.length;) at += (await handle.write(part, at, part.length - at)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  syncDirectory(dirname(path));
}

async function skip(bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of bytes) continue;
}

/** The event store opens as a file, and holds what it held. */
async function assertStreams(content: string, manifest: Manifest): Promise<void> {
  if (manifest.streams === null) return;
  const found = await countStreams(storePath(content));
  if (JSON.stringify(found) !== JSON.stringify(manifest.streams)) throw damaged("its event store does not hold the rows it should");
}
