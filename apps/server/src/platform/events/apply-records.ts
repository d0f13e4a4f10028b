import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { storageCode } from "../storage.ts";
import { type Applier, type Appliers, type ApplyMany, type SmallRecord, Stopped } from "./applier.ts";
import { type Applied, type EventStore, type Message, NOTHING_APPLIED } from "./contract.ts";
import { StoreFailure } from "./duckdb-writer.ts";
import type { LogFiles } from "./log-files.ts";
import type { LogHeader } from "./log-record.ts";
import type { MessageHash } from "./message-memory.ts";

/** A record that waits to be applied, its payload in the clear. */
export interface Pending {
  readonly header: LogHeader;
  readonly payload: Buffer | null;
  readonly key: Uint8Array | null;
  /** The appender's own copy of the record's file, in the clear. */
  readonly path: string | null;
  /** Of its message, where it is told once. */
  readonly hash: MessageHash | null;
  /** Its message was never told before: whoever appended it knows. */
  readonly surelyNew: boolean;
  /** Why its payload cannot be read; null where it can. */
  readonly unreadable: string | null;
}

export interface ApplyRecords {
  readonly appliers: Appliers;
  readonly store: EventStore;
  readonly files: LogFiles;
  readonly dataDir: string;
  /** Throws `Stopped` when the server stops. */
  readonly progress: (importId: string | null, share: number, rows: number) => void;
  /** Told after each transaction. */
  readonly applied: (told: { position: number; import: string | null; result: Applied; failed: number[] }) => void;
}

/** Files in the clear while they are applied: `taken-<position>` in the data directory. */
export const TAKEN = "taken-";

export const isMany = (applier: Applier | undefined): applier is ApplyMany => typeof applier === "object";

/** Whether a failure says nothing about the record: it stays to be applied. */
function isNotTheRecords(error: unknown): boolean {
  return error instanceof Stopped || error instanceof StoreFailure || storageCode(error) !== null;
}

const isForgotten = (record: Pending) => record.header.keyId !== null && record.key === null && record.unreadable === null;

function messageOf({ header, hash, surelyNew }: Pending, lasting: boolean): Message | null {
  if (hash === null) return null;
  return { hash, at: header.at, lasting, surelyNew: surelyNew && !lasting };
}

/** Applies a record in a transaction of its own. Its own failure is stored as its result and stops nothing. */
export async function applySingle(side: ApplyRecords, record: Pending): Promise<void> {
  const { store, files, dataDir } = side;
  const { header, key } = record;
  const importId = typeof header.settings["import"] === "string" ? header.settings["import"] : null;
  const messages = [messageOf(record, true)];
  const progress = (share: number, rows: number) => side.progress(importId, share, rows);
  const own = join(dataDir, `${TAKEN}${header.seq}`);
  let result: Applied;
  try {
    if (record.unreadable !== null) throw new Error(record.unreadable);
    let file: string | null = null;
    if (header.file !== null && key !== null) {
      const given = record.path !== null && existsSync(record.path) ? record.path : null;
      file = given ?? own;
      if (given === null) await files.take(header.file, key, own);
    }
    const applier: Applier | undefined = side.appliers[header.type];
    const step = { position: header.seq, import: importId, checksum: header.file?.sha256 ?? null, messages };
    result = await store.apply(step, async (apply) => {
      if (isForgotten(record)) return NOTHING_APPLIED; // its key was destroyed: the record counts, its content is gone
      if (applier === undefined || isMany(applier)) throw new Error(`no applier for log records of type ${header.type}`);
      return applier({ apply, record, payload: record.payload, file, progress });
    });
  } catch (error) {
    await rm(own, { force: true });
    if (isNotTheRecords(error)) throw error;
    result = await storeFailure(side, { record, importId, messages, error });
  }
  for (const path of [own, record.path]) if (path !== null) await rm(path, { force: true });
  side.applied({ position: header.seq, import: importId, result, failed: [] });
}

/** A record that cannot be applied must not stop those behind it: its failure is its result. */
function storeFailure(
  side: ApplyRecords,
  { record, importId, messages, error }: { record: Pending; importId: string | null; messages: (Message | null)[]; error: unknown },
): Promise<Applied> {
  const message = error instanceof Error ? error.message : String(error);
  const step = { position: record.header.seq, import: importId, checksum: null, messages };
  return side.store.apply(step, () => Promise.resolve({ ...NOTHING_APPLIED, error: message }));
}

/** Applies a run of small records in one transaction; halves it where one of them cannot be applied. */
export async function applyRun(side: ApplyRecords, run: readonly Pending[]): Promise<void> {
  const last = run.at(-1);
  if (last === undefined) return;
  const messages = run.map((record) => messageOf(record, false));
  const failed: number[] = [];
  const step = { position: last.header.seq, import: null, checksum: null, messages };
  let result: Applied;
  try {
    result = await side.store.apply(step, async (apply, known) => {
      const readable = run.filter((record, i) => !known.has(i) && !isForgotten(record));
      for (const record of readable) if (record.unreadable !== null) failed.push(record.header.seq);
      const fresh = readable.filter((record) => record.unreadable === null);
      for (const { applier, records } of byKind(side.appliers, fresh)) await applier.many({ apply, records });
      return { ...NOTHING_APPLIED, read: run.length, accepted: fresh.length, alreadyKnown: known.size };
    });
  } catch (error) {
    if (isNotTheRecords(error)) throw error;
    if (run.length > 1) {
      const middle = run.length >> 1;
      await applyRun(side, run.slice(0, middle));
      return applyRun(side, run.slice(middle));
    }
    failed.push(last.header.seq);
    result = await side.store.apply(step, () => Promise.resolve(NOTHING_APPLIED));
  }
  side.applied({ position: last.header.seq, import: null, result, failed });
}

/** Neighbours of one kind together, so that the order of the log stays. */
function byKind(appliers: Appliers, run: readonly Pending[]): { applier: ApplyMany; records: SmallRecord[] }[] {
  const groups: { type: string; applier: ApplyMany; records: SmallRecord[] }[] = [];
  for (const record of run) {
    const { header } = record;
    const group = groups.at(-1);
    if (group !== undefined && group.type === header.type) {
      group.records.push(record);
      continue;
    }
    const applier = appliers[header.type];
    if (!isMany(applier)) throw new Error(`no applier for log records of type ${header.type}`);
    groups.push({ type: header.type, applier, records: [record] });
  }
  return groups;
}
