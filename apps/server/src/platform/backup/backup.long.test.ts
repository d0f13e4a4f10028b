import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { EVENT_SCHEMA } from "../events/schema-version.ts";
import { createLog } from "../log.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { openRecords } from "../records/open.ts";
import { backupBeforeMigrating } from "./before-migrating.ts";
import { buildSchema } from "./build-schema.ts";
import { openEmbedded } from "./open-target.ts";
import { openContainer } from "./read-container.ts";
import { restoreBackup } from "./restore-backup.ts";
import { backUp, call, copyOf, fillServer, openAt, recordsOf } from "./test-installation.ts";
import { runAndKill } from "./test-killing.ts";
import { expectKilledRestoresToEndWell } from "./test-restores.ts";
import { expectOneMoment, startWriters } from "./test-writers.ts";

/** On the embedded stores; postgres.long.test.ts has the other. */
const scratch = mkdtempSync(join(tmpdir(), "counterseat-backup-long-"));
const filled = join(scratch, "filled");
const file = join(scratch, "filled.counterseat");
let records: Record<string, string[]>;

beforeAll(async () => {
  const server = await fillServer(filled);
  records = await recordsOf(server.app.records);
  await backUp(server.app, filled, file);
  await server.close();
}, 240_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("a backup taken while everybody writes is one moment of it, with everything acknowledged before", { timeout: 300_000 }, async () => {
  const dataDir = copyOf(filled);
  const app = await openAt(dataDir);
  const writers = startWriters(app);
  await vi.waitUntil(() => writers.count() > 200 && writers.acknowledged().imports > 1, { timeout: 60_000 });
  const taken: { path: string; before: ReturnType<typeof writers.acknowledged> }[] = [];
  for (let i = 0; i < 3; i++) {
    const before = writers.acknowledged();
    const path = join(scratch, `written-${i}.counterseat`);
    await call(app, "backup.create", { file: path });
    taken.push({ path, before });
  }
  await writers.stop();
  await app.close();
  rmSync(dataDir, { recursive: true });
  for (const [i, { path, before }] of taken.entries()) {
    const target = join(scratch, `written-${i}`);
    await restoreBackup({ file: path, dataDir: target, databaseUrl: null });
    const restored = await openAt(target);
    await expectOneMoment(restored, before);
    await restored.close();
  }
});

test("a backup that is killed is not there, or whole; nothing of it stays", { timeout: 600_000 }, async () => {
  const dataDir = copyOf(filled);
  const into = join(scratch, "killed");
  mkdirSync(into);
  const done: string[] = [];
  let cut = 0;
  for (let round = 0; round < 6; round++) {
    const kill = (line: string) => (line === `begun ${round}-${round % 3}.counterseat` ? round * 23 : null);
    const told = await runAndKill("./backup-child.ts", [dataDir, into, String(round)], kill);
    for (const line of told) if (line.startsWith("done ")) done.push(line.slice(5));
    const left = readdirSync(into).filter((name) => !name.endsWith(".counterseat"));
    cut += left.length;
    expect(left.length).toBeLessThanOrEqual(1); // the round before it was cleaned up at the start of this one
    for (const name of readdirSync(into)) {
      if (!name.endsWith(".counterseat")) continue;
      await (await openContainer(join(into, name))).close();
    }
    for (const name of done) expect(existsSync(join(into, name))).toBe(true);
  }
  expect(cut).toBeGreaterThan(0); // else none was killed in the middle
  const app = await openAt(dataDir); // and no lock stands in the way
  expect(readdirSync(into).filter((name) => !name.endsWith(".counterseat"))).toEqual([]);
  expect(readdirSync(dataDir).filter((name) => name.includes("making"))).toEqual([]);
  await app.close();
  rmSync(dataDir, { recursive: true });
});

test("a restore that is killed is done again or moved on, and ends as one that was not", { timeout: 600_000 }, () =>
  expectKilledRestoresToEndWell({ file, records, scratch, makeDatabase: () => Promise.resolve(null) }),
);

test("a backup of an older schema is restored as it was and migrated forward by the next opening", { timeout: 600_000 }, async () => {
  const old = join(scratch, "old");
  const files = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  mkdirSync(old);
  const before = await openEmbedded(join(old, "records"), false);
  await before.transaction(async (query) => {
    await buildSchema(query, files.slice(0, 1));
    await query(`INSERT INTO "user" (id, name, email) VALUES ('u1', 'Anna', 'anna@example.org')`);
    await query(
      `INSERT INTO audit_entry (actor, operation, world, fields) SELECT 'user:u1', 'x', 'own', '["a"]' FROM generate_series(1, 3)`,
    );
  });
  await before.close();
  const made = await backupBeforeMigrating({ dataDir: old, databaseUrl: null, eventSchema: EVENT_SCHEMA, now: Date.now() });
  const dataDir = join(scratch, "forward");
  const manifest = await restoreBackup({ file: made ?? "", dataDir, databaseUrl: null });
  expect(manifest.migrations).toHaveLength(1);
  const opened = await openRecords({ dataDir, log: createLog("silent"), databaseUrl: null });
  expect(opened.schemaVersion).toBe(files.length);
  const rows = await recordsOf(opened);
  expect(rows["user"]?.map((row) => JSON.parse(row) as unknown)).toMatchObject([{ id: "u1", name: "Anna" }]);
  expect(rows["member"]).toHaveLength(1); // made by a later migration, out of what was restored
  expect(rows["audit_entry"]).toHaveLength(3);
  await opened.close();
});
