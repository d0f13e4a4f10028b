import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Storage } from "../storage.ts";
import { copyRange } from "./copy-file.ts";
import type { DuckDBStore } from "./duckdb.ts";
import { storePath } from "./store-path.ts";

/**
 * A snapshot is a copy of the whole event store as it was at one position of the log: `snapshot-<position>.duckdb`, its
 * SHA-256 beside it. With it, the log in front of that position is not needed any more.
 */
export interface Snapshot {
  readonly position: number;
  readonly path: string;
}

const NAME = /^snapshot-(\d{16})\.duckdb$/;
const checksumPath = (path: string) => path.replace(/\.duckdb$/, ".sha256");
const folder = (dataDir: string) => join(dataDir, "events");

/** Newest first; a snapshot counts once its checksum stands beside it. */
export async function listSnapshots(storage: Storage, dataDir: string): Promise<Snapshot[]> {
  const names = await storage.list(folder(dataDir)).catch(() => []);
  const known = new Set(names);
  return names
    .filter((name) => NAME.test(name) && known.has(checksumPath(name)))
    .sort()
    .reverse()
    .map((name) => ({ position: Number(NAME.exec(name)?.[1]), path: join(folder(dataDir), name) }));
}

/** Writes a snapshot of the store, which stands at `position`; nothing is applied meanwhile. Older ones go. */
export async function writeSnapshot(options: {
  readonly storage: Storage;
  readonly dataDir: string;
  readonly store: DuckDBStore;
  readonly position: number;
}): Promise<void> {
  const { storage, dataDir, store, position } = options;
  const path = join(folder(dataDir), `snapshot-${String(position).padStart(16, "0")}.duckdb`);
  const unfinished = `${path}.unfinished`;
  try {
    const hash = createHash("sha256");
    await store.atRest(async (from) => {
      const bytes = (await storage.stat(from))?.bytes ?? 0;
      await copyRange(storage, { from, at: 0, bytes, to: unfinished, seen: (piece) => hash.update(piece) });
    });
    const checksum = await storage.open(checksumPath(path), "w");
    try {
      await checksum.write(Buffer.from(`${hash.digest("hex")}\n`));
      await checksum.sync();
    } finally {
      await checksum.close();
    }
    await storage.rename(unfinished, path);
    await storage.syncDirectory(folder(dataDir));
  } catch (error) {
    await storage.remove(unfinished).catch(() => undefined); // else the next snapshot removes it
    throw error;
  }
  await removeSnapshots(storage, dataDir, path);
}

/** Everything that is or was to become a snapshot goes, but the one that is kept. */
async function removeSnapshots(storage: Storage, dataDir: string, kept: string): Promise<void> {
  for (const name of await storage.list(folder(dataDir))) {
    const path = join(folder(dataDir), name);
    if (/^snapshot-\d+\./.test(name) && path !== kept && path !== checksumPath(kept)) await storage.remove(path);
  }
}

/** A snapshot that was checked and copied, and waits to be put in the store's place. */
export interface PreparedSnapshot extends Snapshot {
  putInPlace(): Promise<void>;
}

/** Copies and checks the newest whole snapshot at or behind a position. Null when there is none; nothing is changed yet. */
export async function prepareSnapshot(storage: Storage, dataDir: string, from: number): Promise<PreparedSnapshot | null> {
  const unfinished = `${storePath(dataDir)}.unfinished`;
  for (const snapshot of await listSnapshots(storage, dataDir)) {
    if (snapshot.position < from) continue;
    const bytes = (await storage.stat(snapshot.path))?.bytes ?? 0;
    const hash = createHash("sha256");
    await copyRange(storage, { from: snapshot.path, at: 0, bytes, to: unfinished, seen: (piece) => hash.update(piece) });
    const expected = await readText(storage, checksumPath(snapshot.path));
    if (expected.trim() !== hash.digest("hex")) continue;
    return {
      ...snapshot,
      async putInPlace() {
        await storage.rename(unfinished, storePath(dataDir));
        await storage.syncDirectory(folder(dataDir));
      },
    };
  }
  await storage.remove(unfinished);
  return null;
}

/**
 * Puts a file that holds only what is there now in the place of the store's, whose deleted rows would stay in it for a long time. The
 * caller has the store open and gets it back closed: it opens the file that lies there now.
 */
export async function rewriteStore(storage: Storage, dataDir: string, store: DuckDBStore): Promise<void> {
  const path = storePath(dataDir);
  const fresh = `${path}.rewritten`;
  for (const left of [fresh, `${fresh}.wal`]) await storage.remove(left);
  await store.rewriteTo(fresh);
  const file = await storage.open(fresh, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await store.close();
  // The engine's own log belongs to the file it stood beside: while there is one, that file is not whole.
  if ((await storage.stat(`${path}.wal`)) !== null) throw new Error("the event store did not come to rest");
  await storage.rename(fresh, path);
  await storage.remove(`${fresh}.wal`);
  await storage.syncDirectory(folder(dataDir));
}

/** Removes stores that were damaged and set aside; resolves with their number. */
export async function removeSetAside(storage: Storage, dataDir: string): Promise<number> {
  const aside = (await storage.list(folder(dataDir))).filter((name) => name.includes(".damaged-"));
  for (const name of aside) await storage.remove(join(folder(dataDir), name));
  return aside.length;
}

async function readText(storage: Storage, path: string): Promise<string> {
  const file = await storage.open(path, "r");
  try {
    const bytes = Buffer.alloc(await file.size());
    await file.read(bytes, 0);
    return bytes.toString();
  } finally {
    await file.close();
  }
}
