import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Log } from "../log.ts";
import type { Executor, Records, Tx } from "./contract.ts";
import { openPGlite } from "./pglite.ts";
import { readTemplate, writeTemplate } from "./template.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
/** A statement that takes longer than this stops everybody else, since there is one connection; it is logged. */
const STATEMENT_BUDGET_MS = 50;

interface OpenTransaction {
  readonly raw: Pick<Transaction, "query" | "exec">;
}

export async function openRecords(options: { dataDir: string; log: Log }): Promise<Records> {
  const dir = join(options.dataDir, "records");
  const fresh = mkdirSync(dir, { recursive: true, mode: 0o700 }) !== undefined;
  const { client } = await openPGlite(dir, fresh ? readTemplate(MIGRATIONS) : null);
  watchBudget(client, options.log);
  const open = new AsyncLocalStorage<OpenTransaction>();
  const unguarded = drizzle(client);
  await migrate(unguarded, { migrationsFolder: MIGRATIONS });
  if (fresh) await writeTemplate(MIGRATIONS, client);
  return {
    db: guard(unguarded as unknown as Tx, open),
    transaction: (work) => {
      if (open.getStore() !== undefined) throw new Error("A transaction is open already: pass `tx` on instead of opening another.");
      return unguarded.transaction((tx) => open.run({ raw: rawClient(tx) }, () => work(tx as unknown as Tx)));
    },
    executor: executor(client, open),
    ping: async () => (await client.query("select 1")).rows.length === 1,
    close: () => client.close(),
  };
}

/**
 * The in-transaction guard. PGlite has one connection, so a query on the global client inside a transaction waits for
 * that transaction, which waits for the query. Better an error that says so.
 */
function guard(db: Tx, open: AsyncLocalStorage<OpenTransaction>): Tx {
  return new Proxy(db, {
    get(target, property, receiver) {
      if (open.getStore() !== undefined) {
        throw new Error(`records.db.${String(property)} was used inside a transaction: use ctx.tx, or the database waits for itself for ever.`);
      }
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
}

/** The one place that takes the raw client out of a drizzle transaction (for pg-boss's `{ db }` option). */
function rawClient(tx: unknown): OpenTransaction["raw"] {
  const session = (tx as { session?: { client?: OpenTransaction["raw"] } }).session;
  if (session?.client === undefined) throw new Error("drizzle changed its internals: no raw client in a transaction's session.");
  return session.client;
}

function executor(client: PGlite, open: AsyncLocalStorage<OpenTransaction>): Executor {
  return {
    async executeSql(text, values) {
      const target = open.getStore()?.raw ?? client;
      if (values !== undefined && values.length > 0) {
        const result = await target.query<Record<string, unknown>>(text, values);
        return { rows: result.rows };
      }
      try {
        const results = await target.exec(text);
        return { rows: (results.at(-1)?.rows ?? []) as Record<string, unknown>[] };
      } catch (error) {
        // A multi-statement text may have opened its own transaction; left aborted it would refuse everybody after us.
        if (open.getStore() === undefined) await client.exec("ROLLBACK");
        throw error;
      }
    },
  };
}

function watchBudget(client: PGlite, log: Log): void {
  const query = client.query.bind(client);
  client.query = async <T>(...args: Parameters<typeof query<T>>) => {
    const started = performance.now();
    try {
      return await query<T>(...args);
    } finally {
      report(log, args[0], performance.now() - started);
    }
  };
  const transaction = client.transaction.bind(client);
  client.transaction = <T>(work: (tx: Transaction) => Promise<T>) =>
    transaction(async (tx) => {
      const inner = tx.query.bind(tx);
      tx.query = async <R>(...args: Parameters<typeof inner<R>>) => {
        const started = performance.now();
        try {
          return await inner<R>(...args);
        } finally {
          report(log, args[0], performance.now() - started);
        }
      };
      return work(tx);
    });
}

function report(log: Log, sql: string, ms: number): void {
  // The text holds placeholders, never values: nothing personal reaches the log.
  if (ms > STATEMENT_BUDGET_MS) log.warn({ ms: Math.round(ms), sql: sql.slice(0, 160) }, "statement over budget");
}
