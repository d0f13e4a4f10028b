import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import type { Tx } from "./contract.ts";
import type { OpenTransaction, Transactions } from "./guard.ts";
import { type Keeper, Passed } from "./keeper.ts";
import type { PostgresClient, Shape, Statement } from "./postgres-client.ts";
import { fromServer, type ServerRows, toServer } from "./postgres-values.ts";
import { kindOf, type Timed } from "./statement-budget.ts";

type Ask = (text: string, values: readonly unknown[], shape: Shape) => Promise<ServerRows>;

/** drizzle on whatever client the keeper has at the moment of each call. */
export function postgresBuilder(keeper: Keeper<PostgresClient>, transactions: Transactions, timed: Timed): Tx {
  const ask: Ask = (text, values, shape) => {
    const kind = kindOf(text);
    return keeper.use(kind, (client) => timed(text, () => (kind === "read" ? client.read : client.write)(text, values, shape)));
  };
  const begin = <T>(work: (tx: Facade) => Promise<T>) =>
    keeper.use("write", (client) =>
      client.transaction((statement) => {
        const noted = noting(keeper, client, statement, timed);
        return transactions.run(rawOf(noted), () => work(facade(noted)));
      }),
    );
  // drizzle asks nothing else of a client.
  return drizzle({ client: { ...facade(ask), begin } as unknown as Sql }) as unknown as Tx;
}

/** drizzle on one client, for the migrations before there is a keeper. */
export function migratorClient(client: PostgresClient): Sql {
  const begin = async <T>(work: (tx: Facade) => Promise<T>) => {
    try {
      return await client.transaction((statement) => work(facade(statement)));
    } catch (error) {
      throw error instanceof Passed ? error.error : error;
    }
  };
  return { ...facade(client.write), begin } as unknown as Sql; // as above
}

/** What drizzle asks of postgres.js, and of its transactions. */
interface Facade {
  readonly options: { parsers: object; serializers: object };
  unsafe(text: string, values?: readonly unknown[]): PromiseLike<unknown> & { values(): Promise<ServerRows> };
  savepoint<T>(work: (tx: Facade) => Promise<T>): Promise<T>;
}

function facade(ask: Ask, depth = 0): Facade {
  return {
    // drizzle switches conversions off here; our connections are made with those it needs.
    options: { parsers: {}, serializers: {} },
    unsafe(text, values = []) {
      const asked = (shape: Shape) => ask(text, toServer(values), shape);
      let named: Promise<unknown> | null = null;
      return {
        // Asked when it is awaited, and once; rows also stand under the name the embedded driver has for them.
        // eslint-disable-next-line unicorn/no-thenable
        then: (done, failed) =>
          (named ??= asked("names").then((rows) => Object.defineProperty(rows, "rows", { value: [...rows] }))).then(done, failed),
        values: () => asked("arrays"),
      };
    },
    async savepoint(work) {
      const name = `sp${depth + 1}`;
      await ask(`SAVEPOINT ${name}`, [], "names");
      try {
        const result = await work(facade(ask, depth + 1));
        await ask(`RELEASE SAVEPOINT ${name}`, [], "names");
        return result;
      } catch (error) {
        await ask(`ROLLBACK TO SAVEPOINT ${name}`, [], "names");
        throw error;
      }
    },
  };
}

function rawOf(ask: Ask): OpenTransaction {
  return {
    query: async (text, values = []) => fromServer(await ask(text, toServer(values), "names")),
    script: async (text) => fromServer(await ask(text, [], "names")),
  };
}

/** A transaction whose statements are timed, and whose failures are looked at one by one. */
function noting(keeper: Keeper<PostgresClient>, client: PostgresClient, statement: Statement, timed: Timed): Statement {
  return async (text, values, shape) => {
    try {
      return await timed(text, () => statement(text, values, shape));
    } catch (error) {
      throw keeper.note(client, error);
    }
  };
}
