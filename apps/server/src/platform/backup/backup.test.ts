import { hash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDir, startTestServer, type TestServer } from "../../test-server.ts";
import { CounterseatError } from "../errors.ts";
import { backUp, call, eventsOf, fillServer, recordsOf } from "./test-installation.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { openContainer } from "./read-container.ts";
import { isUnused, restoreBackup } from "./restore-backup.ts";
import { CONTENT, READY, RESTORING, settleRestore } from "./settle-restore.ts";
import type { BackupSummary } from "./summary.ts";
import { createContainer } from "./write-container.ts";

const scratch = mkdtempSync(join(tmpdir(), "counterseat-backup-"));
const dataDir = join(scratch, "data");
const file = join(scratch, "one.counterseat");
let server: TestServer;
let made: BackupSummary;
let before: { records: Record<string, string[]>; events: unknown };

beforeAll(async () => {
  server = await fillServer(dataDir);
  before = { records: await recordsOf(server.app.records), events: await eventsOf(server.app) };
  made = await backUp(server.app, dataDir, file);
});
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
});

const refused = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error("it was not refused");
    },
    (error: unknown) => error,
  );

test("a backup says what it holds, and nobody else may read it", () => {
  expect(made).toMatchObject({
    file,
    bytes: statSync(file).size,
    driver: "pglite",
    tables: { import_run: 4, person: 1, action: 1, upload: 1, user: 1, log_key: 4 },
    events: { own: { responses: 3, beliefs: 2, events: 400 } },
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(scratch).sort()).toEqual(["data", "one.counterseat"]);
  expect(readdirSync(dataDir).filter((name) => name.includes("making"))).toEqual([]);
});

test("everything comes back as it was: every row of every table, every event, every file", { timeout: 180_000 }, async () => {
  const target = join(scratch, "everything");
  await restoreBackup({ file, dataDir: target, databaseUrl: null });
  expect(readdirSync(target).filter((name) => name.startsWith("restoring") || name === "lock")).toEqual([]);
  const restored = await startTestServer({ dataDir: target, owner: false });
  try {
    expect(await recordsOf(restored.app.records)).toEqual(before.records);
    expect(await eventsOf(restored.app)).toEqual(before.events);
    const [upload] = readdirSync(join(dataDir, "uploads"));
    expect(readFileSync(join(target, "uploads", upload ?? ""), "utf8")).toBe("a,b\n1,2\n");
    // Life goes on: positions, counters and chains continue where they were.
    const person = { list: "people", id: "p2", entry: { name: "New" } };
    await call(restored.app, "company.putEntry", person);
    const second = await backUp(restored.app, target, join(scratch, "again.counterseat"));
    expect(second.tables).toMatchObject({ person: 2, audit_entry: (made.tables["audit_entry"] ?? 0) + 1 });
    expect(second.position).toBeGreaterThanOrEqual(made.position ?? 0);
  } finally {
    await restored.close();
  }
});

test("200 backups with one changed byte, cut-off ones and longer ones are all refused, and nothing is written", async () => {
  const whole = readFileSync(file);
  const damaged = join(scratch, "damaged.counterseat");
  const target = join(scratch, "never");
  let seed = 20_261_122;
  const draw = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const variants: [string, Buffer][] = Array.from({ length: 200 }, (_, i) => {
    const at =
      i < 8 ? ([0, 10, 21, 23, whole.length - 1, whole.length - 33, whole.length - 40, whole.length - 56][i] ?? 0) : draw(whole.length);
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + draw(255));
    return [`byte ${at}`, bytes];
  });
  for (let i = 0; i < 20; i++) variants.push([`cut`, whole.subarray(0, draw(whole.length))]);
  variants.push(["longer", Buffer.concat([whole, Buffer.from("\n")])], ["twice", Buffer.concat([whole, whole])]);
  for (const [what, bytes] of variants) {
    writeFileSync(damaged, bytes);
    const error = await refused(restoreBackup({ file: damaged, dataDir: target, databaseUrl: null }));
    expect(error, what).toBeInstanceOf(CounterseatError);
    expect(error, what).toMatchObject({ code: "invalid", message: expect.stringMatching(/^This backup /), fix: expect.any(String) });
  }
  expect(existsSync(target)).toBe(false);
});

