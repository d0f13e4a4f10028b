import { join } from "node:path";
import { openStorage, type Storage } from "../storage.ts";
import { type DuckDBStore, openDuckDB, type OpenDuckDB } from "./duckdb.ts";
import { StoreFailure } from "./duckdb-writer.ts";
import { listSegments } from "./log-segments.ts";
import { listSnapshots, prepareSnapshot } from "./snapshots.ts";
import { storePath } from "./store-path.ts";

/** Neither the store nor what it could be built from again is there. */
export class StoreLost extends Error {}

export interface Rebuilt {
  /** Position from which the log is applied again. */
  readonly from: number;
  /** Where the damaged store lies now; null when it was missing. */
  readonly setAside: string | null;
}

/**
 * Opens the event store. One that is missing or damaged is built again, from the newest snapshot and the log behind it, or
 * from the whole log; the damaged file is set aside, never deleted.
 * @throws StoreLost when neither reaches, StoreTooNew, StoreFailure
 */
export async function openEventStore(
  options: OpenDuckDB & { readonly storage?: Storage; /** What the store said of itself before. */ readonly damaged?: boolean },
): Promise<{ store: DuckDBStore; rebuilt: Rebuilt | null }> {
  const storage = options.storage ?? openStorage(options.faults);
  const path = storePath(options.dataDir);
  const isThere = (await storage.stat(path)) !== null;
  if (!isThere) {
    const from = await rebuild(storage, options.dataDir, null);
    return { store: await openDuckDB(options), rebuilt: from };
  }
  if (options.damaged !== true) {
    try {
      return { store: await openDuckDB(options), rebuilt: null };
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.code !== "damaged") throw error;
    }
  }
  const rebuilt = await rebuild(storage, options.dataDir, path);
  return { store: await openDuckDB(options), rebuilt };
}

/** Null when there was nothing yet: an empty log and no snapshot. Nothing is touched where nothing can be built. */
async function rebuild(storage: Storage, dataDir: string, damaged: string | null): Promise<Rebuilt | null> {
  await storage.makeDirectory(join(dataDir, "log"));
  const begins = (await listSegments(storage, join(dataDir, "log")))[0]?.first ?? null;
  if (damaged === null && begins === null && (await listSnapshots(storage, dataDir)).length === 0) return null;
  const snapshot = await prepareSnapshot(storage, dataDir, (begins ?? 1) - 1);
  if (snapshot === null && begins !== 1) {
    throw new StoreLost(
      damaged === null
        ? "the event store is missing, and neither a snapshot nor the ingest log reaches back to its beginning"
        : "the event store is damaged, and neither a snapshot nor the ingest log reaches back to its beginning",
    );
  }
  const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
  // The engine's own log belongs to the file it stood beside: it must not be applied to another.
  for (const file of [storePath(dataDir), `${storePath(dataDir)}.wal`])
    if ((await storage.stat(file)) !== null) await storage.rename(file, `${file}.damaged-${time}`);
  await snapshot?.putInPlace();
  return { from: snapshot?.position ?? 0, setAside: damaged === null ? null : `${damaged}.damaged-${time}` };
}
