import { inArray } from "drizzle-orm";
import { type Compute, openCompute } from "./compute.ts";
import type { Config } from "./config.ts";
import { type Events, openEvents } from "./events/client.ts";
import { takeLock } from "./lock.ts";
import type { Log } from "./log.ts";
import type { Records } from "./records/contract.ts";
import { openRecords } from "./records/open.ts";
import { logKey } from "./records/tables.ts";
import type { Faults } from "./storage-faults.ts";

/** What an application stands on, open: knows no slice, so that it can open while the slices are still being loaded. */
export interface Stores {
  readonly config: Config;
  readonly log: Log;
  readonly records: Records;
  readonly events: Events;
  readonly compute: Compute;
  close(): Promise<void>;
}

/** A thread starts with `boot`, which loads `entry`. */
export interface Thread {
  readonly boot: URL;
  readonly entry: URL;
}
export interface Threads {
  readonly events: Thread;
  readonly compute: Thread;
}

interface Closable {
  close(): Promise<void>;
}

export interface OpenStores {
  readonly config: Config;
  readonly log: Log;
  readonly threads: Threads;
  /** Runs with the lock held, before any store is opened. When it throws, none is. */
  readonly before?: () => Promise<void>;
  /** Only tests make the disk fail, for the one store or the other (`createFaults` in storage.ts). */
  readonly faults?: { readonly records?: Faults; readonly events?: SharedArrayBuffer };
}

/** Takes the lock of the data directory, then opens the stores. A failure closes what was opened. */
export async function openStores(options: OpenStores): Promise<Stores> {
  const { config, log, threads, faults = {} } = options;
  const lock = takeLock(config.dataDir);
  const opened: Closable[] = [];
  const close = async () => {
    try {
      for (const store of opened.toReversed()) await store.close();
    } finally {
      lock.release();
    }
  };
  try {
    await options.before?.();
    // Both at once: one compiles on this thread while the other starts its own.
    const recordsOpening = openRecords({
      dataDir: config.dataDir,
      databaseUrl: config.databaseUrl,
      log,
      ...(faults.records === undefined ? {} : { faults: faults.records }),
    });
    const eventsOpening = openEvents({
      dataDir: config.dataDir,
      thread: threads.events,
      keys: async (ids) => readKeys(await recordsOpening, ids),
      log,
      ...(faults.events === undefined ? {} : { faults: faults.events }),
    });
    await Promise.allSettled([recordsOpening.then((store) => opened.push(store)), eventsOpening.then((store) => opened.push(store))]);
    const [records, events] = await Promise.all([recordsOpening, eventsOpening]);
    const compute = openCompute(threads.compute);
    // Events first: replaying asks the records for keys until it has closed.
    opened.splice(0, opened.length, records, compute, events);
    return { config, log, records, events, compute, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

async function readKeys(records: Records, ids: readonly string[]): Promise<Record<string, Uint8Array | null>> {
  const rows = await records.db
    .select({ id: logKey.id, key: logKey.key })
    .from(logKey)
    .where(inArray(logKey.id, [...ids]));
  return Object.fromEntries(rows.map((row) => [row.id, row.key]));
}
