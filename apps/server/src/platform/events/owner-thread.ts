import { Worker } from "node:worker_threads";
import { CounterseatError, unavailable } from "../errors.ts";
import { failureOf, type Log } from "../log.ts";
import type { Trouble } from "../trouble.ts";
import type { Applied } from "./contract.ts";
import { canTellOpenFiles, holdsOpen } from "./duckdb-handles.ts";
import type { FromOwner, OwnerSettings, ToOwner } from "./messages.ts";
import { storePath } from "./store-path.ts";

export interface Progress {
  readonly share: number;
  readonly rows: number;
}

type Ask = Exclude<ToOwner, { kind: "keys" }>;
type Question = Ask extends infer M ? (M extends Ask ? Omit<M, "ask"> : never) : never;

/** The owner thread seen from the main thread: asked by messages, started again in place when it dies. */
export interface OwnerThread {
  /** `what`: how it is called when it cannot answer now. */
  ask<T>(question: Question, what?: string, handOver?: ArrayBuffer[]): Promise<T>;
  /** Resolves once a position is applied. */
  reached(position: number): Promise<void>;
  readonly applied: number;
  readonly trouble: Trouble | null;
  readonly failure: Error | null;
  progressOf(importId: string): Progress | null;
  onApplied(listener: (importId: string | null, result: Applied) => void): void;
  close(): Promise<void>;
}

/** Who waits for something to be applied is told after so long that it takes longer, ms. */
const PATIENCE = 10_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5000;
/** How often it is looked whether a thread that ended has let go of the store, before it is given up. */
const LOOKS = 20;

