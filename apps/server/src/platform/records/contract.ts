import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type { Trouble } from "../trouble.ts";

/** What slices may use of a database: drizzle's builder, the same on every driver. */
export type Tx = PgDatabase<PgQueryResultHKT>;

export type Row = Record<string, unknown>;
/** One SQL statement, its values positional. */
export type Query = (text: string, values?: unknown[]) => Promise<Row[]>;

/** Raw SQL for libraries that bring their own (pg-boss). Values are positional; rows hold what the library's own driver would give. */
export interface Executor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

export type RecordsDriver = "pglite" | "postgresql";

/**
 * The record store: everything a person edits. One writer at a time; nothing but SQL is awaited inside a transaction.
 * When storage fails, the call that met it and every write after it throw `unavailable`, until the store has reopened
 * itself in place; `db`, `executor` and `transaction` stay valid for whoever holds them. A write that failed so was either
 * kept whole or not at all.
 */
export interface Records {
  readonly driver: RecordsDriver;
  /** What keeps the store from taking writes now; null while it is well. */
  readonly trouble: Trouble | null;
  /** Number of migrations the database has, which is the number this version knows. */
  readonly schemaVersion: number;
  /** Reads outside a transaction. Throws inside one: an embedded database would wait for itself for ever. */
  readonly db: Tx;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Raw SQL through the open transaction when there is one, else on its own. */
  readonly executor: Executor;
  /** One consistent view of everything for as long as `work` runs. On the embedded store everybody else waits meanwhile. */
  snapshot<T>(work: (read: Query) => Promise<T>): Promise<T>;
  /** True when the store answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