test("a backup is refused where it would write over something, or cannot be written", async () => {
  const again = await refused(call(server.app, "backup.create", { file }));
  expect(again).toMatchObject({ code: "conflict", message: expect.stringContaining("exists already") });
  const nowhere = await refused(call(server.app, "backup.create", { file: join(scratch, "no", "such", "folder") }));
  expect(nowhere).toMatchObject({ code: "invalid", fix: expect.stringContaining("existing folder") });
  expect(await refused(call(server.app, "backup.create", { file: "relative" }))).toMatchObject({ code: "invalid" });
  const two = ["a", "b"].map((name) => call(server.app, "backup.create", { file: join(scratch, name) }));
  const done = await Promise.allSettled(two);
  expect(done.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(done.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
  const page = await server.ask("POST", "/api/v1/backups", { body: { file: join(scratch, "page") } });
  expect(page.status).toBe(403);
  expect(readdirSync(dataDir).filter((name) => name.includes("making"))).toEqual([]);
  expect(readdirSync(scratch).filter((name) => name.endsWith(".part") || name === "page")).toEqual([]);
});

test("only an empty directory nobody uses is restored into", async () => {
  expect(await refused(restoreBackup({ file, dataDir, databaseUrl: null }))).toMatchObject({ code: "conflict" }); // in use
  const target = join(scratch, "full");
  mkdirSync(target);
  writeFileSync(join(target, "mine.txt"), "");
  const error = await refused(restoreBackup({ file, dataDir: target, databaseUrl: null }));
  expect(error).toMatchObject({ code: "conflict", message: expect.stringContaining("mine.txt") });
  expect(readdirSync(target)).toEqual(["mine.txt"]);
});

/** A backup that is whole, but says other things about itself. */
async function rewrite(to: string, change: (manifest: Manifest) => Manifest, names = (name: string) => name): Promise<string> {
  const container = await openContainer(file);
  const writer = await createContainer(to);
  for await (const entry of container.entries()) {
    const next = await writer.entry(names(entry.name), true);
    for await (const part of entry.content) await next.write(part);
    await next.end();
  }
  await writer.finish(Buffer.from(JSON.stringify(change(parseManifest(container.manifest)))));
  await writer.close();
  await container.close();
  return to;
}

test("a backup of a newer or another schema, or with other rows than it says, is refused", { timeout: 180_000 }, async () => {
  const target = join(scratch, "unwritten");
  const restore = (path: string) => refused(restoreBackup({ file: path, dataDir: target, databaseUrl: null }));
  const newer = await rewrite(join(scratch, "newer"), (m) => ({ ...m, migrations: [...m.migrations, { hash: "later", at: 1 }] }));
  expect(await restore(newer)).toMatchObject({ code: "invalid", message: expect.stringContaining("newer schema") });
  const other = await rewrite(join(scratch, "other"), (m) => ({ ...m, migrations: m.migrations.map((one) => ({ ...one, hash: "x" })) }));
  expect(await restore(other)).toMatchObject({ code: "invalid", message: expect.stringContaining("never had") });
  const renamed = (name: string) => (name.startsWith("uploads/") ? "uploads/../../../outside" : name);
  const outside = await rewrite(
    join(scratch, "outside"),
    (m) => ({ ...m, entries: m.entries.map((entry) => ({ ...entry, name: renamed(entry.name) })) }),
    renamed,
  );
  expect(await restore(outside)).toMatchObject({ code: "invalid", message: expect.stringContaining("no known kind") });
  expect(existsSync(target)).toBe(false);
  const lying = await rewrite(join(scratch, "lying"), (m) => ({
    ...m,
    tables: m.tables.map((t) => (t.name === "person" ? { ...t, checksum: "0".repeat(64) } : t)),
  }));
  expect(await restore(lying)).toMatchObject({ code: "invalid", message: expect.stringContaining("person") });
  expect(readdirSync(target)).toEqual([RESTORING]); // half restored, and says so
  expect(() => settleRestore(target)).toThrow(/cut off before it was complete/);
  await restoreBackup({ file, dataDir: target, databaseUrl: null }); // the same directory again, with a good one
  expect(readdirSync(target)).not.toContain(RESTORING);
});

test("a restore that was cut off while it was moved into place is moved on", async () => {
  const target = join(scratch, "everything"); // as the test above left it
  const names = readdirSync(target).sort();
  // As it is after a cut in the middle: some of it in place, the rest not.
  const content = join(target, RESTORING, CONTENT);
  mkdirSync(content, { recursive: true });
  writeFileSync(join(target, RESTORING, READY), "");
  for (const name of names.slice(1)) renameSync(join(target, name), join(content, name));
  expect(isUnused(target)).toBe(false);
  settleRestore(target);
  expect(readdirSync(target).sort()).toEqual(names);
  settleRestore(target);
  expect(readdirSync(target).sort()).toEqual(names);
  expect(await refused(restoreBackup({ file, dataDir: target, databaseUrl: null }))).toMatchObject({ code: "conflict" });
});

test("the same restore again completes one that was cut off behind its mark", async () => {
  const target = join(scratch, "marked");
  const content = join(target, RESTORING, CONTENT);
  mkdirSync(content, { recursive: true });
  writeFileSync(join(content, "installation"), "an id");
  const container = await openContainer(file);
  writeFileSync(join(target, RESTORING, READY), hash("sha256", container.manifest));
  await container.close();
  expect(isUnused(target)).toBe(true);
  await restoreBackup({ file, dataDir: target, databaseUrl: null });
  expect(readdirSync(target)).toEqual(["installation"]);
});

test("a backup that was cut off leaves nothing behind once the next begins", async () => {
  const part = join(scratch, "cut.counterseat.12345678.part");
  writeFileSync(part, "half");
  mkdirSync(join(dataDir, "backup.making", "copy"), { recursive: true });
  writeFileSync(join(dataDir, "backup.making", "target"), part);
  await call(server.app, "backup.create", { file: join(freshDir(), "next") });
  expect(existsSync(part)).toBe(false);
  expect(existsSync(join(dataDir, "backup.making"))).toBe(false);
});