export async function openOwnerThread(options: {
  readonly settings: OwnerSettings;
  readonly thread: { readonly boot: URL; readonly entry: URL };
  readonly keys: (ids: readonly string[]) => Promise<Record<string, Uint8Array | null>>;
  readonly log: Log;
}): Promise<OwnerThread> {
  const { settings, thread, log } = options;
  const asked = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void; what: string }>();
  const progress = new Map<string, Progress>();
  const listeners: ((importId: string | null, result: Applied) => void)[] = [];
  let waiters: { position: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  let worker: Worker | null = null;
  let applied = 0;
  let asks = 0;
  let trouble: Trouble | null = null;
  let impatient = false;
  let patience: NodeJS.Timeout | null = null;
  let failure: Error | null = null;
  let closing = false;
  let restarting: Promise<void> | null = null;

  function setTrouble(now: Trouble | null): void {
    if (now === null || trouble === null) {
      impatient = false;
      if (patience !== null) clearTimeout(patience);
      patience = null;
    }
    if (now !== null && trouble === null)
      patience = setTimeout(() => {
        impatient = true;
        for (const waiter of waiters.splice(0)) waiter.reject(notAppliedYet());
      }, PATIENCE).unref();
    trouble = now;
  }

  function setApplied(position: number): void {
    applied = position;
    for (const waiter of waiters) if (waiter.position <= applied) waiter.resolve();
    waiters = waiters.filter((waiter) => waiter.position > applied);
  }

  /** Nobody waits for a thread that is gone. */
  function abandonAsked(): void {
    for (const waiting of asked.values()) waiting.reject(failure ?? unavailable(waiting.what));
    asked.clear();
    if (failure === null) return;
    for (const waiter of waiters.splice(0)) waiter.reject(failure);
  }

  function heard(from: Worker, message: FromOwner): void {
    switch (message.kind) {
      case "answer": {
        const waiting = asked.get(message.ask);
        asked.delete(message.ask);
        if (message.error === null) waiting?.resolve(message.value);
        else waiting?.reject(message.error.unavailable ? unavailable(waiting.what) : new Error(message.error.message));
        break;
      }
      case "applied":
        if (message.import !== null) progress.delete(message.import);
        // An import carries its failure to whoever started it; anything else would fail unseen.
        else if (message.result.error !== null)
          log.error({ position: message.position }, "a record of the ingest log could not be applied");
        applied = message.position;
        for (const listener of listeners) listener(message.import, message.result);
        setApplied(message.position);
        break;
      case "failed":
        log.error(
          { records: message.positions.length, positions: message.positions.slice(0, 20) },
          "records of the ingest log could not be applied; those beside them were",
        );
        break;
      case "position":
        setApplied(message.applied);
        break;
      case "progress":
        if (message.import !== null) progress.set(message.import, { share: message.share, rows: message.rows });
        break;
      case "trouble":
        setTrouble(message.trouble);
        break;
      case "said":
        log[message.level](message.fields, message.text);
        break;
      case "keys":
        options
          .keys(message.ids)
          .catch((error: unknown) => {
            if (!closing) log.error({ error: failureOf(error) }, "keys of the ingest log could not be read");
            return null;
          })
          .then((keys) => from.postMessage({ kind: "keys", ask: message.ask, keys } satisfies ToOwner));
        break;
    }
  }

  /** Resolves once the thread's stores are open. @throws why they are not */
  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const started = new Worker(thread.boot, {
        workerData: { entry: thread.entry.href, ...settings },
        execArgv: ["--conditions=source"],
      });
      let ready = false;
      let refusal: Error | null = null;
      const ended = (error: Error) => {
        worker = null;
        if (!ready) return reject(refusal ?? error);
        ready = false;
        if (closing) failure ??= new Error("the event side is closed");
        abandonAsked();
        if (!closing) restarting = startAgain(error);
      };
      started.on("error", (error) => {
        refusal ??= error instanceof Error ? error : new Error(String(error));
      });
      started.on("exit", (code) => ended(refusal ?? new Error(`the event thread ended with code ${code}`)));
      started.on("message", (message: FromOwner) => {
        if (message.kind === "refused")
          refusal = new CounterseatError("conflict", message.message, message.fix === null ? {} : { fix: message.fix });
        else if (message.kind === "ready") {
          ready = true;
          worker = started;
          setApplied(message.applied);
          if (message.cut > 0)
            log.warn({ bytes: message.cut }, "the ingest log ended in the middle of a record; the rest was cut off and kept beside it");
          resolve();
        } else heard(started, message);
      });
    });
  }

  /** Two openers of the store would lose rows silently: no new thread before the old one has provably let go of it. */
  async function startAgain(error: Error): Promise<void> {
    setTrouble({ store: "events", code: "other", since: Date.now() });
    log.error({ error: failureOf(error) }, "the event thread ended; it is started again");
    for (let look = 0; !closing && (holdsOpen(storePath(settings.dataDir)) || !canTellOpenFiles()); look++) {
      if (look === LOOKS || !canTellOpenFiles()) {
        failure = error;
        log.error({}, "the event thread cannot be started again while its store may still be open; restart the process");
        return abandonAsked();
      }
      await pause(FIRST_PAUSE);
    }
    for (let wait = FIRST_PAUSE; !closing; wait = Math.min(LONGEST_PAUSE, wait * 2)) {
      try {
        await start();
        setTrouble(null);
        log.info({}, "the event thread runs again");
        return;
      } catch (cause) {
        log.error({ error: failureOf(cause) }, "the event thread could not be started again; it is tried on");
        await pause(wait);
      }
    }
  }

  function ask<T>(question: Question, what = "The event store", handOver: ArrayBuffer[] = []): Promise<T> {
    if (failure !== null) return Promise.reject(failure);
    const to = worker;
    if (to === null) return Promise.reject(unavailable(what));
    return new Promise<T>((resolve, reject) => {
      // The owner answers each kind with what the contract says: the one place where that is taken for granted.
      asked.set(++asks, { resolve: resolve as (value: unknown) => void, reject, what });
      to.postMessage({ ...question, ask: asks }, handOver);
    });
  }

  await start();
  return {
    ask,
    reached(position) {
      if (position <= applied) return Promise.resolve();
      if (failure !== null) return Promise.reject(failure);
      if (impatient) return Promise.reject(notAppliedYet());
      return new Promise((resolve, reject) => waiters.push({ position, resolve, reject }));
    },
    get applied() {
      return applied;
    },
    get trouble() {
      return trouble;
    },
    get failure() {
      return failure;
    },
    progressOf: (importId) => progress.get(importId) ?? null,
    onApplied: (listener) => void listeners.push(listener),
    async close() {
      if (closing) return;
      closing = true;
      await restarting; // it gives up at its next look, or has just succeeded
      const last = worker;
      if (last !== null && failure === null) {
        await ask({ kind: "close" }).catch(() => undefined);
        await last.terminate();
      }
      failure ??= new Error("the event side is closed");
      abandonAsked();
      setTrouble(null);
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** What was sent is in the log and could not be applied for a while: it will be, once the store is well again. */
function notAppliedYet(): CounterseatError {
  return new CounterseatError("internal", "What you sent is safely kept, and could not be worked in yet.", {
    fix: "Look at /readyz and the disk of the data directory. It is worked in without being sent again.",
    status: 503,
    retryAfter: 5,
  });
}
