import { Worker } from "node:worker_threads";
import { failureOf, type Log } from "../log.ts";
import type { Applied, Count, CountQuery, DistinctQuery, Refused, Scan, ScanQuery } from "./contract.ts";
import type { NewRecord } from "./ingest-log.ts";
import type { FromOwner, ToOwner } from "./messages.ts";

export interface Progress {
  readonly share: number;
  readonly rows: number;
}

/** The event side as slices see it, from the main thread. */
export interface Events {
  scan(query: ScanQuery): Promise<Scan>;
  countBy(query: CountQuery): Promise<Count[]>;
  distinct(query: DistinctQuery): Promise<{ values: string[]; total: number }>;
  /** Acknowledged (synced) when it resolves; the rows appear when `applied(position)` resolves. */
  append(records: readonly (NewRecord & { path: string | null })[]): Promise<number>;
  applied(position: number): Promise<void>;
  result(importId: string): Promise<Applied | null>;
  refusedRows(importId: string): Promise<Refused[]>;
  progressOf(importId: string): Progress | null;
  /** Rises with everything applied; a cache key. */
  readonly version: number;
  onApplied(listener: (importId: string | null, result: Applied) => void): void;
  /** Why the owner thread ended; null while it lives. Nothing is acknowledged or answered behind this. */
  readonly failure: Error | null;
  close(): Promise<void>;
}

export interface OpenEvents {
  readonly dataDir: string;
  /** The thread's entry file and the boot file that lets a TypeScript entry start. */
  readonly thread: { readonly boot: URL; readonly entry: URL };
  readonly keys: (ids: readonly string[]) => Promise<Record<string, Uint8Array | null>>;
  readonly log: Log;
}

/** Starts the owner thread. Resolves once its stores are open; replay of what was not applied goes on behind it. */
export async function openEvents(options: OpenEvents): Promise<Events> {
  const worker = new Worker(options.thread.boot, {
    workerData: { entry: options.thread.entry.href, dataDir: options.dataDir },
    execArgv: ["--conditions=source"],
  });
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const progress = new Map<string, Progress>();
  const listeners: ((importId: string | null, result: Applied) => void)[] = [];
  let waiters: { position: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  let applied = 0;
  let asks = 0;
  let dead: Error | null = null;
  let closing = false;

  type Ask = Exclude<ToOwner, { kind: "keys" }>;
  function ask<T>(message: Ask extends infer M ? (M extends Ask ? Omit<M, "ask"> : never) : never): Promise<T> {
    if (dead !== null) return Promise.reject(dead);
    return new Promise<T>((resolve, reject) => {
      asked.set(++asks, { resolve: resolve as (value: unknown) => void, reject });
      worker.postMessage({ ...message, ask: asks });
    });
  }

  await new Promise<void>((resolve, reject) => {
    const die = (error: Error) => {
      if (dead !== null) return;
      dead = error;
      if (!closing) options.log.error({ error: failureOf(error) }, "the event thread ended; restart to replay what was not applied");
      reject(error);
      for (const waiting of asked.values()) waiting.reject(error);
      for (const waiting of waiters) waiting.reject(error);
      asked.clear();
      waiters = [];
    };
    worker.on("error", (error) => die(error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) => die(new Error(`the event thread ended with code ${code}`)));
    worker.on("message", (message: FromOwner) => {
      switch (message.kind) {
        case "ready":
          applied = message.applied;
          if (message.cut > 0)
            options.log.warn(
              { bytes: message.cut },
              "the ingest log ended in the middle of a record; the rest was cut off and kept beside it",
            );
          resolve();
          break;
        case "answer": {
          const waiting = asked.get(message.ask);
          asked.delete(message.ask);
          if (message.error !== null) waiting?.reject(new Error(message.error));
          else waiting?.resolve(message.value);
          break;
        }
        case "applied":
          applied = message.position;
          if (message.import !== null) progress.delete(message.import);
          // An import carries its failure to whoever started it; anything else would fail unseen.
          else if (message.result.error !== null)
            options.log.error({ position: message.position }, "a record of the ingest log could not be applied");
          for (const listener of listeners) listener(message.import, message.result);
          for (const waiting of waiters) if (waiting.position <= applied) waiting.resolve();
          waiters = waiters.filter((waiting) => waiting.position > applied);
          break;
        case "progress":
          if (message.import !== null) progress.set(message.import, { share: message.share, rows: message.rows });
          break;
        case "keys":
          options
            .keys(message.ids)
            .then((keys) => worker.postMessage({ kind: "keys", ask: message.ask, keys } satisfies ToOwner))
            .catch((error: unknown) => {
              if (!closing) options.log.error({ error: failureOf(error) }, "keys of the ingest log could not be read");
              worker.postMessage({ kind: "keys", ask: message.ask, keys: null } satisfies ToOwner);
            });
          break;
      }
    });
  });

  return {
    scan: (query) => ask<Scan>({ kind: "scan", query }),
    countBy: (query) => ask<Count[]>({ kind: "countBy", query }),
    distinct: (query) => ask<{ values: string[]; total: number }>({ kind: "distinct", query }),
    append: (records) => ask<number>({ kind: "append", records }),
    applied(position) {
      if (position <= applied) return Promise.resolve();
      if (dead !== null) return Promise.reject(dead);
      return new Promise((resolve, reject) => waiters.push({ position, resolve, reject }));
    },
    result: (importId) => ask<Applied | null>({ kind: "result", import: importId }),
    refusedRows: (importId) => ask<Refused[]>({ kind: "refused", import: importId }),
    progressOf: (importId) => progress.get(importId) ?? null,
    get version() {
      return applied;
    },
    get failure() {
      return dead;
    },
    onApplied: (listener) => void listeners.push(listener),
    async close() {
      if (dead !== null || closing) return;
      closing = true;
      await ask({ kind: "close" });
      await worker.terminate();
    },
  };
}
