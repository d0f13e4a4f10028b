import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { openStorage, storageCode } from "../storage.ts";
import { type Appliers, Stopped } from "./applier.ts";
import { createAppend } from "./append-records.ts";
import { TAKEN } from "./apply-records.ts";
import { Broken } from "./broken.ts";
import { copyRange } from "./copy-file.ts";
import { WEEK } from "./duckdb.ts";
import { StoreTooNew } from "./duckdb-schema.ts";
import { StoreFailure } from "./duckdb-writer.ts";
import { type EventSide, runEventSide } from "./event-side.ts";
import { openIngestLog } from "./ingest-log.ts";
import { createMessageMemory } from "./message-memory.ts";
import type { FromOwner, OwnerSettings, ToOwner } from "./messages.ts";
import { openEventStore, StoreLost } from "./open-store.ts";
import { createPendingRecords } from "./pending-records.ts";
import { listSnapshots } from "./snapshots.ts";
import { writeFigures } from "./stats.ts";
import { storePath } from "./store-path.ts";

export type { Applier } from "./applier.ts";

/** Messages read in at opening: as many as are remembered for certain. */
const REMEMBERED = 1_000_000;

/** A thread that failed ends after so long, also when something in it never comes to an end, ms. */
const LONGEST_END = 30_000;

type Ask = Exclude<ToOwner, { kind: "keys" }>;

/**
 * The owner thread: the only opener of the ingest log and of the event store. It syncs what it is sent, answers, applies
 * in order of the log, and serves reads meanwhile. After a crash it replays from the position the store holds; when the
 * disk fails it refuses appends, mends itself in place, and goes on.
 */
export async function ownEvents(appliers: Appliers): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error("ownEvents runs in a worker thread only");
  const settings = workerData as OwnerSettings; // given by client.ts
  const send = (message: FromOwner) => port.postMessage(message);
  let owner: Owner;
  try {
    owner = await openOwner(appliers, settings, send);
  } catch (error) {
    const [message, fix] = refusalOf(error);
    send({ kind: "refused", message, fix });
    throw error;
  }
  const { side } = owner;
  port.on("message", (message: ToOwner) => {
    if (message.kind === "keys") return owner.keysCame(message.ask, message.keys);
    owner.carryOut(message).then(
      (value) => send({ kind: "answer", ask: message.ask, error: null, value }),
      (error: unknown) => {
        const unavailable = error instanceof Broken || error instanceof StoreFailure || storageCode(error) !== null;
        send({
          kind: "answer",
          ask: message.ask,
          error: { message: error instanceof Error ? error.message : String(error), unavailable },
          value: null,
        });
      },
    );
  });
  // The engine's own threads must be idle when this one ends: they would take the whole process along.
  const end = (error: unknown) => {
    const fields = { kind: error instanceof Error ? error.name : typeof error };
    send({ kind: "said", level: "error", fields, text: "the event thread failed and ends" });
    setTimeout(() => process.exit(1), LONGEST_END).unref();
    void side.stop().finally(() => process.exit(1));
  };
  process.once("uncaughtException", end);
  process.once("unhandledRejection", end);
}

function refusalOf(error: unknown): [message: string, fix: string | null] {
  if (error instanceof StoreTooNew)
    return ["The event store was written by a later version.", "Start the version that wrote it, or restore a backup of this one."];
  if (error instanceof StoreLost) return [`In the data directory ${error.message}.`, "Restore a backup."];
  if (error instanceof StoreFailure && error.code === "held")
    return ["The event store is still open in this process.", "Start the process again."];
  return [error instanceof Error ? error.message : String(error), null];
}

interface Owner {
  readonly side: EventSide;
  carryOut(message: Ask): Promise<unknown>;
  keysCame(ask: number, keys: Record<string, Uint8Array | null> | null): void;
}

