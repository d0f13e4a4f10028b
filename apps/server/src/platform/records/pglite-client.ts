import type { PGlite, Transaction } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Row, Tx } from "./contract.ts";
import type { Transactions } from "./guard.ts";
import { type Keeper, passing, type StoreClient } from "./keeper.ts";
import type { SyncedNodeFS } from "./pglite.ts";
import { kindOf, type Timed } from "./statement-budget.ts";

/** One opened embedded database. */
export interface PgliteClient extends StoreClient {
  readonly pglite: PGlite;
  readonly fs: SyncedNodeFS;
}

type Raw = Pick<Transaction, "query" | "exec">;

const rowsOf = async (raw: Raw, text: string, values: unknown[] = []): Promise<Row[]> => (await raw.query<Row>(text, values)).rows;
const lastRowsOf = async (raw: Raw, text: string): Promise<Row[]> => ((await raw.exec(text)).at(-1)?.rows ?? []) as Row[]; // by column name

export function pgliteClient(opened: { client: PGlite; fs: SyncedNodeFS }): PgliteClient {
  const { client: pglite, fs } = opened;
  return {
    pglite,
    fs,
    query: (text, values) => rowsOf(pglite, text, values),
    // A text may hold many statements and open its own transaction; when it fails, nobody may come between it and the
    // ROLLBACK, or they are refused by an aborted transaction that is not theirs. PGlite's own transaction holds the
    // connection until then. A BEGIN or COMMIT of the text inside it is a warning, no more.
    script: (text) => pglite.transaction((tx) => lastRowsOf(tx, text)),
    // One connection: everybody waits, so what is read is of one moment.
    snapshot: (work) =>
      pglite.transaction(async (tx) => {
        await tx.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"); // as on the other driver
        return passing(() => work((text, values) => rowsOf(tx, text, values)));
      }),
    giveUp: () => fs.freeze("EIO"),
    async discard() {
      // Nothing of it is written any more, as after a kill: the next opening recovers what was committed.
      fs.release();
    },
    close: () => pglite.close(),
  };
}

/** drizzle on whatever client the keeper has at the moment of each call. */
export function pgliteBuilder(keeper: Keeper<PgliteClient>, transactions: Transactions, timed: Timed): Tx {
  const facade = {
    query: (text: string, values?: unknown[], options?: Parameters<PGlite["query"]>[2]) =>
      keeper.use(kindOf(text), ({ pglite }) => timed(text, () => pglite.query(text, values, options))),
    exec: (text: string) => keeper.use(kindOf(text), ({ pglite }) => pglite.exec(text)),
    transaction: <T>(work: (tx: Raw) => Promise<T>) =>
      keeper.use("write", (client) =>
        client.pglite.transaction((tx) =>
          passing(() => {
            const through = noting(keeper, client, tx, timed);
            const raw = {
              query: (text: string, values?: unknown[]) => rowsOf(through, text, values),
              script: (text: string) => lastRowsOf(through, text),
            };
            return transactions.run(raw, () => work(through));
          }),
        ),
      ),
  };
  // drizzle asks nothing else of a client.
  return drizzle({ client: facade as unknown as PGlite }) as unknown as Tx;
}

/** A transaction whose statements are timed, and whose failures are looked at one by one. */
function noting(keeper: Keeper<PgliteClient>, client: PgliteClient, tx: Transaction, timed: Timed): Raw {
  const noted = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw keeper.note(client, error);
    }
  };
  return {
    query: (text, values, options) => noted(() => timed(text, () => tx.query(text, values, options))),
    exec: (text, options) => noted(() => tx.exec(text, options)),
  };
}
