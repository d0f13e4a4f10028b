import postgres, { type Sql } from "postgres";
import { CounterseatError } from "../errors.ts";
import type { Query } from "./contract.ts";
import { passing, type StoreClient } from "./keeper.ts";
import { takeDatabaseLock } from "./postgres-lock.ts";
import { fromServer, type ServerRows, toServer } from "./postgres-values.ts";

/** A statement as drizzle wants it answered: rows as arrays, or by name. */
export type Shape = "arrays" | "names";
export type Statement = (text: string, values: readonly unknown[], shape: Shape) => Promise<ServerRows>;

/**
 * One opened PostgreSQL. Everything that writes goes through one connection, one statement and one transaction at a time,
 * and that connection holds the database's lock: when it is lost, nothing of this process can be committed any more, and
 * writers see each other exactly as on the embedded store. Reads have connections of their own.
 */
export interface PostgresClient extends StoreClient {
  /** A statement of its own on the writing connection. */
  readonly write: Statement;
  /** A statement of its own on one of the reading connections. */
  readonly read: Statement;
  transaction<T>(work: (statement: Statement) => Promise<T>): Promise<T>;
}

const OLDEST = 150_000;
const READERS = 6;
const HEARTBEAT_MS = 10_000;
const SILENCE_MS = 30_000;

export async function openPostgresClient(options: {
  url: string;
  onFailure: (client: PostgresClient, code: string) => void;
}): Promise<PostgresClient> {
  const run = createRun();
  let client: PostgresClient | null = null;
  let ending = false;
  let lost: string | null = null;
  const broken = (code: string) => {
    if (ending || lost !== null) return;
    lost = code;
    if (client !== null) options.onFailure(client, code);
  };
  const writer = connect(options.url, { max: 1, onclose: () => broken("CONNECTION_CLOSED") });
  const reader = connect(options.url, { max: READERS, idle_timeout: 300 });
  const end = async (timeout: number) => {
    ending = true;
    clearInterval(heartbeat);
    await Promise.allSettled([writer.end({ timeout }), reader.end({ timeout })]);
  };
  const heartbeat = setInterval(() => void beat(reader, broken), HEARTBEAT_MS).unref();

  /** One at a time: a statement that waited inside the library would be sent again on a new connection, outside its transaction. */
  const inLine = createLine();
  const direct: Statement = (text, values, shape) =>
    inLine(async () => {
      if (lost !== null) throw gone(lost);
      return run(writer, text, values, shape);
    });
  const inTurn = createLine();

  async function transaction<T>(work: (statement: Statement) => Promise<T>): Promise<T> {
    return inTurn(async () => {
      await direct("BEGIN", [], "names");
      let ended = false;
      try {
        const result = await passing(() =>
          work((text, values, shape) => {
            if (ended) throw new Error("this transaction has ended");
            return direct(text, values, shape);
          }),
        );
        ended = true;
        const { command } = await direct("COMMIT", [], "names");
        if (command !== "COMMIT") throw new Error("one of its statements failed, so the whole transaction was rolled back");
        return result;
      } catch (error) {
        ended = true;
        if (lost === null) await direct("ROLLBACK", [], "names");
        throw error;
      }
    });
  }

  try {
    await prepare(writer);
    client = {
      write: (text, values, shape) => inTurn(() => direct(text, values, shape)),
      read: (text, values, shape) => run(reader, text, values, shape),
      transaction,
      query: (text, values = []) => inTurn(async () => fromServer(await direct(text, toServer(values), "names"))),
      script: (text) =>
        inTurn(async () => {
          try {
            return fromServer(await direct(text, [], "names"));
          } catch (error) {
            // The text may have opened a transaction of its own.
            if (lost === null) await direct("ROLLBACK", [], "names");
            throw error;
          }
        }),
      snapshot: (work) => snapshot(options.url, work),
      giveUp: () => undefined,
      discard: () => end(0),
      async close() {
        await inTurn(() => Promise.resolve());
        await end(5);
      },
    };
    return client;
  } catch (error) {
    await end(0);
    throw reachable(error);
  }
}

