import postgres from "postgres";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askServer, dropDatabase, emptyDatabase, testServer } from "../../platform/records/test-database.ts";
import { postgresql } from "./postgres.ts";
import { minute, reachOf, runConformance, type Told } from "./test-connector.ts";

// Runs where a PostgreSQL was given to the run (`npm run test:all`).
describe.skipIf(testServer === null)("a PostgreSQL", () => {
  const server = testServer ?? "";
  let url = new URL("postgres://nobody@127.0.0.1/none");
  const PASSWORD = "right-word-1c77";
  const USER = `reader_${process.pid}`;
  beforeAll(async () => {
    url = new URL(await emptyDatabase(server));
    await askServer(server, `CREATE USER ${USER} PASSWORD '${PASSWORD}'`);
    await askServer(url.href, "CREATE TABLE told (id bigint, changed timestamptz, amount numeric(20, 2), name text)");
    await askServer(url.href, `GRANT SELECT, INSERT ON told TO ${USER}`);
  });
  afterAll(async () => {
    await dropDatabase(server, url.href);
    await askServer(server, `DROP USER ${USER}`);
  });

  const reach = { privateHosts: ["127.0.0.1"] };
  const settings = (more: object = {}) => ({
    host: "127.0.0.1",
    port: url.port,
    database: url.pathname.slice(1),
    user: USER,
    password: PASSWORD,
    tls: "off",
    query: "SELECT id, changed, amount, name FROM told -- all of them\n;",
    column: "changed",
    ...more,
  });
  const add = async (rows: readonly Told[]) => {
    const sql = postgres(url.href, { max: 1 });
    for (const { id, changed, amount, name } of rows)
      await sql.unsafe("INSERT INTO told SELECT $1::text::bigint, $2::text::timestamptz, $3::text::numeric, $4", [
        id,
        changed,
        amount,
        name,
      ]);
    await sql.end();
  };
  const empty = async () => void (await askServer(url.href, "TRUNCATE told"));

  describe("as every connector", () => {
    runConformance(() =>
      Promise.resolve({
        connector: postgresql,
        reach,
        settings: settings(),
        // The server of the tests trusts everybody; a user it does not know it refuses all the same.
        wrong: { secret: "wrong-word-9e21", settings: settings({ user: "nobody_here", password: "wrong-word-9e21" }) },
        nowhere: settings({ port: 1 }),
        empty,
        add,
        close: () => Promise.resolve(),
      }),
    );
  });

  async function read(more: object): Promise<Record<string, unknown>[]> {
    const rows: Record<string, unknown>[] = [];
    for await (const piece of postgresql.read(reachOf(reach), postgresql.settings.parse(settings(more)), null))
      rows.push(
        ...(await text(piece.bytes))
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      );
    return rows;
  }

  test("without a growing column the answer is one piece, values as PostgreSQL writes them", async () => {
    const query = `SELECT 9007199254740993::bigint AS long, 0.1::float8 AS rough, 19.90::numeric(9,2) AS cents, true AS yes,
      date '2026-02-03' AS day, timestamp '2026-02-03 04:05:06.789012' AS naive, timestamptz '2026-02-03 04:05:06+02' AS instant,
      '{"a": 1.10}'::jsonb AS held, ARRAY[1, 2] AS list, NULL AS nothing`;
    expect(await read({ query, column: "" })).toEqual([
      {
        long: "9007199254740993",
        rough: "0.1",
        cents: "19.90",
        yes: "t",
        day: "2026-02-03",
        naive: "2026-02-03 04:05:06.789012",
        instant: "2026-02-03 02:05:06+00",
        held: '{"a": 1.10}',
        list: "{1,2}",
        nothing: null,
      },
    ]);
  });

  test.each([
    ["a second statement", "SELECT 1; DELETE FROM told", ""],
    ["a change", "INSERT INTO told (id) VALUES (1) RETURNING id", ""],
    ["a change inside", "WITH gone AS (INSERT INTO told (id) VALUES (1) RETURNING id) SELECT * FROM gone", ""],
    ["what breaks out of its place", "SELECT * FROM told) AS asked; COMMIT; DELETE FROM told; SELECT * FROM (SELECT 1", "id"],
  ])("%s is refused", async (_what, query, column) => {
    await empty();
    await add([{ id: "7", changed: minute(0), amount: null, name: "n" }]);
    await expect(read({ query, column })).rejects.toMatchObject({ code: "invalid", fix: expect.any(String) as string });
    expect(await askServer(url.href, "SELECT id::text FROM told")).toEqual([{ id: "7" }]);
  });

  test("a query that takes too long is ended", async () => {
    await expect(read({ query: "SELECT pg_sleep(600)", column: "", timeoutSeconds: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("longer than it may") as string,
    });
  });

  test("rows without a value in the growing column, and a column that is not there, are told", async () => {
    await empty();
    await askServer(url.href, "INSERT INTO told (id, changed) VALUES (1, now()), (2, NULL)");
    await expect(read({})).rejects.toMatchObject({ message: expect.stringContaining("nothing in changed") as string });
    await expect(postgresql.test(reachOf(reach), postgresql.settings.parse(settings({ column: "modified" })))).rejects.toMatchObject({
      fix: "Its columns are id, changed, amount, name.",
    });
  });

  test("a server that does not encrypt is not spoken to where encryption is asked for", async () => {
    await expect(read({ tls: "verify" })).rejects.toMatchObject({ code: "invalid", fix: expect.stringContaining("encrypts") as string });
  });
});