async function openOwner(appliers: Appliers, settings: OwnerSettings, tell: (message: FromOwner) => void): Promise<Owner> {
  const { dataDir } = settings;
  const storage = openStorage(settings.faults);
  const { store, rebuilt } = await openEventStore({ ...settings, storage });
  const memory = createMessageMemory();
  const told = await store.toldMessages(REMEMBERED);
  for (let i = told.at.length - 1; i >= 0; i--)
    memory.add(
      [told.words[3 * i] ?? 0, told.words[3 * i + 1] ?? 0, told.words[3 * i + 2] ?? 0],
      Math.min(told.at[i] ?? 0, Number.MAX_VALUE),
    );
  if (told.more) memory.lose(told.at.at(-1) ?? Number.POSITIVE_INFINITY);
  const applied = await store.position();
  const log = await openIngestLog({ ...settings, storage, applied, memory });
  const keptAtOpening = await log.files.list();
  // A crash while a file was applied leaves it lying in the clear.
  for (const name of await readdir(dataDir)) if (name.startsWith(TAKEN)) await rm(join(dataDir, name), { force: true });

  const send = (message: FromOwner) => {
    figures();
    tell(message);
  };
  const keys = createKeys(send);
  const pending = createPendingRecords({ appliers, log, memory, keys: keys.ask });
  const snapshot = (await listSnapshots(storage, dataDir))[0]?.position ?? 0;
  const side = runEventSide({ snapshot, settings, storage, appliers, store, log, pending, applied, send, keysAnswer: keys.answer });
  function figures(): void {
    if (settings.figures === undefined) return;
    const { bytes, segments, syncs } = log.stats;
    writeFigures(settings.figures, {
      lastPosition: log.last,
      appliedPosition: side.applied,
      logBytes: bytes,
      segments,
      appendSyncs: syncs,
      refusing: side.refusing,
    });
  }
  const append = createAppend({ window: settings.window ?? WEEK, types: new Set(Object.keys(appliers)), log, memory, pending, side });
  let resume: () => void = () => undefined;

  async function carryOut(message: Ask): Promise<unknown> {
    switch (message.kind) {
      case "append": {
        const answer = await append(message.records, message.bytes);
        figures();
        return answer;
      }
      case "scan":
        return reading((from) => from.scan(message.query));
      case "countBy":
        return reading((from) => from.countBy(message.query));
      case "distinct":
        return reading((from) => from.distinct(message.query));
      case "result":
        return reading((from) => from.result(message.import));
      case "refused":
        return reading((from) => from.refusedRows(message.import));
      case "people":
        return reading((from) => from.people(message.query));
      case "links":
        return reading((from) => from.links(message.query));
      case "evidence":
        return reading((from) => from.evidence(message.query));
      case "knownElsewhere":
        return reading((from) => from.knownElsewhere(message.query));
      case "beside":
        return reading((from) => from.beside(message.query));
      case "consents":
        return reading((from) => from.consents(message.query));
      case "refusedNames":
        return reading((from) => from.refusedNames(message.world));
      case "snapshot":
        return side.snapshot();
      case "forget":
        return side.forget();
      case "here":
        return log.here();
      case "pause":
        return new Promise((resolve, reject) => {
          const held = () =>
            new Promise<void>((release) => {
              resume = release;
              resolve(side.applied);
            });
          side.between(held).catch(reject);
        });
      case "resume":
        return resume();
      case "copy":
        try {
          const store = side.store();
          const events = join(message.dir, "events");
          await storage.makeDirectory(events);
          await store.atRest(async (from) => {
            const bytes = (await storage.stat(from))?.bytes ?? 0;
            await copyRange(storage, { from, at: 0, bytes, to: storePath(message.dir) });
          });
          await storage.syncDirectory(events);
          await log.copyTo(message.dir, side.applied, message.through);
          return { position: message.through.position, applied: side.applied };
        } finally {
          resume();
        }
      case "close":
        keys.giveUp();
        resume();
        await side.stop();
        return null;
    }
  }

  async function reading<T>(work: (store: ReturnType<EventSide["store"]>) => Promise<T>): Promise<T> {
    await side.settled();
    try {
      return await work(side.store());
    } catch (error) {
      // An engine that has given itself up answers nobody any more until it is opened again.
      if (error instanceof Error && /^(FATAL|INTERNAL)|invalidated/.test(error.message)) {
        const failure = new StoreFailure("other", error);
        side.fail(failure);
        throw failure;
      }
      throw error;
    }
  }

  send({ kind: "ready", applied, last: log.last, cut: log.cut });
  if (rebuilt !== null) send({ kind: "said", level: "warn", fields: { ...rebuilt }, text: "the event store is built again from the log" });
  if (keptAtOpening.length > 0)
    void log
      .sweepFiles(keptAtOpening)
      .then((files) => {
        if (files > 0) send({ kind: "said", level: "info", fields: { files }, text: "files that no record names were removed" });
      })
      .catch(() => undefined); // tried again at the next opening
  return { side, carryOut, keysCame: keys.came };
}

/** Keys are asked of the main thread, which owns the records. */
function createKeys(send: (message: FromOwner) => void) {
  const waiting = new Map<number, (keys: Record<string, Uint8Array | null> | null) => void>();
  let asks = 0;
  let lastAsked: readonly string[] = [];
  const get = (ids: readonly string[]) =>
    new Promise<Record<string, Uint8Array | null> | null>((resolve) => {
      waiting.set(++asks, resolve);
      send({ kind: "keys", ask: asks, ids });
    });
  return {
    async ask(ids: readonly string[]): Promise<Record<string, Uint8Array | null>> {
      lastAsked = ids;
      const keys = await get(ids);
      if (keys === null) throw new Stopped("the keys of the ingest log could not be read");
      return keys;
    },
    answer: async () => (await get(lastAsked.slice(0, 1))) !== null,
    came(ask: number, keys: Record<string, Uint8Array | null> | null) {
      waiting.get(ask)?.(keys);
      waiting.delete(ask);
    },
    giveUp() {
      for (const resolve of waiting.values()) resolve(null);
    },
  };
}
