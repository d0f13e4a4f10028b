import { isIP, type Socket } from "node:net";
import { type Connection, createConnection, type TypeCastField } from "mysql2";
import { CounterseatError } from "../../platform/errors.ts";
import { openTcp } from "../../platform/outbound-tcp.ts";
import { connector, type Found, type Piece, type Reach } from "./connector.ts";
import { type Database, firstOf, readQuery } from "./read-query.ts";
import { firstRows, type Row } from "./rows-file.ts";
import { type SqlSettings, sqlSettings } from "./sql-settings.ts";
import { tlsFailure } from "./tls-failure.ts";

const CONNECT_MS = 15_000;
const UNKNOWN_VARIABLE = "ER_UNKNOWN_SYSTEM_VARIABLE";

/** A query of a MySQL or MariaDB database. */
export const mysql = connector({
  id: "mysql",
  settings: sqlSettings(3306),
  async test(reach, settings): Promise<Found> {
    return { ...firstRows(await firstOf(databaseOf(reach, settings), settings)), note: null };
  },
  read: (reach, settings, cursor): AsyncGenerator<Piece> => readQuery(reach, databaseOf(reach, settings), settings, cursor),
});

function databaseOf(reach: Reach, settings: SqlSettings): Database {
  return {
    select: (text) => select(reach, settings, text),
    name: (column) => `\`${column.replaceAll("`", "``")}\``,
    // A number is compared as one: as a text it would be compared as a rounded one. NO_BACKSLASH_ESCAPES is set.
    literal: (value) => (/^-?\d+(?:\.\d+)?$/.test(value) ? value : `'${value.replace(INSTANT, "$1").replaceAll("'", "''")}'`),
    nullsFirst: "", // they stand there anyway
  };
}

async function* select(reach: Reach, settings: SqlSettings, text: string): AsyncGenerator<Row> {
  const { host, port } = settings;
  const socket = await openTcp({ host, port, timeoutMs: CONNECT_MS }, reach);
  const connection = connect(settings, socket);
  connection.on("error", () => undefined); // whatever is under way fails with it
  try {
    await ask(connection, "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES', time_zone = '+00:00'");
    await limitTime(connection, settings.timeoutSeconds);
    await ask(connection, "START TRANSACTION READ ONLY");
    for await (const row of connection.query({ sql: text, typeCast: asWritten }).stream({ highWaterMark: 1000 })) yield row as Row;
  } catch (error) {
    throw failure(error, settings);
  } finally {
    connection.destroy(); // whatever of the answer is still on its way is not read
  }
}

/** MySQL counts in milliseconds, MariaDB under another name in seconds; each refuses the other's. */
async function limitTime(connection: Connection, seconds: number): Promise<void> {
  await ask(connection, `SET SESSION max_execution_time = ${seconds * 1000}`).catch(async (error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === UNKNOWN_VARIABLE)) throw error;
    await ask(connection, `SET SESSION max_statement_time = ${seconds}`);
  });
}

function connect(settings: SqlSettings, socket: Socket): Connection {
  const { host, database, user, password, tls } = settings;
  return createConnection({
    host,
    database,
    user,
    password,
    charset: "utf8mb4",
    connectTimeout: CONNECT_MS,
    stream: () => socket,
    multipleStatements: false,
    ...(tls === "off"
      ? {}
      : {
          ssl: { rejectUnauthorized: tls === "verify", verifyIdentity: tls === "verify", ...(isIP(host) > 0 ? {} : { servername: host }) },
        }),
  });
}

function ask(connection: Connection, text: string): Promise<void> {
  return new Promise((resolve, reject) => connection.query(text, (error) => (error === null ? resolve() : reject(error))));
}

/** A TIMESTAMP is an instant and comes in UTC, as the session asks for; a DATETIME is a time of some zone and stays one. */
const INSTANT = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)Z$/;
const NO_DATE = /^0000-00-00/;

/** Values arrive as MySQL writes them: no number or time is read into something less exact. */
function asWritten(field: TypeCastField): string | null {
  const value = field.string("utf8");
  if (value === null || NO_DATE.test(value)) return null;
  return field.type === "TIMESTAMP" ? `${value}Z` : value;
}

function failure(error: unknown, { user, database, host }: SqlSettings): unknown {
  if (error instanceof CounterseatError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "ER_ACCESS_DENIED_ERROR" || code === "ER_ACCESS_DENIED_NO_PASSWORD_ERROR")
    return new CounterseatError("invalid", `MySQL at ${host} refused the user ${user} or the password.`, { fix: "Enter both again." });
  if (code === "ER_BAD_DB_ERROR" || code === "ER_DBACCESS_DENIED_ERROR")
    return new CounterseatError("invalid", `MySQL at ${host} has no database ${database} for the user ${user}.`, {
      fix: "Correct the database's name, or let the user read it.",
    });
  if (code === "ER_QUERY_TIMEOUT" || code === "ER_STATEMENT_TIMEOUT")
    return new CounterseatError("invalid", "The query took longer than it may, and was ended.", {
      fix: "Ask for less, name a growing column that has an index, or allow more seconds.",
    });
  if (code === "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION")
    return new CounterseatError("invalid", "The query would change something, and was refused.", { fix: "Write one SELECT." });
  if (code.startsWith("ER_"))
    return new CounterseatError("invalid", `MySQL answers: ${error.message}`, { fix: "Correct the query; it has to be one SELECT." });
  return tlsFailure(error, "MySQL", host) ?? error;
}
