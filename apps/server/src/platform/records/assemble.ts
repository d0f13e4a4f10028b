import type { Records, RecordsDriver, Tx } from "./contract.ts";
import { guard, ours, type Transactions, unwrapped } from "./guard.ts";
import type { Keeper, StoreClient } from "./keeper.ts";
import { kindOf } from "./statement-budget.ts";

/** The contract on top of a kept client: the same lines for every driver. */
export function assembleRecords<C extends StoreClient>(parts: {
  driver: RecordsDriver;
  schemaVersion: number;
  keeper: Keeper<C>;
  /** drizzle on a client that goes through the keeper. */
  db: Tx;
  transactions: Transactions;
}): Records {
  const { driver, schemaVersion, keeper, transactions } = parts;
  const db = unwrapped(parts.db);
  return {
    driver,
    schemaVersion,
    get trouble() {
      return keeper.trouble;
    },
    db: guard(db, transactions),
    async transaction(work) {
      if (transactions.open() !== null) throw new Error("A transaction is open already: pass `tx` on instead of opening another.");
      try {
        return await db.transaction((tx) => work(tx as unknown as Tx)); // the same builder
      } catch (error) {
        throw ours(error);
      }
    },
    executor: {
      async executeSql(text, values = []) {
        const inside = transactions.open();
        if (values.length > 0) {
          return {
            rows: await (inside === null ? keeper.use(kindOf(text), (client) => client.query(text, values)) : inside.query(text, values)),
          };
        }
        return { rows: await (inside === null ? keeper.use(kindOf(text), (client) => client.script(text)) : inside.script(text)) };
      },
    },
    async snapshot(work) {
      if (transactions.open() !== null) throw new Error("A transaction is open: a snapshot inside it would wait for it for ever.");
      return keeper.use("read", (client) =>
        client.snapshot((read) =>
          work(async (text, values) => {
            try {
              return await read(text, values);
            } catch (error) {
              // Refused because a snapshot only reads: the asker's mistake, where elsewhere it would be the server's state.
              throw error instanceof Error && "code" in error && error.code === "25006" ? error : keeper.note(client, error);
            }
          }),
        ),
      );
    },
    async ping() {
      try {
        return (await keeper.use("read", (client) => client.query("SELECT 1"))).length === 1;
      } catch {
        return false;
      }
    },
    close: () => keeper.close(),
  };
}
