import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestServer } from "../../test-server.ts";
import type { App } from "../app.ts";
import { verifyAudit } from "../audit.ts";
import { createLog } from "../log.ts";
import { EVENT_SCHEMA } from "../events/schema-version.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { openRecords } from "../records/open.ts";
import { auditEntry } from "../records/tables.ts";
import { backupBeforeMigrating } from "./before-migrating.ts";
import { buildSchema } from "./build-schema.ts";
import { backUp, call, copyOf, fillServer, recordsOf } from "./test-installation.ts";
import { openEmbedded } from "./open-target.ts";
import { openContainer } from "./read-container.ts";
import { restoreBackup } from "./restore-backup.ts";
import { CONTENT, RESTORING, settleRestore } from "./settle-restore.ts";
import type { BackupSummary } from "./summary.ts";
import { freshDatabase } from "./test-database.ts";

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

interface Import {
  readonly id: string;
  readonly state: string;
  readonly accepted: number;
}

/** Writers that each do one thing after the other, as fast as they may, and note what was acknowledged. */
function startWriters(app: App) {
  const acknowledged = { people: [0, 0, 0, 0], actions: 0, imports: 0 };
  let stopped = false;
  async function repeat(step: (i: number) => Promise<void>): Promise<void> {
    for (let i = 0; !stopped; i++) {
      await step(i);
      await new Promise((resolve) => setImmediate(resolve)); // as requests come: between them the loop looks at everything else
    }
  }
  const people = acknowledged.people.map((_, w) =>
    repeat(async (i) => {
      await call(app, "company.putEntry", { list: "people", id: `w${w}-${i}`, entry: { name: `Writer ${w}, person ${i}` } });
      acknowledged.people[w] = i + 1;
    }),
  );
  const actions = repeat(async (i) => {
    const action = { cell: { stage: "Order" }, ownerId: "p1", title: `written ${i}`, goalLine: 1, dueOn: "2027-01-01" };
    await call(app, "accountability.createAction", action);
    acknowledged.actions = i + 1;
  });
  const imports = repeat(async (i) => {
    const rows = Array.from({ length: 50 }, (_, n) => `${n % 10},Order,import-${i}-${n}`).join("\n");
    const sent = { name: `${i}.csv`, text: `score,stage,customer\n${rows}\n` };
    const { upload } = await call<{ upload: string }>(app, "customer.upload", {}, sent);
    await call(app, "customer.startImport", { upload, as: "responses", source: `written-${i}` });
    acknowledged.imports = i + 1;
  });
  const all = Promise.all([...people, actions, imports]);
  return {
    acknowledged: () => structuredClone(acknowledged),
    count: () => acknowledged.people.reduce((sum, n) => sum + n, 0) + acknowledged.actions + acknowledged.imports,
    async stop() {
      stopped = true;
      await all;
    },
  };
}

test("a backup taken while everybody writes is one moment of it, with everything acknowledged before", { timeout: 300_000 }, async () => {
  const server = await startTestServer({ dataDir: copyOf(filled), owner: false });
  const writers = startWriters(server.app);
  await vi.waitUntil(() => writers.count() > 200 && writers.acknowledged().imports > 1, { timeout: 60_000 });
  const taken: { path: string; before: ReturnType<typeof writers.acknowledged> }[] = [];
  for (let i = 0; i < 3; i++) {
    const before = writers.acknowledged();
    const path = join(scratch, `written-${i}.counterseat`);
    await call<BackupSummary>(server.app, "backup.create", { file: path });
    taken.push({ path, before });
  }
  const written = writers.count();
  await writers.stop();
  expect(writers.count()).toBeGreaterThanOrEqual(written);
  await server.close();

  for (const [i, { path, before }] of taken.entries()) {
    const target = join(scratch, `written-${i}`);
    await restoreBackup({ file: path, dataDir: target, databaseUrl: null });
    const restored = await startTestServer({ dataDir: target, owner: false });
    const { app } = restored;
    const found = await recordsOf(app.records);
    const rows = (table: string) => (found[table] ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);
    // Each writer's rows are a beginning of what it wrote, and reach at least as far as what it was told.
    const reach = (names: readonly string[], least: number) => {
      expect(names.length).toBeGreaterThanOrEqual(least);
      return names.length;
    };
    const ids = new Set(rows("person").map((row) => String(row["id"])));
    let changes = 0;
    for (const [w, least] of before.people.entries()) {
      const mine = [...ids].filter((id) => id.startsWith(`w${w}-`));
      changes += reach(mine, least);
      for (let n = 0; n < mine.length; n++) expect(ids.has(`w${w}-${n}`)).toBe(true);
    }
    const titles = new Set(rows("action").map((row) => String(row["title"])));
    const mine = [...titles].filter((title) => title.startsWith("written "));
    const actions = reach(mine, before.actions);
    for (let n = 0; n < actions; n++) expect(titles.has(`written ${n}`)).toBe(true);
    // No change without its row in the trail, and none in the trail without its change.
    const trail = (await app.records.db.select().from(auditEntry)).map((row) => `${row.operation} ${row.subject}`);
    expect(trail.filter((entry) => entry.startsWith("company.putEntry people/w"))).toHaveLength(changes);
    expect(trail.filter((entry) => entry.startsWith("accountability.createAction"))).toHaveLength(actions + 1);
    expect(await verifyAudit(app.records.db)).toMatchObject({ whole: true });

    // Each import is there with all its rows, or not at all; none of its rows without it.
    const runs = () => call<{ sources: { imports: Import[] }[] } | Import[]>(app, "customer.listSources", {});
    await vi.waitUntil(async () => !JSON.stringify(await runs()).includes('"reading"'), { timeout: 60_000, interval: 100 });
    const settled = (await recordsOf(app.records))["import_run"]?.map((row) => JSON.parse(row) as Import & { source: string }) ?? [];
    const written = settled.filter((run) => run.source.startsWith("written-"));
    const done = written.filter((run) => run.state === "done");
    reach(
      done.map((run) => run.id),
      before.imports,
    );
    expect(new Set(done.map((run) => run.source))).toEqual(new Set(done.map((_, n) => `written-${n}`)));
    for (const run of written) expect([run.state, run.accepted]).toEqual(run.state === "done" ? ["done", 50] : ["failed", 0]);
    expect(written.length - done.length).toBeLessThanOrEqual(1); // the one that was being started
    const counts = await app.events.countBy({ by: ["import"], filter: { world: "own" } });
    for (const run of done) expect(counts.find((c) => c.key[0] === run.id)?.n).toBe(50);
    const known = new Set(settled.map((run) => run.id));
    for (const { key } of counts) expect(known).toContain(key[0]);
    await restored.close();
  }
});

