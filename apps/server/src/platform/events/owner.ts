import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { type Applied, type Apply, NOTHING_APPLIED } from "./contract.ts";
import { openDuckDB } from "./duckdb.ts";
import { decryptPayload, type LogRecord, openIngestLog } from "./ingest-log.ts";
import type { FromOwner, ToOwner } from "./messages.ts";

/** Applies one kind of log record. Runs in the owner thread; sees the record, its payload or file, and the apply verbs. */
export type Applier = (task: {
  readonly apply: Apply;
  readonly record: LogRecord;
  readonly payload: Buffer | null;
  /** Path of the record's file in the clear, for as long as the applier runs. */
  readonly file: string | null;
  readonly progress: (share: number, rows: number) => void;
}) => Promise<Applied>;

/** What the appender knew of a record, so that applying it need not ask again. */
interface Ready {
  readonly key: Uint8Array | null;
  readonly path: string | null;
}

/** Files in the clear while they are applied: `taken-<position>` in the data directory. */
const TAKEN = "taken-";

/** Says that a record was not applied and stays to be: no result of it may be stored. */
class Stopped extends Error {}

/**
 * The owner thread: the only opener of the ingest log and of the event store. It syncs what it is sent, answers, applies
 * in order of the log, and serves reads meanwhile. After a crash it replays from the position the store holds.
 */
export async function ownEvents(appliers: Readonly<Record<string, Applier>>): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("ownEvents runs in a worker thread only");
  const { dataDir, memory } = workerData as { dataDir: string; memory?: string };
  const send = (message: FromOwner) => port.postMessage(message);
  const store = await openDuckDB({ dataDir, ...(memory === undefined ? {} : { memory }) });
  let applied = await store.position();
  const log = await openIngestLog({ dataDir, applied });
  // A crash while a file was applied leaves it lying in the clear.
  for (const name of await readdir(dataDir)) if (name.startsWith(TAKEN)) await rm(join(dataDir, name), { force: true });
  const keysAsked = new Map<number, (keys: Record<string, Uint8Array | null> | null) => void>();
  let asked = 0;
  /** The key, or null when it was destroyed. @throws when nobody can tell */
  async function keyOf(id: string): Promise<Uint8Array | null> {
    const keys = await new Promise<Record<string, Uint8Array | null> | null>((resolve) => {
      keysAsked.set(++asked, resolve);
      send({ kind: "keys", ask: asked, ids: [id] });
    });
    if (keys === null) throw new Stopped("the keys of the ingest log could not be read");
    const key = keys[id];
    if (key === undefined) throw new Error("the key of this record is not known here");
    return key;
  }

  let closing = false;
  let queue: Promise<void> = Promise.resolve();
  /** A failure to store anything at all ends the thread: going on would skip the record. The next start replays it. */
  const applyThrough = (position: number, ready: ReadonlyMap<number, Ready>): void => {
    queue = queue.then(async () => {
      for await (const record of log.read(applied)) {
        if (closing || record.header.seq > position) break;
        await applyRecord(record, ready.get(record.header.seq));
      }
    });
    queue.catch((error: unknown) => {
      if (!closing) throw error;
    });
  };

  async function applyRecord(record: LogRecord, ready: Ready | undefined): Promise<void> {
    const { header } = record;
    const importId = typeof header.settings["import"] === "string" ? header.settings["import"] : null;
    const checksum = header.file?.sha256 ?? null;
    const progress = (share: number, rows: number) => {
      if (closing) throw new Stopped("the server stops; this record is applied after the next start");
      send({ kind: "progress", import: importId, share, rows });
    };
    let taken: string | null = null;
    let result: Applied;
    try {
      const key = header.keyId === null ? null : (ready?.key ?? (await keyOf(header.keyId)));
      if (header.file !== null && key !== null) {
        taken = ready?.path ?? join(dataDir, `${TAKEN}${header.seq}`);
        if (ready?.path === undefined || ready.path === null) await log.takeFile(header.file, key, taken);
      }
      const forgotten = header.keyId !== null && key === null;
      const payload = record.payload.length === 0 || key === null ? null : decryptPayload(record, key);
      result = await store.apply(header.seq, importId, checksum, async (apply) => {
        if (forgotten) return NOTHING_APPLIED; // its key was destroyed: the record counts, its content is gone
        const applier = appliers[header.type];
        if (applier === undefined) throw new Error(`no applier for log records of type ${header.type}`);
        return applier({ apply, record, payload, file: taken, progress });
      });
    } catch (error) {
      if (error instanceof Stopped) throw error;
      // A record that cannot be applied must not stop those behind it: its failure is its result.
      const message = error instanceof Error ? error.message : String(error);
      result = await store.apply(header.seq, importId, null, () => Promise.resolve({ ...NOTHING_APPLIED, error: message }));
    } finally {
      if (taken !== null) await rm(taken, { force: true });
    }
    applied = header.seq;
    send({ kind: "applied", position: applied, import: importId, result });
  }

  port.on("message", (message: ToOwner) => {
    void answer(message).catch((error: unknown) => {
      if ("ask" in message)
        send({ kind: "answer", ask: message.ask, error: error instanceof Error ? error.message : String(error), value: null });
    });
  });

  async function answer(message: ToOwner): Promise<void> {
    if (message.kind === "keys") {
      keysAsked.get(message.ask)?.(message.keys);
      keysAsked.delete(message.ask);
      return;
    }
    send({ kind: "answer", ask: message.ask, error: null, value: await carryOut(message) });
  }

  async function carryOut(message: Exclude<ToOwner, { kind: "keys" }>): Promise<unknown> {
    switch (message.kind) {
      case "append": {
        const records = [];
        const ready = new Map<number, Ready>();
        for (const { path, ...record } of message.records) {
          const file = path === null || record.key === null ? undefined : await log.keepFile(path, record.messageId, record.key);
          records.push({ ...record, ...(file === undefined ? {} : { file }) });
        }
        const position = await log.append(records);
        message.records.forEach((record, i) =>
          ready.set(position - message.records.length + 1 + i, { key: record.key, path: record.path }),
        );
        applyThrough(position, ready);
        return position;
      }
      case "scan":
        return store.scan(message.query);
      case "countBy":
        return store.countBy(message.query);
      case "distinct":
        return store.distinct(message.query);
      case "result":
        return store.result(message.import);
      case "refused":
        return store.refusedRows(message.import);
      case "position":
        return { applied, last: log.last };
      case "close":
        closing = true;
        for (const give of keysAsked.values()) give(null);
        await queue.catch(() => undefined);
        await store.close();
        await log.close();
        return null;
    }
  }

  send({ kind: "ready", applied, last: log.last, cut: log.cut });
  applyThrough(log.last, new Map());
}
