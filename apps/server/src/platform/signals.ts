import { and, asc, eq, isNull } from "drizzle-orm";
import { newId, SignalId } from "./ids.ts";
import { failureOf, type Log } from "./log.ts";
import type { Records, Tx } from "./records/contract.ts";
import { signalDelivery, signalOutbox } from "./records/tables.ts";
import type { World } from "./world.ts";

/** A fact one slice tells the others. Written in the transaction that makes it true, delivered at least once. */
export interface Signal {
  readonly id: string;
  readonly name: string;
  readonly world: World;
  readonly payload: unknown;
}
export type Emit = (name: string, payload: unknown) => Promise<void>;

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

/** Delivers what waits in the outbox. Called after every write and by a job, so that a crash in between loses nothing. */
export function createSignals(records: Records, handlers: readonly SignalHandler[], log: Log) {
  let running: Promise<number> | null = null;
  async function deliver(): Promise<number> {
    const waiting = await records.db
      .select()
      .from(signalOutbox)
      .where(isNull(signalOutbox.deliveredAt))
      .orderBy(asc(signalOutbox.id))
      .limit(200);
    for (const row of waiting) {
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
  };
}
export type Signals = ReturnType<typeof createSignals>;
