import { AsyncLocalStorage } from "node:async_hooks";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { Log } from "../log.ts";
import type { Executor, Records, Tx } from "./contract.ts";
import { openPGlite } from "./pglite.ts";
import { dropTemplate, readTemplate, writeTemplate } from "./template.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
/** A statement that takes longer than this stops everybody else, since there is one connection; it is logged. */
const STATEMENT_BUDGET_MS = 50;

interface OpenTransaction {
  readonly raw: Pick<Transaction, "query" | "exec">;
  /** Whatever was started inside and outlives the transaction is outside again. */
  ended: boolean;
}

export async function openRecords(options: { dataDir: string; log: Log }): Promise<Records> {
  const dir = join(options.dataDir, "records");
  // Stands while a new database is made: one that was cut off half-way holds nothing of anybody's and is made anew.
  const making = join(options.dataDir, "records.making");
  if (existsSync(making)) rmSync(dir, { recursive: true, force: true });
  const fresh = !existsSync(dir);
  if (fresh) {
    mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(making, "", { mode: 0o600, flush: true });
    mkdirSync(dir, { mode: 0o700 });
  }
  const client = fresh ? await openNew(dir) : (await openPGlite(dir, null)).client;
  watchBudget(client, options.log);
  const storage = new AsyncLocalStorage<OpenTransaction>();
  const open = () => {
    const found = storage.getStore();
    return found === undefined || found.ended ? null : found;
  };
  const unguarded = drizzle(client);
  await migrate(unguarded, { migrationsFolder: MIGRATIONS });
  if (fresh) await writeTemplate(MIGRATIONS, client);
  rmSync(making, { force: true });
  return {
    db: guard(unguarded as unknown as Tx, open),
    async transaction(work) {
      if (open() !== null) throw new Error("A transaction is open already: pass `tx` on instead of opening another.");
      return unguarded.transaction(async (tx) => {
        const mine: OpenTransaction = { raw: rawClient(tx), ended: false };
        try {
          return await storage.run(mine, () => work(tx as unknown as Tx));
        } finally {
          mine.ended = true;
        }
      });
    },
    executor: executor(client, open),
    ping: async () => (await client.query("select 1")).rows.length === 1,
    close: () => client.close(),
  };
}

/** A new database from the template; a template that does not open (another machine's, a cut-off copy) costs its time only. */
async function openNew(dir: string): Promise<PGlite> {
  const template = readTemplate(MIGRATIONS);
  if (template !== null) {
    try {
      return (await openPGlite(dir, template)).client;
    } catch {
      dropTemplate(MIGRATIONS);
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir, { mode: 0o700 });
    }
  }
  return (await openPGlite(dir, null)).client;
}

/**
 * The in-transaction guard. PGlite has one connection, so a query on the global client inside a transaction waits for
 * that transaction, which waits for the query. Better an error that says so.
 */
function guard(db: Tx, open: () => OpenTransaction | null): Tx {
  return new Proxy(db, {
    get(target, property, receiver) {
      if (open() !== null) {
        throw new Error(
          `records.db.${String(property)} was used inside a transaction: use ctx.tx, or the database waits for itself for ever.`,
        );
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

function executor(client: PGlite, open: () => OpenTransaction | null): Executor {
  return {
    async executeSql(text, values) {
      const inside = open()?.raw ?? null;
      if (values !== undefined && values.length > 0) {
        const result = await (inside ?? client).query<Record<string, unknown>>(text, values);
        return { rows: result.rows };
      }
      // A text may hold many statements and open its own transaction; when it fails, nobody may come between it and the
      // ROLLBACK, or they are refused by an aborted transaction that is not theirs. PGlite's own transaction holds the
      // connection until then. A BEGIN or COMMIT of the text inside it is a warning, no more.
      const results = await (inside === null ? client.transaction((tx) => tx.exec(text)) : inside.exec(text));
      return { rows: (results.at(-1)?.rows ?? []) as Record<string, unknown>[] };
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
