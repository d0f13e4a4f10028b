import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CounterseatError } from "../errors.ts";
import { createLog } from "../log.ts";
import type { Records, RecordsDriver } from "./contract.ts";
import { type OpenRecords, openRecords } from "./open.ts";
import { writeFixture } from "./test-migrations.ts";
import { auditEntry, invitation, installation, keptAnswer, logKey } from "./tables.ts";

/** A place for one installation's records, opened as often as wanted. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

const log = createLog("silent");
const open = (place: Place, more: Partial<OpenRecords> = {}) => openRecords({ ...place, log, ...more });
const count = async (records: Records) =>
  Number((await records.executor.executeSql("SELECT count(*) AS n FROM installation")).rows[0]?.["n"]);
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("it was not refused");
    },
    (error: unknown) => error,
  );

/** What every driver of the record store has to do, seen from outside. `newPlace` gives an empty one each time. */
export function conformsToRecords(driver: RecordsDriver, newPlace: () => Promise<Place>): void {
  const root = mkdtempSync(join(tmpdir(), "counterseat-records-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  describe("on one open store", () => {
    let place: Place;
    let records: Records;
    beforeAll(async () => {
      place = await newPlace();
      records = await open(place);
    });
    afterAll(() => records.close());

    test("a new database has every table and nobody's rows", async () => {
      expect(records.driver).toBe(driver);
      expect(records.trouble).toBeNull();
      expect(await records.ping()).toBe(true);
      const applied = (await records.executor.executeSql("SELECT count(*)::int AS n FROM drizzle.__drizzle_migrations")).rows;
      expect(applied).toEqual([{ n: records.schemaVersion }]);
      expect(records.schemaVersion).toBeGreaterThan(1);
      expect((await records.db.select().from(installation)).map((row) => row.key)).toEqual(["installation-id"]);
      expect(await records.db.select().from(auditEntry)).toEqual([]);
      expect(await records.db.select().from(invitation)).toEqual([]);
    });

    test("values come back as they went in, on the builder and in raw SQL", async () => {
      const id = "0193f000-0000-7000-8000-000000000001";
      const at = new Date("2026-03-29T01:30:00.123Z");
      const bytes = Uint8Array.from([0, 1, 254, 255]);
      await records.db.insert(logKey).values({ id, source: "crm", subject: "é' \\ \"", key: bytes, createdAt: at });
      const [key] = await records.db.select().from(logKey).where(eq(logKey.id, id));
      expect(key).toEqual({ id, source: "crm", subject: "é' \\ \"", key: bytes, createdAt: at, destroyedAt: null });
      expect(key?.key?.constructor).toBe(Uint8Array);
      const seq = Number.MAX_SAFE_INTEGER;
      const entry = { seq, actor: "a", operation: "o", world: "own", subject: null, fields: ["x", "it's", "1"], hash: null };
      await records.transaction((tx) => tx.insert(auditEntry).values(entry));
      const [read] = await records.db
        .select({ seq: auditEntry.seq, fields: auditEntry.fields, n: sql<number>`count(*) over ()` })
        .from(auditEntry);
      expect(read).toEqual({ seq, fields: entry.fields, n: 1 });
      const raw = "SELECT $1::timestamptz AS at, $2::jsonb AS j, $3::text AS t, $4::boolean AS b, $5::int AS i, $6::text[] AS a, null AS n";
      const values = [at, { a: [1, "b"] }, "text", true, 7, ["x", "y z"]];
      expect((await records.executor.executeSql(raw, values)).rows).toEqual([
        { at, j: { a: [1, "b"] }, t: "text", b: true, i: 7, a: ["x", "y z"], n: null },
      ]);
      expect(await records.transaction(async () => (await records.executor.executeSql(raw, values)).rows[0]?.["at"])).toEqual(at);
      const executed = (await records.db.execute(sql`select ${1}::int as one, ${at}::timestamptz as at`)) as { rows?: unknown[] };
      expect(executed.rows).toMatchObject([{ one: 1 }]);
    });

    test("a refusal of SQL is told as such, with its code, and is no trouble", async () => {
      await records.db.insert(installation).values({ key: "twice", value: "1" });
      const refusal = await refusalOf(Promise.resolve(records.db.insert(installation).values({ key: "twice", value: "2" })));
      expect(refusal).toMatchObject({ cause: { code: "23505" } });
      await expect(records.transaction((tx) => tx.execute(sql`select * from no_such_table`))).rejects.toMatchObject({
        cause: { code: "42P01" },
      });
      await expect(records.executor.executeSql("SELECT 1 / $1::int", [0])).rejects.toMatchObject({ code: "22012" });
      expect(records.trouble).toBeNull();
    });

    test("the guard refuses the global client and a second transaction inside one, at once, and lets go behind it", async () => {
      await records.transaction(async (tx) => {
        await tx.insert(installation).values({ key: "guard", value: "1" });
        expect(() => records.db.select()).toThrow("inside a transaction");
        expect(() => records.db.insert(installation)).toThrow("inside a transaction");
        await expect(records.transaction(() => Promise.resolve())).rejects.toThrow("open already");
        await expect(records.snapshot(() => Promise.resolve())).rejects.toThrow("A transaction is open");
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

    test("a transaction that throws leaves nothing, and nothing open; its own error comes out", async () => {
      const before = await count(records);
      const mine = new CounterseatError("conflict", "on purpose");
      const failing = records.transaction(async (tx) => {
        await tx.insert(installation).values({ key: "gone", value: "1" });
        throw mine;
      });
      expect(await refusalOf(failing)).toBe(mine);
      // A code that a lost connection would have too says nothing when it is the work's own.
      const missing = records.transaction(() => Promise.reject(Object.assign(new Error("no such file"), { code: "ENOENT" })));
      await expect(missing).rejects.toThrow("no such file");
      expect(await count(records)).toBe(before);
      expect(records.trouble).toBeNull();
    });

    test("a transaction inside a transaction is a savepoint: it goes, the rest stays", async () => {
      const before = await count(records);
      await records.transaction(async (tx) => {
        await tx.insert(installation).values({ key: "outer", value: "1" });
        const inner = tx.transaction(async (nested) => {
          await nested.insert(installation).values({ key: "inner", value: "1" });
          await nested.insert(installation).values({ key: "outer", value: "again" });
        });
        await expect(inner).rejects.toMatchObject({ cause: { code: "23505" } });
        await tx.transaction((nested) => nested.insert(installation).values({ key: "inner, second time", value: "1" }));
      });
      expect(await count(records)).toBe(before + 2);
    });

    test("a transaction whose failed statement was swallowed is not taken for a success", async () => {
      const before = await count(records);
      const swallowing = records.transaction(async (tx) => {
        await tx.insert(installation).values({ key: "swallowed", value: "1" });
        await tx.execute(sql`select * from no_such_table`).catch(() => undefined);
      });
      await expect(swallowing).rejects.toThrow();
      expect(await count(records)).toBe(before);
    });

    test("writers see each other: nothing that was read and written back is lost, with reads in between", async () => {
      await records.db.insert(installation).values({ key: "counter", value: "0" });
      const counter = eq(installation.key, "counter");
      const add = () =>
        records.transaction(async (tx) => {
          const [row] = await tx.select().from(installation).where(counter);
          await tx
            .update(installation)
            .set({ value: String(Number(row?.value) + 1) })
            .where(counter);
        });
      await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? records.db.select().from(installation) : add())));
      expect((await records.db.select().from(installation).where(counter))[0]?.value).toBe("30");
    });

    test("the executor writes through the open transaction, and is rolled back with it", async () => {
      const before = await count(records);
      await expect(
        records.transaction(async (tx) => {
          await records.executor.executeSql("INSERT INTO installation VALUES ($1, $2)", ["through", "1"]);
          await records.executor.executeSql(
            "INSERT INTO installation VALUES ('through 2', '1'); INSERT INTO installation VALUES ('through 3', '1')",
          );
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

    test("a snapshot shows one moment however long it is read, and lets nothing be written", async () => {
      const rows = async (read: (text: string) => Promise<Record<string, unknown>[]>) =>
        Number((await read("SELECT count(*) AS n FROM installation"))[0]?.["n"]);
      const beside = { done: null as Promise<unknown> | null };
      const [first, second] = await records.snapshot(async (read) => {
        const seen = await rows(read);
        beside.done = records.db
          .insert(installation)
          .values({ key: "while it was read", value: "1" })
          .then(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return [seen, await rows(read)];
      });
      expect(second).toBe(first);
      await beside.done;
      expect(await count(records)).toBe((first ?? 0) + 1);
      await expect(records.snapshot((read) => read("INSERT INTO installation VALUES ('from a snapshot', '1')"))).rejects.toMatchObject({
        code: "25006",
      });
      await expect(records.snapshot(() => Promise.reject(new Error("on purpose")))).rejects.toThrow("on purpose");
      expect(records.trouble).toBeNull();
      expect(await count(records)).toBe((first ?? 0) + 1);
    });
  });

  test("rows are there after reopening; what is asked of a closed store is refused", async () => {
    const place = await newPlace();
    const first = await open(place);
    const answer = { actor: "a", key: "k", operation: "o", fingerprint: "f", output: '{"x":1}' };
    await first.transaction((tx) => tx.insert(keptAnswer).values(answer));
    await first.close();
    await expect(first.transaction((tx) => tx.insert(keptAnswer).values(answer))).rejects.toMatchObject({ status: 503 });
    await expect(Promise.resolve(first.db.select().from(keptAnswer))).rejects.toMatchObject({ status: 503 });
    expect(await first.ping()).toBe(false);
    const second = await open(place);
    expect(await second.db.select({ key: keptAnswer.key, output: keptAnswer.output }).from(keptAnswer)).toEqual([
      { key: "k", output: '{"x":1}' },
    ]);
    await second.close();
  });

  test("a data directory and its records carry one id; records of another are refused, and half a pairing is finished", async () => {
    const place = await newPlace();
    const file = join(place.dataDir, "installation");
    const first = await open(place);
    const [row] = await first.db.select().from(installation).where(eq(installation.key, "installation-id"));
    await first.close();
    expect(readFileSync(file, "utf8").trim()).toBe(row?.value);
    writeFileSync(file, "another\n");
    expect(await refusalOf(open(place))).toMatchObject({ code: "conflict", fix: expect.stringContaining("DATA_DIR") as string });
    // Cut off after the records had it and before the file was named.
    rmSync(file);
    writeFileSync(`${file}.new`, `${row?.value}\n`);
    await (await open(place)).close();
    expect(readFileSync(file, "utf8").trim()).toBe(row?.value);
    // Cut off before the records had it.
    const other = await newPlace();
    const records = await open(other);
    await records.executor.executeSql("DELETE FROM installation");
    await records.close();
    expect(await refusalOf(open(other))).toMatchObject({ code: "conflict" });
    rmSync(join(other.dataDir, "installation"));
    writeFileSync(join(other.dataDir, "installation.new"), "begun\n");
    const again = await open(other);
    expect(await again.db.select().from(installation)).toEqual([{ key: "installation-id", value: "begun" }]);
    await again.close();
  });

  describe("schema steps", () => {
    test("older code refuses a newer schema, and says what to do; the newer goes on with it", async () => {
      const place = await newPlace();
      const older = writeFixture(join(root, "older"), ["CREATE TABLE one (n int)"]);
      const newer = writeFixture(join(root, "newer"), ["CREATE TABLE one (n int)", "CREATE TABLE two (n int)"]);
      const first = await open(place, { migrations: newer });
      expect(first.schemaVersion).toBe(writeFixture.base + 2);
      await first.close();
      expect(await refusalOf(open(place, { migrations: older }))).toMatchObject({
        code: "conflict",
        message: expect.stringContaining("not known to this version") as string,
        fix: expect.stringContaining("newer version") as string,
      });
      await (await open(place, { migrations: newer })).close();
    });

    test("before a database that holds something is migrated its backup is made; when that fails nothing is changed", async () => {
      const place = await newPlace();
      const older = writeFixture(join(root, "before"), ["CREATE TABLE one (n int)"]);
      const newer = writeFixture(join(root, "after"), [
        "CREATE TABLE one (n int)",
        "CREATE TABLE two (n int)",
        "INSERT INTO two VALUES (1)",
      ]);
      const told: string[] = [];
      const beforeMigrating = () => {
        told.push("asked");
        return Promise.resolve();
      };
      await (await open(place, { migrations: older, beforeMigrating })).close();
      await (await open(place, { migrations: older, beforeMigrating })).close();
      expect(told).toEqual([]); // a new database, and one that is up to date
      await expect(open(place, { migrations: newer, beforeMigrating: () => Promise.reject(new Error("no room for it")) })).rejects.toThrow(
        "no room for it",
      );
      const unchanged = await open(place, { migrations: older });
      await unchanged.close();
      const after = await open(place, { migrations: newer, beforeMigrating });
      expect(told).toEqual(["asked"]);
      expect((await after.executor.executeSql("SELECT n FROM two")).rows).toEqual([{ n: 1 }]);
      await after.close();
    });

    test("a migration whose second statement fails leaves nothing of it", async () => {
      const place = await newPlace();
      const older = writeFixture(join(root, "whole"), ["CREATE TABLE one (n int)"]);
      const broken = writeFixture(join(root, "broken"), ["CREATE TABLE one (n int)", "CREATE TABLE two (n int)", "SELECT 1 / 0"]);
      await (await open(place, { migrations: older })).close();
      await expect(open(place, { migrations: broken })).rejects.toThrow();
      const still = await open(place, { migrations: older });
      expect((await still.executor.executeSql("SELECT to_regclass('two')::text AS t")).rows).toEqual([{ t: null }]);
      await still.close();
    });
  });
}
