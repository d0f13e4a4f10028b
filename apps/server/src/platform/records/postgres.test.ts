import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { CounterseatError } from "../errors.ts";
import { createLog } from "../log.ts";
import { conformsToRecords, type Place } from "./conformance.ts";
import type { Records } from "./contract.ts";
import { openRecords } from "./open.ts";
import { installation } from "./tables.ts";
import { askServer, databaseOf, dropDatabase, emptyDatabase, testServer } from "./test-database.ts";

/** Runs where there is a PostgreSQL to run on: `npm run test:all` brings one. */
describe.skipIf(testServer === null)("on PostgreSQL", () => {
  const server = testServer ?? "";
  const root = mkdtempSync(join(tmpdir(), "counterseat-postgres-test-"));
  const made: string[] = [];
  let places = 0;
  const log = createLog("silent");
  async function newPlace(empty = false): Promise<Place & { databaseUrl: string }> {
    const dataDir = join(root, String(++places));
    const databaseUrl = empty ? await emptyDatabase(server) : await databaseOf(server, dataDir);
    made.push(databaseUrl);
    return { dataDir, databaseUrl };
  }
  afterAll(async () => {
    for (const url of made) await dropDatabase(server, url);
    rmSync(root, { recursive: true, force: true });
  });

  // Empty ones, so that the migrations run here too.
  conformsToRecords("postgresql", () => newPlace(true));

  test("one Counterseat per database: a second is refused with the fix, also from another data directory", async () => {
    const place = await newPlace();
    const first = await openRecords({ ...place, log });
    for (const dataDir of [place.dataDir, join(root, "elsewhere")]) {
      const second = await openRecords({ ...place, dataDir, log }).catch((error: unknown) => error);
      expect(second).toBeInstanceOf(CounterseatError);
      expect(second).toMatchObject({ code: "conflict", message: expect.stringContaining("Another Counterseat") as string });
    }
    await first.close();
    await (await openRecords({ ...place, log })).close();
  });

  test("a server that cannot be reached, or refuses, ends the start with the fix and without the password", async () => {
    const unreachable = { dataDir: join(root, "unreachable"), log, databaseUrl: "postgres://us:secret@127.0.0.1:9/records" };
    const refused = (databaseUrl: string) => openRecords({ ...unreachable, databaseUrl }).catch((error: unknown) => error);
    for (const url of [unreachable.databaseUrl, server.replace(/[^/]+$/, "no_such_database")]) {
      const error = await refused(url);
      expect(error).toBeInstanceOf(CounterseatError);
      expect(error).toMatchObject({ fix: expect.any(String) as string });
      expect(JSON.stringify(error) + String(error)).not.toContain("secret");
    }
  });

  describe("when the server lets go", () => {
    let place: Place & { databaseUrl: string };
    let records: Records;
    const name = () => new URL(place.databaseUrl).pathname.slice(1);
    const end = (which: string) =>
      askServer(
        server,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name()}' AND application_name = 'counterseat' AND ${which}`,
      );
    const well = () => vi.waitUntil(() => records.trouble === null, { timeout: 30_000, interval: 10 });
    const inTrouble = () => vi.waitUntil(() => records.trouble !== null, { timeout: 30_000, interval: 1 });
    beforeAll(async () => {
      place = await newPlace();
      records = await openRecords({ ...place, log });
    });
    afterAll(() => records.close());

    test("idle: trouble, writes refused with 503, well again by itself, under the same lock", async () => {
      await end("true");
      await inTrouble();
      await expect(records.transaction((tx) => tx.insert(installation).values({ key: "refused", value: "1" }))).rejects.toMatchObject({
        status: 503,
      });
      await well();
      await records.transaction((tx) => tx.insert(installation).values({ key: "taken", value: "1" }));
      expect((await records.db.select().from(installation)).map((row) => row.key)).not.toContain("refused");
      await expect(openRecords({ ...place, log })).rejects.toMatchObject({ code: "conflict" });
    });

    test("in the middle of a transaction: all of it is gone, and nothing of it is written on another connection", async () => {
      const cut = records.transaction(async (tx) => {
        await tx.insert(installation).values({ key: "first half", value: "1" });
        await end("state = 'idle in transaction'");
        await inTrouble();
        await tx.insert(installation).values({ key: "second half", value: "1" });
      });
      await expect(cut).rejects.toMatchObject({ status: 503 });
      // Reads have connections of their own.
      expect(await records.ping().then((answered) => answered || records.trouble !== null)).toBe(true);
      await well();
      expect((await records.db.select().from(installation)).map((row) => row.key).filter((key) => key.endsWith("half"))).toEqual([]);
    });

    test("swallowed inside the transaction: it is refused all the same", async () => {
      const cut = records.transaction(async (tx) => {
        await end("state = 'idle in transaction'");
        await inTrouble();
        await tx
          .insert(installation)
          .values({ key: "swallowed", value: "1" })
          .catch(() => undefined);
      });
      await expect(cut).rejects.toMatchObject({ status: 503 });
      await well();
      expect(await records.db.select().from(installation).where(eq(installation.key, "swallowed"))).toEqual([]);
    });

    test("again and again under writes: every row that was acknowledged is there, none twice", async () => {
      const acknowledged: string[] = [];
      let running = true;
      const writing = (async () => {
        for (let i = 0; running; i++) {
          const key = `row ${i}`;
          try {
            await records.transaction(async (tx) => {
              await tx.insert(installation).values({ key, value: "a" });
              await tx.insert(installation).values({ key: `${key} too`, value: "b" });
            });
            acknowledged.push(key);
          } catch {
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }
      })();
      for (let round = 0; round < 8; round++) {
        const before = acknowledged.length;
        await vi.waitUntil(() => acknowledged.length > before + 3, { timeout: 30_000, interval: 5 });
        await end("true");
        await inTrouble();
      }
      await well();
      running = false;
      await writing;
      const keys = new Set((await records.db.select().from(installation)).map((row) => row.key));
      expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
      const rows = [...keys].filter((key) => /^row \d+( too)?$/.test(key));
      expect(rows.filter((key) => !keys.has(key.endsWith(" too") ? key.slice(0, -4) : `${key} too`))).toEqual([]); // none by half
      expect(acknowledged.length).toBeGreaterThan(20);
    });

    test("a database that does not let itself be written to is trouble, and reading goes on", async () => {
      // As after a change of the leading server: what is asked is answered, what is written is refused.
      await askServer(server, `ALTER DATABASE ${name()} SET default_transaction_read_only = on`);
      await end("true");
      await inTrouble();
      await vi.waitUntil(() => records.ping(), { timeout: 60_000, interval: 20 });
      expect(records.trouble).not.toBeNull();
      expect(await records.db.select().from(installation).where(eq(installation.key, "taken"))).toHaveLength(1);
      await expect(records.db.insert(installation).values({ key: "read only", value: "1" })).rejects.toMatchObject({ status: 503 });
      await askServer(server, `ALTER DATABASE ${name()} RESET default_transaction_read_only`);
      await well();
      await records.db.insert(installation).values({ key: "writable", value: "1" });
    });
  });
});
