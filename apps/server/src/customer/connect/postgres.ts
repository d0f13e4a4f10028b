import { isIP } from "node:net";
import postgres, { type Sql } from "postgres";
import { CounterseatError } from "../../platform/errors.ts";
import { openTcp } from "../../platform/outbound-tcp.ts";
import { connector, type Found, type Piece, type Reach } from "./connector.ts";
import { type Database, firstOf, readQuery } from "./read-query.ts";
import { firstRows, type Row } from "./rows-file.ts";
import { type SqlSettings, sqlSettings } from "./sql-settings.ts";
import { tlsFailure } from "./tls-failure.ts";

const CONNECT_MS = 15_000;
const ROWS_AT_ONCE = 1000;

/** A query of a PostgreSQL database. */
export const postgresql = connector({
  id: "postgres",
  settings: sqlSettings(5432),
  async test(reach, settings): Promise<Found> {
    return { ...firstRows(await firstOf(databaseOf(reach, settings), settings)), note: null };
  },
  read: (reach, settings, cursor): AsyncGenerator<Piece> => readQuery(reach, databaseOf(reach, settings), settings, cursor),
});

function databaseOf(reach: Reach, settings: SqlSettings): Database {
  return {
    select: (text) => select(reach, settings, text),
    name: (column) => `"${column.replaceAll('"', '""')}"`,
    literal: (value) => `'${value.replaceAll("'", "''")}'`, // standard_conforming_strings is set on
    nullsFirst: " NULLS FIRST",
  };
}

async function* select(reach: Reach, settings: SqlSettings, text: string): AsyncGenerator<Row> {
  const sql = connect(reach, settings);
  try {
    await sql.unsafe(
      `BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
       SET LOCAL statement_timeout = ${settings.timeoutSeconds * 1000};
       SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601';
       SET LOCAL standard_conforming_strings = on; SET LOCAL extra_float_digits = 1`,
    );
    // By a portal of the extended protocol, which takes one statement and no more.
    for await (const rows of sql.unsafe(text).cursor(ROWS_AT_ONCE)) yield* rows as unknown as Row[];
  } catch (error) {
    throw failure(error, settings);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Values arrive as PostgreSQL writes them: no number, time or JSON is read into something less exact. */
const AS_WRITTEN = [16, 20, 21, 23, 25, 26, 114, 700, 701, 1082, 1114, 1184, 1700, 3802, 17];

function connect(reach: Reach, settings: SqlSettings): Sql {
  const { host, port, database, user, password, tls } = settings;
  const options = {
    host,
    port,
    database,
    username: user,
    password: () => password, // by a function: an empty text would be looked for in the environment
    max: 1,
    prepare: false,
    fetch_types: false,
    connect_timeout: CONNECT_MS / 1000,
    onnotice: () => undefined,
    ssl: tls === "off" ? (false as const) : { rejectUnauthorized: tls === "verify", ...(isIP(host) > 0 ? {} : { servername: host }) },
    types: { written: { to: 25, from: AS_WRITTEN, serialize: String, parse: (text: string) => text } },
    socket: () => openTcp({ host, port, timeoutMs: CONNECT_MS }, reach),
  };
  return postgres(options) as unknown as Sql; // `socket` is documented and missing in its types
}

function failure(error: unknown, { user, database, host }: SqlSettings): unknown {
  if (error instanceof CounterseatError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const said = error instanceof Error ? error.message : "";
  if (code === "28P01" || code === "28000")
    return new CounterseatError("invalid", `PostgreSQL at ${host} refused the user ${user} or the password.`, { fix: "Enter both again." });
  if (code === "3D000")
    return new CounterseatError("invalid", `PostgreSQL at ${host} has no database ${database}.`, { fix: "Correct the database's name." });
  if (code === "57014")
    return new CounterseatError("invalid", "The query took longer than it may, and was ended.", {
      fix: "Ask for less, name a growing column that has an index, or allow more seconds.",
    });
  if (code === "25006")
    return new CounterseatError("invalid", "The query would change something, and was refused.", { fix: "Write one SELECT." });
  if (/^[0-9A-Z]{5}$/.test(code))
    return new CounterseatError("invalid", `PostgreSQL answers: ${said}`, { fix: "Correct the query; it has to be one SELECT." });
  return tlsFailure(error, "PostgreSQL", host) ?? error;
}
