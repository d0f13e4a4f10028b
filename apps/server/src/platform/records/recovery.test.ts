import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLog } from "../log.ts";
import { type Faults, storageFault, type StorageCode } from "../storage-faults.ts";
import type { Records } from "./contract.ts";
import { openRecords } from "./open.ts";
import { installation } from "./tables.ts";

/** What fails at the moment; null = nothing. Everything of that kind fails until it is set back. */
const disk = { fails: null as { what: keyof Faults; code: StorageCode } | null };
const failing = (what: keyof Faults) => () => {
  if (disk.fails?.what === what) throw storageFault(disk.fails.code);
};
const faults: Faults = { beforeWrite: failing("beforeWrite"), beforeSync: failing("beforeSync"), beforeOpen: failing("beforeOpen") };

describe("a disk that fails for a while, under the embedded records", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "counterseat-recovery-"));
  let records: Records;
  const well = () => vi.waitUntil(() => records.trouble === null, { timeout: 60_000, interval: 20 });
  const keys = async () => (await records.db.select().from(installation)).map((row) => row.key);
  const insert = (key: string) => records.transaction((tx) => tx.insert(installation).values({ key, value: "x".repeat(50) }));

  beforeAll(async () => {
    records = await openRecords({ dataDir, log: createLog("silent"), faults });
    await insert("before");
  });
  afterAll(async () => {
    disk.fails = null;
    await records.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  for (const { what, code } of [
    { what: "beforeWrite", code: "ENOSPC" },
    { what: "beforeSync", code: "EIO" },
  ] as const) {
    test(`${what} with ${code}: refused with 503 at once, and well again without a new process when the disk is`, async () => {
      const holder = records.db; // whoever held it before the trouble holds it afterwards
      disk.fails = { what, code };
      const first = insert(`first ${what}`);
      await expect(first).rejects.toMatchObject({ status: 503, fix: expect.any(String) as string });
      expect(records.trouble).toMatchObject({ store: "records", code });
      const started = records.trouble?.since;
      await expect(insert("second")).rejects.toMatchObject({ status: 503 });
      await expect(Promise.resolve(holder.insert(installation).values({ key: "third", value: "1" }))).rejects.toMatchObject({
        status: 503,
      });
      await expect(records.executor.executeSql("DELETE FROM installation")).rejects.toMatchObject({ status: 503 });
      // The disk is tried, and still refuses.
      await new Promise((resolve) => setTimeout(resolve, 1200));
      expect(records.trouble?.since).toBe(started);
      disk.fails = null;
      await well();
      const found = (await holder.select().from(installation)).map((row) => row.key);
      expect(found).toContain("before");
      expect(found).not.toContain("second");
      expect(found).not.toContain("third");
      await insert(`after ${what}`);
      expect(await keys()).toContain(`after ${what}`);
    });
  }

  test("a full disk that PostgreSQL can refuse in an orderly way leaves reading possible", async () => {
    await records.executor.executeSql("CREATE TABLE grown (text text)");
    disk.fails = { what: "beforeWrite", code: "ENOSPC" };
    // Far more than the log's buffer, so that the table itself has to grow first.
    const growing = records.executor.executeSql("INSERT INTO grown SELECT repeat('x', 2000) FROM generate_series(1, $1)", [50]);
    await expect(growing).rejects.toMatchObject({ status: 503 });
    expect(records.trouble?.code).toBe("ENOSPC");
    expect(await keys()).toContain("before");
    disk.fails = null;
    await well();
    expect((await records.executor.executeSql("SELECT count(*)::int AS n FROM grown")).rows).toEqual([{ n: 0 }]);
  });

  test("too many open files: the store copes or mends itself, and what was acknowledged is there", async () => {
    await records.executor.executeSql("CREATE TABLE opened (n int PRIMARY KEY)");
    disk.fails = { what: "beforeOpen", code: "EMFILE" };
    const outcome = await records
      .transaction((tx) => tx.execute("CREATE TABLE never_opened (n int)"))
      .then(
        () => "taken",
        () => "refused",
      );
    disk.fails = null;
    await well();
    const there = (await records.executor.executeSql("SELECT to_regclass('never_opened')::text AS t")).rows[0]?.["t"];
    expect(there).toBe(outcome === "taken" ? "never_opened" : null);
    await insert("after too many files");
  });

  test("closing in trouble ends, and opening again finds what was acknowledged", async () => {
    await insert("acknowledged");
    disk.fails = { what: "beforeSync", code: "EIO" };
    await expect(insert("not acknowledged")).rejects.toMatchObject({ status: 503 });
    await records.close();
    disk.fails = null;
    records = await openRecords({ dataDir, log: createLog("silent"), faults });
    expect(await keys()).toEqual(expect.arrayContaining(["before", "acknowledged", "after beforeSync"]));
  });
});
