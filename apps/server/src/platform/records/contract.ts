import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** What slices may use of a database: drizzle's builder, the same on every driver. */
export type Tx = PgDatabase<PgQueryResultHKT>;

/** Raw SQL for libraries that bring their own (pg-boss). Values are positional. */
export interface Executor {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** The record store: everything a person edits. One writer at a time; nothing but SQL is awaited inside a transaction. */
export interface Records {
  /** Reads outside a transaction. Throws inside one: an embedded database would wait for itself for ever. */
  readonly db: Tx;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Raw SQL through the open transaction when there is one, else on its own. */
  readonly executor: Executor;
  /** True when the store answers. */
  ping(): Promise<boolean>;
  close(): Promise<void>;
}