/** A view of one moment on a connection of its own, which is not counted among the readers: a backup holds it for long. */
async function snapshot<T>(url: string, work: (read: Query) => Promise<T>): Promise<T> {
  let lost = false;
  const run = createRun();
  const connection = connect(url, { max: 1, onclose: () => (lost = true) });
  const inLine = createLine();
  const read: Query = (text, values = []) =>
    inLine(async () => {
      if (lost) throw gone("CONNECTION_CLOSED");
      return fromServer(await run(connection, text, toServer(values), "names"));
    });
  try {
    await read("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const result = await passing(() => work(read));
    await read("COMMIT");
    return result;
  } finally {
    await connection.end({ timeout: 0 });
  }
}

function connect(url: string, more: { max: number; onclose?: () => void; idle_timeout?: number }): Sql {
  return postgres(url, {
    connect_timeout: 10,
    // Never closed for its age: the writing connection holds the lock, and idle readers close by themselves.
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: "counterseat", TimeZone: "UTC", idle_session_timeout: 0 },
    transform: { undefined: null },
    types: {
      // As on the embedded store: a number where it is exact.
      int8: { to: 20, from: [20], serialize: (x: unknown) => String(x), parse: toNumber },
      // Times and JSON pass as the texts they are: drizzle and `postgres-values.ts` convert them.
      date: { to: 1184, from: [1082, 1114, 1184], serialize: same, parse: same },
      json: {
        to: 114,
        from: [114, 3802],
        serialize: (x: unknown) => (typeof x === "string" ? x : JSON.stringify(x)),
        parse: (x: string) => JSON.parse(x) as unknown,
      },
      bytes: { to: 17, from: [17], serialize: toHex, parse: (x: string) => new Uint8Array(Buffer.from(x.slice(2), "hex")) },
    },
    ...more,
  });
}

function same(text: unknown): unknown {
  return text;
}

function toNumber(text: string): number | bigint {
  const value = BigInt(text);
  return value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER ? value : Number(value);
}

function toHex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}

/** Statements that come again are prepared once for each connection, which saves a round trip; so many, since none is ever let go. */
const MOST_PREPARED = 500;

/** Runs statements of one opened database; knows which of them come again. */
function createRun(): (sql: Sql, text: string, values: readonly unknown[], shape: Shape) => Promise<ServerRows> {
  const seen = new Set<string>();
  const again = new Set<string>();
  return async (sql, text, values, shape) => {
    const prepare = again.has(text);
    if (!prepare && values.length > 0) {
      if (seen.has(text) && again.size < MOST_PREPARED) again.add(text);
      else if (seen.size < 4 * MOST_PREPARED) seen.add(text);
    }
    const query = sql.unsafe(text, values as never[], { prepare }); // whatever the server takes; it describes each statement first
    return (await (shape === "arrays" ? query.values() : query)) as unknown as ServerRows;
  };
}

/** The server must be new enough, must keep what it acknowledges, and must be nobody else's. */
async function prepare(writer: Sql): Promise<void> {
  const [found] = await writer.unsafe(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('synchronous_commit') AS sync",
  );
  const version = Number(found?.["version"]);
  if (version < OLDEST) {
    throw new CounterseatError(
      "invalid",
      `The database of DATABASE_URL is PostgreSQL ${Math.floor(version / 10_000)}; Counterseat needs 15 or newer.`,
      {
        fix: "Upgrade PostgreSQL, or leave DATABASE_URL out to keep the records in the data directory.",
      },
    );
  }
  if (found?.["sync"] === "off") await writer.unsafe("SET synchronous_commit = on");
  await takeDatabaseLock(async (text, values) => writer.unsafe(text, values as never[])); // numbers only
}

async function beat(reader: Sql, broken: (code: string) => void): Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  const silence = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("ETIMEDOUT"), SILENCE_MS).unref();
  });
  const answer = reader.unsafe("SELECT 1").then(
    () => null,
    () => null, // whoever asks next is told; a broken reader alone is no reason to drop the writer
  );
  const code = await Promise.race([answer, silence]);
  if (timer !== null) clearTimeout(timer);
  if (code !== null) broken(code);
}

/** Runs what it is given one after the other. */
function createLine(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function gone(code: string): Error {
  return Object.assign(new Error("the connection to PostgreSQL was lost"), { code });
}

/** Says in words why a database could not be opened; everything else passes. */
function reachable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof CounterseatError) return error;
  const code = "code" in error ? String(error.code) : "";
  if (/^(?:28\w{3}|3D000|42501)$/.test(code)) {
    return new CounterseatError("invalid", `The database of DATABASE_URL refuses us (${code}).`, {
      fix: "Check the user, the password and the name of the database, and that the user may create schemas in it.",
    });
  }
  if (/^(?:E[A-Z_]+|CONNECT_TIMEOUT|CONNECTION_\w+|08\w{3}|57P0\d|53300)$/.test(code)) {
    return new CounterseatError("internal", `The database of DATABASE_URL cannot be reached (${code}).`, {
      fix: "Start PostgreSQL, or correct DATABASE_URL.",
      status: 503,
    });
  }
  return error;
}
