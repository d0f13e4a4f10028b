import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestServer } from "../../test-server.ts";
import { EVENT_SCHEMA } from "../events/schema-version.ts";
import { createLog } from "../log.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { openRecords } from "../records/open.ts";
import { dropDatabase, emptyDatabase, testServer } from "../records/test-database.ts";
import { backupBeforeMigrating } from "./before-migrating.ts";
import { restoreBackup } from "./restore-backup.ts";
import { CONTENT, RESTORING, settleRestore } from "./settle-restore.ts";
import { backUp, call, fillServer, openAt, recordsOf } from "./test-installation.ts";
import { expectKilledRestoresToEndWell } from "./test-restores.ts";
import { expectOneMoment, startWriters } from "./test-writers.ts";

/** With the records on PostgreSQL, and between the two: where the run was given a server. */
describe.skipIf(testServer === null)("on PostgreSQL", () => {
  const server = testServer ?? "";
  const scratch = mkdtempSync(join(tmpdir(), "counterseat-backup-postgres-"));
  const filled = join(scratch, "filled");
  const file = join(scratch, "filled.counterseat");
  let records: Record<string, string[]>;
  const made: string[] = [];
  async function makeDatabase() {
    const url = await emptyDatabase(server);
    made.push(url);
    return { url, close: () => dropDatabase(server, url) };
  }

  beforeAll(async () => {
    const started = await fillServer(filled);
    expect(started.app.records.driver).toBe("postgresql");
    records = await recordsOf(started.app.records);
    await backUp(started.app, filled, file);
    await started.close();
  }, 240_000);
  afterAll(async () => {
    for (const url of made) await dropDatabase(server, url);
    rmSync(scratch, { recursive: true, force: true });
  });

  test("a backup taken while everybody writes is one moment of it, also in the other database", { timeout: 300_000 }, async () => {
    const dataDir = join(scratch, "written");
    const started = await startTestServer({ dataDir });
    await call(started.app, "company.putEntry", { list: "stages", id: "Order", entry: { label: "Order", order: 1 } });
    await call(started.app, "company.putEntry", { list: "people", id: "p1", entry: { name: "Owner of actions" } });
    await call(started.app, "accountability.createAction", {
      cell: { stage: "Order" },
      ownerId: "p1",
      title: "first",
      goalLine: 1,
      dueOn: "2027-01-01",
    });
    const writers = startWriters(started.app);
    await vi.waitUntil(() => writers.count() > 300 && writers.acknowledged().imports > 1, { timeout: 60_000 });
    const before = writers.acknowledged();
    const path = join(scratch, "written.counterseat");
    await call(started.app, "backup.create", { file: path });
    await writers.stop();
    await started.close();
    for (const database of [await makeDatabase(), null]) {
      const target = join(scratch, database === null ? "written-embedded" : "written-postgresql");
      await restoreBackup({ file: path, dataDir: target, databaseUrl: database?.url ?? null });
      const restored = await openAt(target, database?.url ?? null);
      await expectOneMoment(restored, before);
      await restored.close();
    }
  });

  test("a restore that is killed is done again or moved on, and ends as one that was not", { timeout: 600_000 }, () =>
    expectKilledRestoresToEndWell({ file, records, scratch, makeDatabase }),
  );

  test("from one database to the other and back: equal, also when it was cut off behind the commit", { timeout: 600_000 }, async () => {
    const database = await makeDatabase();
    const there = join(scratch, "there");
    const into = { file, dataDir: there, databaseUrl: database.url };
    await restoreBackup(into);
    await expect(restoreBackup({ ...into, dataDir: join(scratch, "second") })).rejects.toMatchObject({ code: "conflict" });
    // As it is when the process ends between the commit and the mark: rows there, files not in place.
    const names = readdirSync(there).filter((name) => name !== "lock");
    mkdirSync(join(there, RESTORING, CONTENT), { recursive: true });
    for (const name of names) renameSync(join(there, name), join(there, RESTORING, CONTENT, name));
    expect(() => settleRestore(there)).toThrow(/cut off/);
    await restoreBackup(into);
    expect(readdirSync(there).sort()).toEqual(names.sort());
    const opened = await openRecords({ dataDir: there, log: createLog("silent"), databaseUrl: database.url });
    expect(opened.driver).toBe("postgresql");
    expect(await recordsOf(opened)).toEqual(records);
    await opened.close();

    const later = join(scratch, "later");
    cpSync(MIGRATIONS, later, { recursive: true });
    const journal = JSON.parse(readFileSync(join(later, "meta/_journal.json"), "utf8")) as { entries: object[] };
    journal.entries.push({ ...journal.entries.at(-1), when: 9_000_000_000_000, tag: "0099_later" });
    writeFileSync(join(later, "meta/_journal.json"), JSON.stringify(journal));
    writeFileSync(join(later, "0099_later.sql"), "CREATE TABLE later (id int PRIMARY KEY)");
    const asked = { dataDir: there, databaseUrl: database.url, eventSchema: EVENT_SCHEMA, now: Date.now() };
    const upgrade = await backupBeforeMigrating({ ...asked, migrations: later });
    const back = join(scratch, "back");
    expect(await restoreBackup({ file: upgrade ?? "", dataDir: back, databaseUrl: null })).toMatchObject({ driver: "postgresql" });
    const embedded = await openRecords({ dataDir: back, log: createLog("silent"), databaseUrl: null });
    expect(embedded.driver).toBe("pglite");
    expect(await recordsOf(embedded)).toEqual(records);
    await embedded.close();
  });
});
