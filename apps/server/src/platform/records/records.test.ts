import { fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CounterseatError } from "../errors.ts";
import { takeLock } from "../lock.ts";
import { createLog } from "../log.ts";
import type { Records } from "./contract.ts";
import { openRecords } from "./open.ts";
import { openPGlite } from "./pglite.ts";
import { auditEntry, installation } from "./tables.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-records-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const log = createLog("silent");
let dirs = 0;
const freshDir = () => join(root, String(++dirs));

/** Tables and columns, and the rows of all of them but the list of migrations. */
async function shapeOf(records: Pick<Records, "executor">): Promise<{ columns: string[]; rows: number }> {
  const { rows } = await records.executor.executeSql(
    "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS c FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1",
  );
  const tables = await records.executor.executeSql("SELECT table_name AS t FROM information_schema.tables WHERE table_schema = 'public'");
  let total = 0;
  for (const { t } of tables.rows)
    total += Number((await records.executor.executeSql(`SELECT count(*) AS n FROM "${String(t)}"`)).rows[0]?.["n"]);
  return { columns: rows.map((row) => String(row["c"])), rows: total };
}
const count = async (records: Records) =>
  Number((await records.executor.executeSql("SELECT count(*) AS n FROM installation")).rows[0]?.["n"]);

describe("on one open store", () => {
  const dataDir = freshDir();
  let records: Records;
  beforeAll(async () => {
    records = await openRecords({ dataDir, log });
  });
  afterAll(() => records.close());

  test("a new database has every table, no row, and nothing is left of its making", async () => {
    const shape = await shapeOf(records);
    expect(shape.rows).toBe(0);
    expect(shape.columns.filter((c) => c.startsWith("audit_entry.")).length).toBe(7);
    expect(existsSync(join(dataDir, "records.making"))).toBe(false);
    expect(await records.ping()).toBe(true);
  });

  test("the guard refuses the global client and a second transaction inside one, at once, and lets go behind it", async () => {
    await records.transaction(async (tx) => {
      await tx.insert(installation).values({ key: "guard", value: "1" });
      expect(() => records.db.select()).toThrow("inside a transaction");
      expect(() => records.db.insert(installation)).toThrow("inside a transaction");
      await expect(records.transaction(() => Promise.resolve())).rejects.toThrow("open already");
      await expect(Promise.resolve().then(() => records.db.select())).rejects.toThrow("inside a transaction"); // also further down the stack
    });
    expect((await records.db.select().from(installation)).map((row) => row.key)).toContain("guard");
  });

  test("what a transaction started and did not wait for is outside once it has ended", async () => {
    const gate = { open: (): void => undefined };
    const later = { done: null as Promise<unknown> | null };
    await records.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      later.done = new Promise<void>((resolve) => (gate.open = resolve)).then(() => records.db.select().from(installation));
    });
    gate.open();
    await expect(later.done).resolves.toBeInstanceOf(Array);
  });

  test("a transaction that throws leaves nothing, and nothing open", async () => {
    const before = await count(records);
    await expect(
      records.transaction(async (tx) => {
        await tx.insert(installation).values({ key: "gone", value: "1" });
        throw new Error("on purpose");
      }),
    ).rejects.toThrow("on purpose");
    expect(await count(records)).toBe(before);
  });

  test("the executor writes through the open transaction, and is rolled back with it", async () => {
    const before = await count(records);
    await expect(
      records.transaction(async (tx) => {
        await records.executor.executeSql("INSERT INTO installation VALUES ($1, $2)", ["through", "1"]);
        expect((await tx.select().from(installation)).map((row) => row.key)).toContain("through");
        throw new Error("on purpose");
      }),
    ).rejects.toThrow("on purpose");
    expect(await count(records)).toBe(before);
  });

  test("a text of many statements that fails is rolled back, and nobody beside it meets its aborted transaction", async () => {
    const before = await count(records);
    const failing = "BEGIN; INSERT INTO installation VALUES ('half', '1'); SELECT * FROM no_such_table; COMMIT;";
    const results = await Promise.allSettled([
      records.executor.executeSql(failing),
      records.db.select().from(installation),
      records.executor.executeSql("SELECT 1 AS one"),
      records.executor.executeSql("SELECT $1::int AS two", [2]),
      records.transaction((tx) => tx.insert(installation).values({ key: "beside", value: "1" })),
      records.executor.executeSql(failing),
    ]);
    expect(results.map((r) => r.status)).toEqual(["rejected", "fulfilled", "fulfilled", "fulfilled", "fulfilled", "rejected"]);
    expect(await count(records)).toBe(before + 1);
    const whole = "BEGIN; INSERT INTO installation VALUES ('whole', '1'); INSERT INTO installation VALUES ('whole too', '1'); COMMIT;";
    await records.executor.executeSql(whole);
    expect(await count(records)).toBe(before + 3);
    expect((await records.executor.executeSql("SELECT 1 AS a; SELECT 2 AS b")).rows).toEqual([{ b: 2 }]);
  });
});

