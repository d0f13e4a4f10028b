import { unavailable } from "../errors.ts";
import { failureOf, type Log } from "../log.ts";
import type { Trouble } from "../trouble.ts";
import type { Query, Row } from "./contract.ts";
import { troubleCodeOf } from "./trouble-code.ts";

/** One opened database of either driver. */
export interface StoreClient {
  /** One statement on its own. Rows hold what a library that brings its own SQL expects. */
  readonly query: Query;
  /** A text of many statements; when one fails, nobody behind it meets an aborted transaction. Rows of the last one. */
  script(text: string): Promise<Row[]>;
  snapshot<T>(work: (read: Query) => Promise<T>): Promise<T>;
  /** From here on nothing is written through it; it may still be read where that is safe. */
  giveUp(code: string): void;
  /** Ends it whatever state it is in: neither throws nor waits for anybody. */
  discard(): Promise<void>;
  /** The orderly end. */
  close(): Promise<void>;
}

export interface Engine<C extends StoreClient> {
  open(): Promise<C>;
  /** Throws while the storage below still refuses, so that a costly opening is not tried in vain. */
  ready(): void;
}

/** Keeps one client open and mends it in place: whoever works through `use` never holds a client that was replaced. */
export interface Keeper<C extends StoreClient> {
  readonly trouble: Trouble | null;
  /**
   * Runs `work` with the present client. Writes are refused while there is trouble, reads only when there is no client.
   * @throws unavailable when the store is or gets into trouble
   */
  use<T>(kind: "read" | "write", work: (client: C) => Promise<T>): Promise<T>;
  /** What a caller is to be told about an error of a statement; notes trouble. */
  note(client: C, error: unknown): unknown;
  /** Called by whoever sees a client break outside a statement. */
  failed(client: C, code: string): void;
  close(): Promise<void>;
}

/** The error of a transaction's own work on its way out: it says nothing about the store. */
export class Passed extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super("passed on");
    this.name = "Passed";
    this.error = error;
  }
}

/** Marks what a transaction's own work throws, so that it is not taken for the store's. */
export async function passing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Passed(error);
  }
}

const WAITS_MS = [100, 500, 1000, 2000, 4000, 5000];
/** A row that is really written and synced before the store is called well again. */
const PROBE = `INSERT INTO installation ("key", "value") VALUES ('write-probe', $1) ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`;

export function createKeeper<C extends StoreClient>(options: { engine: Engine<C>; client: C; log: Log }): Keeper<C> {
  const { engine, log } = options;
  let present: C | null = options.client;
  let trouble: Trouble | null = null;
  let mending: Promise<void> | null = null;
  let closed = false;
  let wake = (): void => undefined;

  function failed(client: C, code: string): void {
    if (closed || client !== present) return; // of a client that was replaced
    client.giveUp(code);
    if (trouble !== null) return;
    trouble = { store: "records", code, since: Date.now() };
    log.error({ code }, "the record store is in trouble: writes wait until it has been opened again");
    mending = mend().finally(() => {
      mending = null;
    });
  }

  async function mend(): Promise<void> {
    for (let attempt = 0; !closed && trouble !== null; attempt++) {
      await sleep(WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)] ?? 5000);
      if (closed) return;
      try {
        engine.ready();
        await reopen();
      } catch (error) {
        log.warn({ attempt: attempt + 1, error: failureOf(error) }, "the record store does not open again yet");
      }
    }
  }

  async function reopen(): Promise<void> {
    const old = present;
    present = null;
    await old?.discard();
    const fresh = await engine.open();
    present = fresh;
    try {
      await fresh.query(PROBE, [new Date().toISOString()]);
    } catch (error) {
      fresh.giveUp(troubleCodeOf(error) ?? "other"); // reads may go through it until the next attempt
      throw error;
    }
    if (closed) return;
    log.info({ after: Date.now() - (trouble?.since ?? Date.now()) }, "the record store is well again");
    trouble = null;
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function note(client: C, error: unknown): unknown {
    const code = troubleCodeOf(error);
    if (code === null) return error;
    failed(client, code);
    return unavailable("The record store");
  }

  return {
    get trouble() {
      return trouble;
    },
    note,
    failed,
    async use(kind, work) {
      const client = present;
      if (client === null || (trouble !== null && kind === "write")) throw unavailable("The record store");
      try {
        return await work(client);
      } catch (error) {
        if (error instanceof Passed) throw error.error;
        throw note(client, error);
      }
    },
    async close() {
      closed = true;
      wake();
      await mending;
      const client = present;
      present = null;
      await (trouble === null ? client?.close() : client?.discard());
    },
  };
}
