import type { DuckDBAppender, DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { type Attempt, storageCode } from "../storage.ts";

/**
 * The store itself failed (disk full, read error, an engine that gave up), not the record that was being applied: nothing
 * may be concluded about the record, and the store has to be reopened.
 */
export class StoreFailure extends Error {
  /** The system's code, "damaged" where the file itself is broken, "internal" where the engine gave up, or "other". */
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super("the event store failed", { cause });
    this.name = "StoreFailure";
    this.code = code;
  }
}

/** Kinds of errors that are the engine's own; all others speak of a statement, and their text may quote what it held. */
const OWN = /^(IO|FATAL|INTERNAL|Serialization|TransactionContext|Fatal|Corrupt)\b/;
const CODES: readonly (readonly [RegExp, string])[] = [
  [/no space left|disk full/i, "ENOSPC"],
  [/too many open files/i, "EMFILE"],
  [/input\/output error/i, "EIO"],
  [/read-only file system/i, "EROFS"],
  [/corrupt|checksum|not a valid DuckDB|^Serialization|replaying WAL|could not read enough/i, "damaged"],
  [/^INTERNAL/, "internal"],
  [/^(IO|FATAL)|could not (write|read|open|fsync|truncate|sync)|database has been invalidated/i, "other"],
];

/** What a failure says about the store; null when it is the statement's or the record's own. */
export function storeFailureCode(error: unknown): string | null {
  if (error instanceof StoreFailure) return error.code;
  const system = storageCode(error);
  if (system !== null || !(error instanceof Error)) return system;
  if (!OWN.test(error.message)) return null;
  return CODES.find(([pattern]) => pattern.test(error.message))?.[1] ?? null;
}

/** The one connection that writes. Every statement that changes something passes here, so that a test can make it fail. */
export interface Writer {
  run(sql: string, values?: DuckDBValue[]): Promise<number>;
  rows(sql: string, values?: DuckDBValue[]): Promise<readonly (readonly DuckDBValue[])[]>;
  append(table: string, fill: (appender: DuckDBAppender) => void | Promise<void>): Promise<void>;
  /** All or nothing. A failure to commit is always the store's: whether it happened is known only after reopening. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}

export function createWriter(connection: DuckDBConnection, attempt: Attempt): Writer {
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await attempt("statement", work);
    } catch (error) {
      const code = storeFailureCode(error);
      throw code === null || error instanceof StoreFailure ? error : new StoreFailure(code, error);
    }
  }
  const run = (sql: string, values: DuckDBValue[] = []) => guarded(async () => (await connection.run(sql, values)).rowsChanged);
  return {
    run,
    rows: (sql, values = []) => guarded(async () => (await connection.runAndReadAll(sql, values)).getRows()),
    append: (table, fill) =>
      guarded(async () => {
        const appender = await connection.createAppender(table);
        try {
          await fill(appender);
        } finally {
          appender.closeSync(); // also after a failure: an open appender would write into a later transaction
        }
      }),
    async transaction(work) {
      await run("BEGIN");
      let result;
      try {
        result = await work();
      } catch (error) {
        try {
          await run("ROLLBACK");
        } catch (cause) {
          throw new StoreFailure(storeFailureCode(error) ?? storeFailureCode(cause) ?? "other", cause);
        }
        throw error;
      }
      try {
        await run("COMMIT");
      } catch (error) {
        throw new StoreFailure(storeFailureCode(error) ?? "other", error);
      }
      return result;
    },
  };
}