test("without the guard a query on the global client inside a transaction waits for ever", async () => {
  const client = await PGlite.create();
  const unguarded = drizzle(client);
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

test("a database made from the template equals one made by the migrations, and migrating twice changes nothing", async () => {
  const fromTemplate = await openRecords({ dataDir: freshDir(), log });
  const client = await PGlite.create();
  const plain = { executor: { executeSql: async (text: string) => ({ rows: (await client.query<Record<string, unknown>>(text)).rows }) } };
  await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
  const expected = await shapeOf(plain);
  expect(expected.rows).toBe(0);
  expect(await shapeOf(fromTemplate)).toEqual(expected);
  await client.query("INSERT INTO installation VALUES ('kept', 'v')");
  await migrate(drizzle(client), { migrationsFolder: MIGRATIONS });
  expect(await shapeOf(plain)).toEqual({ ...expected, rows: 1 });
  const applied = "SELECT count(*) AS n FROM drizzle.__drizzle_migrations";
  expect((await client.query(applied)).rows).toEqual((await fromTemplate.executor.executeSql(applied)).rows);
  await client.close();
  await fromTemplate.close();
});

test("rows are there after reopening, and a database cut off while it was made is made anew", async () => {
  const dataDir = freshDir();
  mkdirSync(join(dataDir, "records"), { recursive: true });
  writeFileSync(join(dataDir, "records", "PG_VERSION"), "half");
  writeFileSync(join(dataDir, "records.making"), "");
  const first = await openRecords({ dataDir, log });
  await first.transaction((tx) => tx.insert(auditEntry).values({ actor: "a", operation: "o", world: "own", subject: null, fields: ["x"] }));
  await first.close();
  const second = await openRecords({ dataDir, log });
  expect(await second.db.select({ fields: auditEntry.fields }).from(auditEntry)).toEqual([{ fields: ["x"] }]);
  await second.close();
});

describe("the lock of a data directory", () => {
  test("is refused while another process holds it, and taken over once that one was killed", async () => {
    const dataDir = freshDir();
    const child = fork(fileURLToPath(new URL("./lock-child.ts", import.meta.url)), [dataDir], {
      execArgv: ["--conditions=source", "--import", "tsx"],
    });
    try {
      expect(await new Promise((resolve) => child.once("message", resolve))).toBe("held");
      const refusal = (() => {
        try {
          return takeLock(dataDir);
        } catch (error) {
          return error;
        }
      })();
      expect(refusal).toBeInstanceOf(CounterseatError);
      expect(refusal).toMatchObject({ code: "conflict", message: `Process ${child.pid} is using ${dataDir}.` });
      const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
      child.kill("SIGKILL");
      expect(await ended).toBe("SIGKILL");
    } finally {
      child.kill("SIGKILL");
    }
    expect(existsSync(join(dataDir, "lock"))).toBe(true); // it had no chance to release it
    const mine = takeLock(dataDir);
    expect(() => takeLock(dataDir)).toThrow("is using");
    mine.release();
    takeLock(dataDir).release();
  });

  test("is taken over from a process that had this one's number, as in a container that was started again", () => {
    const dataDir = freshDir();
    const mine = takeLock(dataDir);
    const path = join(dataDir, "lock");
    const left = JSON.parse(readFileSync(path, "utf8")) as object;
    mine.release();
    writeFileSync(path, JSON.stringify({ ...left, started: "1" })); // the same pid and host, another start
    takeLock(dataDir).release();
  });
});
