import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { afterAll, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { conformsToRecords } from "./conformance.ts";
import { MIGRATIONS } from "./migrate.ts";
import { openRecords } from "./open.ts";
import { openPGlite } from "./pglite.ts";
import { installation } from "./tables.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-pglite-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const log = createLog("silent");
let dirs = 0;
const freshDir = () => join(root, String(++dirs));

conformsToRecords("pglite", () => Promise.resolve({ dataDir: freshDir(), databaseUrl: null }));

/** Tables and columns, and the rows of all of them. */
async function shapeOf(ask: (text: string) => Promise<Record<string, unknown>[]>): Promise<{ columns: string[]; rows: number }> {
  const columns = await ask(
    "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS c FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1",
  );
  let rows = 0;
  for (const { t } of await ask("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public'"))
    rows += Number((await ask(`SELECT count(*) AS n FROM "${String(t)}"`))[0]?.["n"]);
  return { columns: columns.map((row) => String(row["c"])), rows };
}

test("without the guard a query on the global client inside a transaction waits for ever", async () => {
  const client = await PGlite.create();
  const unguarded = drizzle({ client });
  let answered = false;
  const query = { sent: null as Promise<unknown> | null };
  await unguarded.transaction(async (tx) => {
    query.sent = client.query("select 1").then(() => (answered = true));
    // The transaction's own statements go through, one after the other; the one from outside does not get a turn.
    for (let i = 0; i < 50; i++) await tx.execute(sql`select 1`);
    expect(answered).toBe(false);
  });
  await query.sent; // answered once, and because, the transaction has ended
  expect(answered).toBe(true);
  await client.close();
});

test("a committed row is synced to disk: every insert of its own adds syncs, reading adds none", async () => {
  const { client, fs } = await openPGlite(freshDir(), null);
  expect((await client.query<{ fsync: string }>("show fsync")).rows).toEqual([{ fsync: "on" }]);
  await client.exec("CREATE TABLE t (n int)");
  for (let i = 0; i < 10; i++) {
    const before = fs.syncs;
    await client.query("INSERT INTO t VALUES ($1)", [i]);
    expect(fs.syncs - before).toBe(1);
  }
  const before = fs.syncs;
  await client.transaction(async (tx) => {
    for (let i = 0; i < 10; i++) await tx.query("INSERT INTO t VALUES ($1)", [i]);
  });
  expect(fs.syncs - before).toBe(1); // a transaction is one commit
  for (let i = 0; i < 5; i++) await client.query("SELECT count(*) FROM t");
  expect(fs.syncs - before).toBe(1);
  await client.close();
});

test("a database made from the template equals one made by the migrations", async () => {
  const fromTemplate = await openRecords({ dataDir: freshDir(), log });
  const client = await PGlite.create();
  await migrate(drizzle({ client }), { migrationsFolder: MIGRATIONS });
  await client.query("INSERT INTO installation VALUES ('installation-id', 'of its own')");
  const plain = await shapeOf(async (text) => (await client.query<Record<string, unknown>>(text)).rows);
  expect(plain.columns.length).toBeGreaterThan(100);
  expect(await shapeOf(async (text) => (await fromTemplate.executor.executeSql(text)).rows)).toEqual(plain);
  const applied = "SELECT hash FROM drizzle.__drizzle_migrations ORDER BY id";
  expect((await client.query(applied)).rows).toEqual((await fromTemplate.executor.executeSql(applied)).rows);
  await client.close();
  await fromTemplate.close();
});

test("a database cut off while it was made is made anew", async () => {
  const dataDir = freshDir();
  mkdirSync(join(dataDir, "records"), { recursive: true });
  writeFileSync(join(dataDir, "records", "PG_VERSION"), "half");
  writeFileSync(join(dataDir, "records.making"), "");
  const records = await openRecords({ dataDir, log });
  expect(await records.db.select().from(installation)).toHaveLength(1);
  expect(existsSync(join(dataDir, "records.making"))).toBe(false);
  await records.close();
});

test("a data directory whose records are in a PostgreSQL, or gone, gets no empty ones of its own", async () => {
  const dataDir = freshDir();
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, "installation"), "an id\n");
  await expect(openRecords({ dataDir, log })).rejects.toMatchObject({
    code: "conflict",
    fix: expect.stringContaining("DATABASE_URL") as string,
  });
  expect(existsSync(join(dataDir, "records"))).toBe(false);
});

test("a start that was cut off while PostgreSQL wrote its own lock file does not keep the next from starting", async () => {
  const dataDir = freshDir();
  await (await openRecords({ dataDir, log })).close();
  writeFileSync(join(dataDir, "records", "postmaster.pid"), "");
  const records = await openRecords({ dataDir, log });
  expect(await records.ping()).toBe(true);
  await records.close();
});
