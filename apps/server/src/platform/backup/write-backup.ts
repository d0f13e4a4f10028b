import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { link, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CounterseatError } from "../errors.ts";
import type { Events } from "../events/client.ts";
import { storePath } from "../events/store-path.ts";
import type { Records } from "../records/contract.ts";
import { countStreams } from "./look-at-events.ts";
import { type Dumped, dumpRecords } from "./dump-records.ts";
import type { Manifest } from "./manifest.ts";
import { syncDirectory } from "./settle-restore.ts";
import { codeOf, filesUnder, linkFiles, openStage, PART } from "./stage.ts";
import { type ContainerWriter, createContainer, type EntryMade } from "./write-container.ts";

export interface BackupAsked {
  readonly records: Pick<Records, "snapshot" | "driver">;
  readonly events: Pick<Events, "copyTo">;
  readonly dataDir: string;
  /** Path of the file to write; must not exist. */
  readonly file: string;
  /** UTC ms. */
  readonly now: number;
}

export interface BackupMade {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

const PRODUCT: string = (
  JSON.parse(readFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), "utf8")) as { version: string }
).version;

const writing = new Set<string>();

/**
 * Writes everything of an installation into one file while it is used. The file appears under its name when it is whole
 * and on disk, and never replaces another.
 * @throws conflict when the file exists or another backup is being written, invalid when it cannot be written there
 */
export async function writeBackup(asked: BackupAsked): Promise<BackupMade> {
  const { dataDir } = asked;
  if (writing.has(dataDir)) {
    throw new CounterseatError("conflict", "A backup is being written already.", { fix: "Wait until it is done, then ask again." });
  }
  writing.add(dataDir);
  try {
    return await writeFileSafely(dataDir, asked.file, async (container, stage) => {
      const captured = await capture(asked, container, stage);
      return { ...captured, driver: asked.records.driver, reason: "asked", created: new Date(asked.now).toISOString() };
    });
  } finally {
    writing.delete(dataDir);
  }
}

/** What `fill` knows of the content; entries of files are added by it, too. */
export type Content = Omit<Manifest, "product">;

/** Gives a file that `fill` writes its name once it is whole. Whatever fails leaves nothing behind. */
export async function writeFileSafely(
  dataDir: string,
  path: string,
  fill: (container: ContainerWriter, stage: string) => Promise<Content>,
): Promise<BackupMade> {
  const file = resolve(path);
  if (existsSync(file)) throw exists(file);
  const part = `${file}.${randomUUID().slice(0, 8)}${PART}`;
  const stage = await openStage(dataDir, part);
  try {
    const container = await createContainer(part);
    try {
      const manifest: Manifest = { product: PRODUCT, ...(await fill(container, stage.dir)) };
      const bytes = await container.finish(Buffer.from(JSON.stringify(manifest)));
      await giveName(part, file);
      return { file, bytes, manifest };
    } finally {
      await container.close();
      await rm(part, { force: true });
    }
  } catch (error) {
    throw inWords(error, file);
  } finally {
    stage.clear();
  }
}

/** A link is refused when the name is taken, a rename would replace what is there. */
async function giveName(part: string, file: string): Promise<void> {
  await link(part, file).catch(async (error: unknown) => {
    if (codeOf(error) === "EEXIST" || existsSync(file)) throw exists(file);
    await rename(part, file); // a file system without links
  });
  syncDirectory(dirname(file));
}

/**
 * One moment of both stores. While appends are held back for an instant, the copy of the event side gets its end and the
 * records' snapshot is opened; then everybody goes on, and the two are written at leisure. So every key that a copied log
 * record needs is in the snapshot, and everything the snapshot says was appended is in the copy.
 */
async function capture(
  asked: BackupAsked,
  container: ContainerWriter,
  stage: string,
): Promise<Omit<Content, "driver" | "reason" | "created">> {
  const { events, records, dataDir } = asked;
  const copy = join(stage, "copy");
  const dumping: Promise<Dumped>[] = [];
  const copying = events.copyTo(
    copy,
    () =>
      new Promise<void>((go, fail) => {
        const dumped = records.snapshot(async (query) => {
          await query("SELECT 1 FROM installation LIMIT 1"); // a snapshot shows the moment of its first look at a table
          await linkFiles(join(dataDir, "uploads"), join(copy, "uploads"));
          go();
          return dumpRecords(query, container);
        });
        dumped.catch(fail);
        dumping.push(dumped);
      }),
  );
  const [copied, dumped] = [await settled(copying), await settled(Promise.all(dumping))]; // neither is left behind when one fails
  const log = valueOf(copied);
  const rows = valueOf(dumped)[0];
  if (rows === undefined) throw new Error("the moment of the backup never came");
  const { entries, ...known } = rows;
  const files = await addFiles(container, copy);
  return {
    ...known,
    migrations: [...known.migrations],
    sequences: [...known.sequences],
    log,
    streams: await countStreams(storePath(copy)),
    entries: [...entries, ...files],
  };
}

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([work]);
  return result;
}

function valueOf<T>(result: PromiseSettledResult<T>): T {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

/** Adds every file under a folder. The log's content is encrypted and does not pack. */
export async function addFiles(container: ContainerWriter, dir: string): Promise<EntryMade[]> {
  const made: EntryMade[] = [];
  for (const name of await filesUnder(dir)) made.push(await container.file(name, join(dir, name), !name.startsWith("log/")));
  return made;
}

function exists(file: string): CounterseatError {
  return new CounterseatError("conflict", `${file} exists already.`, { fix: "Give the backup another name; none is ever written over." });
}

function inWords(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    return new CounterseatError("internal", `There is no room for the backup ${file}; nothing of it was kept.`, {
      fix: "Free some space, or write it to another disk. The data directory needs room for a copy of its event store meanwhile.",
    });
  }
  if (code !== null && /^(?:EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|ENAMETOOLONG)$/.test(code)) {
    return new CounterseatError("invalid", `The backup cannot be written to ${file} (${code}).`, {
      fix: "Name a file in an existing folder that the user of the server may write to.",
    });
  }
  return error;
}
