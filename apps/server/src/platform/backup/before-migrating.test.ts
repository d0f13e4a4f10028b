import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { OPERATOR } from "../app.ts";
import { user } from "../records/tables.ts";
import { EVENT_SCHEMA } from "../events/schema-version.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { backupBeforeMigrating } from "./before-migrating.ts";
import { parseManifest } from "./manifest.ts";
import { openContainer } from "./read-container.ts";
import { restoreBackup } from "./restore-backup.ts";

const scratch = mkdtempSync(join(tmpdir(), "counterseat-before-"));
const dataDir = join(scratch, "data");
/** Migrations of a later version: the product's, and one more. */
const later = join(scratch, "migrations");
let before: unknown;

/** What somebody sees of it. */
async function look({ app }: TestServer): Promise<unknown[]> {
  const ask = (name: string, input: object) => {
    const op = app.operations.find((o) => o.name === name);
    if (op === undefined) throw new Error(name);
    return app.call(op, { actor: OPERATOR, world: "own", input });
  };
  return [
    await ask("voice.listComments", { stage: "Order" }),
    await ask("company.getCompany", {}),
    await ask("customer.listSources", {}),
    await app.records.db.select().from(user),
  ];
}

beforeAll(async () => {
  const server = await startTestServer({ dataDir });
  await server.importFile({
    name: "answers.csv",
    text: "score,stage,customer,comment\n9,Order,a,fine\n3,Order,b,slow\n7,Install,c,\n",
    as: "responses",
    source: "survey",
  });
  await server.upload("/api/v1/uploads", { name: "waiting.csv", text: "a,b\n1,2\n" });
  before = await look(server);
  await server.close();
  cpSync(MIGRATIONS, later, { recursive: true });
  const journal = JSON.parse(readFileSync(join(later, "meta/_journal.json"), "utf8")) as { entries: { idx: number; when: number }[] };
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: 99, when: (last?.when ?? 0) + 1, tag: "0099_later" } as never);
  writeFileSync(join(later, "meta/_journal.json"), JSON.stringify(journal));
  writeFileSync(join(later, "0099_later.sql"), "CREATE TABLE later (id int PRIMARY KEY)");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const asked = { dataDir, databaseUrl: null, eventSchema: EVENT_SCHEMA, now: Date.parse("2026-11-22T10:11:12Z") };
const backups = () => (existsSync(join(dataDir, "backups")) ? readdirSync(join(dataDir, "backups")).sort() : []);

test("nothing is written while nothing is about to change", async () => {
  rmSync(join(dataDir, "schema"), { force: true });
  expect(await backupBeforeMigrating(asked)).toBe(null); // looked at the stores
  expect(existsSync(join(dataDir, "schema"))).toBe(true);
  expect(await backupBeforeMigrating(asked)).toBe(null); // did not have to
  expect(backups()).toEqual([]);
  expect(await backupBeforeMigrating({ ...asked, dataDir: join(scratch, "new") })).toBe(null);
});

test("before the event store's tables change, everything is written, too", async () => {
  const made = await backupBeforeMigrating({ ...asked, eventSchema: EVENT_SCHEMA + 1 });
  expect(backups()).toEqual([made?.split("/").at(-1)]);
  rmSync(join(dataDir, "backups"), { recursive: true });
});

test("before a migration everything is written, once, and restores as it was with the version that is left behind", async () => {
  const made = await backupBeforeMigrating({ ...asked, migrations: later });
  expect(backups()).toHaveLength(1);
  expect(made).toBe(join(dataDir, "backups", backups()[0] ?? ""));
  expect(backups()[0]).toMatch(/^before-\d{4}-20261122T101112Z\.counterseat$/);
  expect(await backupBeforeMigrating({ ...asked, migrations: later })).toBe(null); // it was made

  const target = join(scratch, "restored");
  const manifest = await restoreBackup({ file: made ?? "", dataDir: target, databaseUrl: null });
  expect(manifest).toMatchObject({ reason: "before-migrating", streams: [{ world: "own", stream: "responses", rows: 3 }] });
  const server = await startTestServer({ dataDir: target, owner: false });
  try {
    expect(await look(server)).toEqual(before);
    expect(readdirSync(join(target, "uploads"))).toHaveLength(1);
  } finally {
    await server.close();
  }
});

test("the newest three are kept, and nothing else is taken away", async () => {
  mkdirSync(join(dataDir, "backups"), { recursive: true });
  writeFileSync(join(dataDir, "backups", "mine.counterseat"), "");
  for (let i = 1; i <= 4; i++) {
    rmSync(join(dataDir, "schema"), { force: true });
    await backupBeforeMigrating({ ...asked, migrations: later, now: asked.now + i * 1000 });
  }
  expect(backups().map((name) => name.slice(-19))).toEqual(
    ["14Z.counterseat", "15Z.counterseat", "16Z.counterseat", "mine.counterseat"].map((n) => expect.stringContaining(n)),
  );
  const container = await openContainer(join(dataDir, "backups", backups()[0] ?? ""));
  expect(parseManifest(container.manifest).migrations.length).toBeGreaterThan(0);
  await container.close();
});

test("a start that cannot write the backup does not go on", async () => {
  rmSync(join(dataDir, "schema"), { force: true });
  rmSync(join(dataDir, "backups"), { recursive: true });
  writeFileSync(join(dataDir, "backups"), "in the way");
  await expect(backupBeforeMigrating({ ...asked, migrations: later })).rejects.toThrow();
  expect(existsSync(join(dataDir, "schema"))).toBe(false);
  rmSync(join(dataDir, "backups"));
});
