import { createHash } from "node:crypto";
import type { AddressInfo, Server as NetServer } from "node:net";
import { text } from "node:stream/consumers";
import { type Connection, createServer } from "mysql2";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mysql } from "./mysql.ts";
import { minute, reachOf, runConformance, type Told } from "./test-connector.ts";

/**
 * A server that speaks MySQL's protocol (handshake, passwords, result sets, errors) over a real socket and answers the statements
 * the connector makes from a table of its own. What a MySQL makes of other SQL is not shown here.
 */
const PASSWORD = "right-word-6d02";
let table: Told[] = [];
let said: string[] = [];
let port = 0;
let listening: NetServer;
/** Result columns: name, type, character set (63: binary). */
const COLUMNS = [
  ["id", 0x08, 63],
  ["changed", 0x07, 63],
  ["amount", 0xf6, 63],
  ["name", 0xfd, 45],
] as const;

/** What mysql2 documents of the server's side and leaves out of its types. */
interface ServerSide {
  serverHandshake(args: object): void;
  writeOk(): void;
  writeError(error: { code: number; message: string }): void;
  writeColumns(columns: readonly object[]): void;
  writeTextRow(cells: readonly (string | null)[]): void;
  writeEof(): void;
  /** Packets are numbered anew with every command. */
  _resetSequenceId(): void;
  on(event: string, listener: (text: string) => void): void;
}

const sha1 = (...parts: (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash("sha1")).digest();
/** mysql_native_password: SHA1(password) XOR SHA1(seed + SHA1(SHA1(password))). */
function proves(seed: Buffer, token: Buffer): boolean {
  const once = sha1(PASSWORD);
  const mask = sha1(seed, sha1(once));
  return token.equals(Buffer.from(once.map((byte, i) => byte ^ (mask[i] ?? 0))));
}

function answer(client: ServerSide, statement: string): void {
  said.push(statement);
  if (/^START TRANSACTION READ ONLY$/.test(statement)) return client.writeOk();
  if (!statement.includes("FROM told")) return client.writeError({ code: 1064, message: "You have an error in your SQL syntax" });
  const from = /WHERE asked\.`changed` >= '([^']*)' OR asked\.`changed` IS NULL/.exec(statement)?.[1] ?? null;
  const limit = Number(/LIMIT (\d+)$/.exec(statement)?.[1] ?? table.length);
  let rows = table.map((row) => ({ ...row, changed: row.changed.replace("T", " ").replace("Z", "") }));
  if (from !== null) rows = rows.filter((row) => row.changed >= from);
  if (statement.includes("ORDER BY asked.`changed`")) rows.sort((a, b) => (a.changed < b.changed ? -1 : a.changed > b.changed ? 1 : 0));
  client.writeColumns(
    COLUMNS.map(([name, columnType, characterSet]) => ({
      catalog: "def",
      schema: "shop",
      table: "told",
      orgTable: "told",
      name,
      orgName: name,
      characterSet,
      columnLength: 384,
      columnType,
      flags: 0,
      decimals: 0,
    })),
  );
  for (const row of rows.slice(0, limit)) client.writeTextRow([row.id, row.changed, row.amount, row.name]);
  client.writeEof();
}

beforeAll(async () => {
  const server = createServer((connection: Connection) => {
    const client = connection as unknown as ServerSide;
    client.serverHandshake({
      protocolVersion: 10,
      serverVersion: "8.0.36",
      connectionId: 1,
      statusFlags: 2,
      characterSet: 45,
      capabilityFlags: 0xffffff ^ 0x0800 ^ 0x20, // neither TLS nor compression
      authCallback: (
        { authPluginData1, authPluginData2, authToken }: { authPluginData1: Buffer; authPluginData2: Buffer; authToken: Buffer },
        done: (error: null, refusal?: { message: string; code: number }) => void,
      ) => {
        if (proves(Buffer.concat([authPluginData1, authPluginData2]).subarray(0, 20), authToken)) done(null);
        else done(null, { message: "Access denied for user 'reader'@'localhost' (using password: YES)", code: 1045 });
        client._resetSequenceId();
      },
    });
    connection.on("error", () => undefined); // the connector hangs up when it has what it wants
    client.on("query", (statement) => {
      answer(client, statement);
      client._resetSequenceId();
    });
    client.on("stmt_prepare", (statement) => {
      said.push(statement); // SET arrives here
      client.writeOk();
      client._resetSequenceId();
    });
  });
  listening = (server as unknown as { _server: NetServer })._server; // to learn its port
  server.listen(0);
  await new Promise<void>((resolve) => (listening.listening ? resolve() : listening.once("listening", () => resolve())));
  port = (listening.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => listening.close(resolve)));
beforeEach(() => {
  table = [];
  said = [];
});

const reach = { privateHosts: ["127.0.0.1"] };
const settings = (more: object = {}) => ({
  host: "127.0.0.1",
  port,
  database: "shop",
  user: "reader",
  password: PASSWORD,
  tls: "off",
  query: "SELECT id, changed, amount, name FROM told",
  column: "changed",
  ...more,
});

describe("as every connector", () => {
  runConformance(() =>
    Promise.resolve({
      connector: mysql,
      reach,
      settings: settings(),
      wrong: { secret: "wrong-word-0ab3", settings: settings({ password: "wrong-word-0ab3" }) },
      nowhere: settings({ port: 1 }),
      empty: () => Promise.resolve(void (table = [])),
      add: (rows) => Promise.resolve(void table.push(...rows)),
      close: () => Promise.resolve(),
    }),
  );
});

async function read(more: object): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const piece of mysql.read(reachOf(reach), mysql.settings.parse(settings(more)), null))
    rows.push(
      ...(await text(piece.bytes))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    );
  return rows;
}

test("reads in a transaction that can only read, with a limit of time, an instant as one", async () => {
  table = [{ id: "18446744073709551615", changed: minute(5), amount: "0.10", name: "n" }];
  expect(await read({ column: "", timeoutSeconds: 9 })).toEqual([
    { id: "18446744073709551615", changed: "2026-01-01 00:05:00.000001Z", amount: "0.10", name: "n" },
  ]);
  expect(said).toEqual([
    "SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES', time_zone = '+00:00'",
    "SET SESSION max_execution_time = 9000",
    "START TRANSACTION READ ONLY",
    "SELECT id, changed, amount, name FROM told",
  ]);
});

test("what MySQL says of a wrong query is told with what to do", async () => {
  await expect(read({ query: "SELEC 1" })).rejects.toMatchObject({ message: expect.stringContaining("SQL syntax") as string });
});

test("a server that does not encrypt is not told a password where encryption is asked for", async () => {
  await expect(read({ tls: "verify" })).rejects.toMatchObject({ code: "invalid", fix: expect.stringContaining("encrypts") as string });
  expect(said).toEqual([]);
});