/** Runs a child and kills it as soon as `enough` answers true for a line it told, or `ms` after that. */
async function runAndKill(child: string, args: readonly string[], enough: (line: string) => number | null): Promise<string[]> {
  const path = fileURLToPath(new URL(child, import.meta.url));
  const running = spawn(process.execPath, ["--conditions=source", "--import", "tsx", path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => running.once("exit", resolve));
  const told: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  for await (const line of createInterface({ input: running.stdout })) {
    told.push(line);
    const wait: number | null = timer === null ? enough(line) : null;
    if (wait !== null) timer = setTimeout(() => running.kill("SIGKILL"), wait);
  }
  await ended;
  if (timer !== null) clearTimeout(timer);
  return told;
}

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
  const server = await startTestServer({ dataDir, owner: false }); // and no lock stands in the way
  expect(readdirSync(into).filter((name) => !name.endsWith(".counterseat"))).toEqual([]);
  expect(readdirSync(dataDir).filter((name) => name.includes("making"))).toEqual([]);
  await server.close();
});

const PLACES = process.env["COUNTERSEAT_TEST_DATABASE_URL"] === undefined ? ["pglite"] : ["pglite", "postgresql"];
for (const place of PLACES) {
  test(`a restore into ${place} that is killed is done again or moved on, and ends as one that was not`, { timeout: 600_000 }, async () => {
    let halves = 0;
    for (let round = 0; round < 6; round++) {
      const database = place === "pglite" ? null : await freshDatabase();
      const dataDir = join(scratch, `${place}-${round}`);
      const told = await runAndKill("./restore-child.ts", [file, dataDir, database?.url ?? ""], () => 60 * 3 ** (round * 0.8));
      let whole = told.includes("done");
      if (!whole) {
        try {
          settleRestore(dataDir);
          whole = existsSync(join(dataDir, "log"));
        } catch {
          halves += 1;
          expect(readdirSync(dataDir).filter((name) => name !== "lock")).toEqual(["restoring"]);
        }
      }
      if (!whole) await restoreBackup({ file, dataDir, databaseUrl: database?.url ?? null });
      const opened = await openRecords({ dataDir, log: createLog("silent"), databaseUrl: database?.url ?? null });
      expect(await recordsOf(opened)).toEqual(records);
      await opened.close();
      await database?.close();
      rmSync(dataDir, { recursive: true });
    }
    expect(halves).toBeGreaterThan(0); // else none was killed in the middle
  });
}

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

const server = process.env["COUNTERSEAT_TEST_DATABASE_URL"];
test.skipIf(server === undefined)(
  "from one database to the other and back: equal, also when it was cut off behind the commit",
  { timeout: 600_000 },
  async () => {
    const database = await freshDatabase();
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
    const made = await backupBeforeMigrating({ ...asked, migrations: later });
    const back = join(scratch, "back");
    expect(await restoreBackup({ file: made ?? "", dataDir: back, databaseUrl: null })).toMatchObject({ driver: "postgresql" });
    const embedded = await openRecords({ dataDir: back, log: createLog("silent"), databaseUrl: null });
    expect(embedded.driver).toBe("pglite");
    expect(await recordsOf(embedded)).toEqual(records);
    await embedded.close();
    await database.close();
  },
);
