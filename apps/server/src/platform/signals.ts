import { existsSync } from "node:fs";
import { and, asc, eq, isNull } from "drizzle-orm";
import type { Events } from "./events/client.ts";
import { newId, SignalId } from "./ids.ts";
import { failureOf, type Log } from "./log.ts";
import type { Records, Tx } from "./records/contract.ts";
import { logKey, signalDelivery, signalOutbox } from "./records/tables.ts";
import type { World } from "./world.ts";

/** A fact one slice tells the others. Written in the transaction that makes it true, delivered at least once. */
export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly payload: unknown;
}
export type Emit = (name: string, payload: unknown) => Promise<void>;

/** A record for the ingest log, told in the transaction that makes it true. Its id is the log's message id. */
export interface LaterRecord {
  readonly type: string;
  readonly source: string;
  readonly keyId: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
  /** A file that goes into the log's keeping; read once the transaction is committed. */
  readonly path: string | null;
}
export type AppendLater = (record: LaterRecord) => Promise<void>;
const APPEND = "log.append";

/** Runs in a transaction of its own, which also notes the delivery: a handler sees each signal's effect once. */
export interface SignalHandler {
  readonly signal: string;
  /** Stable name; part of the delivery's key. */
  readonly name: string;
  handle(tx: Tx, signal: Signal): Promise<void>;
}

export function emitter(tx: Tx, world: World): Emit {
  return async (name, payload) => {
    await tx.insert(signalOutbox).values({ id: newId(SignalId), name, world, payload });
  };
}

export function appender(tx: Tx, world: World): AppendLater {
  return (record) => emitter(tx, world)(APPEND, record);
}

/** Delivers what waits in the outbox. Called after every write and by a job, so that a crash in between loses nothing. */
export function createSignals(options: { records: Records; events: Pick<Events, "append">; handlers: readonly SignalHandler[]; log: Log }) {
  const { records, events, handlers, log } = options;
  let running: Promise<number> | null = null;
  let position = 0;

  /** The log takes a message id once, so a crash between the append and the mark tells it nothing twice. */
  async function append(id: string, record: LaterRecord): Promise<void> {
    const key = record.keyId === null ? null : (await records.db.select().from(logKey).where(eq(logKey.id, record.keyId)))[0]?.key;
    if (key === undefined) throw new Error("the key of a record for the log is not there");
    // A file that is gone was applied already, or the disk lost it: then applying says so, and nobody behind it waits.
    const path = record.path !== null && existsSync(record.path) ? record.path : null;
    position = await events.append([{ ...record, path, subject: "", messageId: id, at: Date.now(), key, payload: null, once: true }]);
    await records.db.update(signalOutbox).set({ deliveredAt: new Date() }).where(eq(signalOutbox.id, id));
  }

  async function deliver(): Promise<number> {
    const waiting = await records.db
      .select()
      .from(signalOutbox)
      .where(isNull(signalOutbox.deliveredAt))
      .orderBy(asc(signalOutbox.id))
      .limit(200);
    for (const row of waiting) {
      if (row.name === APPEND) {
        // In order, or not at all: what clears must not come behind what loads.
        await append(row.id, row.payload as LaterRecord); // written by `appender`
        continue;
      }
      const signal: Signal = { id: row.id, name: row.name, world: row.world as World, payload: row.payload };
      let failed = false;
      for (const handler of handlers.filter((h) => h.signal === row.name)) {
        try {
          await records.transaction(async (tx) => {
            const seen = await tx
              .select()
              .from(signalDelivery)
              .where(and(eq(signalDelivery.signalId, row.id), eq(signalDelivery.handler, handler.name)));
            if (seen.length > 0) return;
            await handler.handle(tx, signal);
            await tx.insert(signalDelivery).values({ signalId: row.id, handler: handler.name });
          });
        } catch (error) {
          failed = true;
          log.error({ signal: row.id, handler: handler.name, error: failureOf(error) }, "signal not delivered, will be tried again");
        }
      }
      if (!failed) await records.db.update(signalOutbox).set({ deliveredAt: new Date() }).where(eq(signalOutbox.id, row.id));
    }
    return waiting.length;
  }
  return {
    /** One round at a time; a caller that comes during a round waits for the next one, so its own signal is in it. */
    async deliverWaiting(): Promise<void> {
      if (running !== null) await running.catch(() => 0);
      running ??= deliver().finally(() => {
        running = null;
      });
      await running;
    },
    /** Position in the log of the last record that was told through the outbox. */
    get position() {
      return position;
    },
  };
}
export type Signals = ReturnType<typeof createSignals>;
