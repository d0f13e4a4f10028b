import { AsyncLocalStorage } from "node:async_hooks";
import { CounterseatError } from "../errors.ts";
import type { Query, Row, Tx } from "./contract.ts";

/** The transaction that the running call is inside of, with raw SQL through it. */
export interface OpenTransaction {
  readonly query: Query;
  readonly script: (text: string) => Promise<Row[]>;
}

export interface Transactions {
  /** Null outside, and for whatever was started inside and outlives the transaction. */
  open(): OpenTransaction | null;
  run<T>(raw: OpenTransaction, work: () => Promise<T>): Promise<T>;
}

export function createTransactions(): Transactions {
  const storage = new AsyncLocalStorage<{ raw: OpenTransaction; ended: boolean }>();
  return {
    open() {
      const found = storage.getStore();
      return found === undefined || found.ended ? null : found.raw;
    },
    async run(raw, work) {
      const mine = { raw, ended: false };
      try {
        return await storage.run(mine, work);
      } finally {
        mine.ended = true;
      }
    },
  };
}

/**
 * The in-transaction guard. PGlite has one connection, so a query on the global client inside a transaction waits for
 * that transaction, which waits for the query. On PostgreSQL it would not see what the transaction did. Better an error
 * that says so.
 */
export function guard(db: Tx, transactions: Transactions): Tx {
  return new Proxy(db, {
    get(target, property, receiver) {
      if (transactions.open() !== null) {
        throw new Error(
          `records.db.${String(property)} was used inside a transaction: use ctx.tx, or the database waits for itself for ever.`,
        );
      }
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
}

/** drizzle wraps every error in one of its own; our errors come out of it as they are. */
export function ours(error: unknown): unknown {
  for (let found = error, depth = 0; found instanceof Error && depth < 6; found = found.cause, depth++) {
    if (found instanceof CounterseatError) return found;
  }
  return error;
}

interface PreparedQuery {
  execute(...args: unknown[]): Promise<unknown>;
  all(...args: unknown[]): Promise<unknown>;
}
interface Session {
  prepareQuery(...args: unknown[]): PreparedQuery;
}

/** Lets our errors out of the queries that run outside a transaction too. */
export function unwrapped(db: Tx): Tx {
  const session = (db as unknown as { session?: Session }).session; // drizzle's own; checked in the next line
  if (session?.prepareQuery === undefined) throw new Error("drizzle changed its internals: a database without a session.");
  const prepare = session.prepareQuery.bind(session);
  session.prepareQuery = (...args) => {
    const query = prepare(...args);
    for (const name of ["execute", "all"] as const) {
      const run = query[name].bind(query);
      query[name] = (...values) =>
        run(...values).catch((error: unknown) => {
          throw ours(error);
        });
    }
    return query;
  };
  return db;
}
