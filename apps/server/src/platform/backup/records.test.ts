import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { afterAll, expect, test } from "vitest";
import type { Query } from "../records/contract.ts";
import { MIGRATIONS } from "../records/migrate.ts";
import { dropDatabase, emptyDatabase, testServer } from "../records/test-database.ts";
import { buildSchema, migrationsOf } from "./build-schema.ts";
import { readMigrations, readSequences, readTables } from "./catalogue.ts";
import { type Dumped, dumpRecords } from "./dump-records.ts";
import { completeTables, fillTable, holdsContent, prepareTables } from "./load-records.ts";
import type { Manifest } from "./manifest.ts";
import { openEmbedded, openServer, type Target } from "./open-target.ts";
import { openContainer } from "./read-container.ts";
import { createContainer } from "./write-container.ts";

const scratch = mkdtempSync(join(tmpdir(), "counterseat-records-"));
const opened: { close(): Promise<void> }[] = [];
afterAll(async () => {
  for (const one of opened.toReversed()) await one.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** Both drivers where a server is there to test on (`npm run test:all` brings one). */
const DRIVERS = testServer === null ? ["pglite"] : ["pglite", "postgresql"];
let made = 0;
async function openTarget(driver: string): Promise<Target> {
  if (driver === "pglite") {
    const target = await openEmbedded(join(scratch, `records-${++made}`), false);
    opened.push(target);
    return target;
  }
  const url = await emptyDatabase(testServer ?? "");
  const target = await openServer(url);
  opened.push({ close: () => dropDatabase(testServer ?? "", url) }, target);
  return target;
}

/** One column of each type the tables use, and of those they may come to use, beside everything that can hinder a restore. */
const ZOO = [
  `CREATE TABLE installation (key text PRIMARY KEY, value text NOT NULL)`,
  `CREATE TABLE parent (id uuid PRIMARY KEY, boss uuid REFERENCES parent(id))`,
  `CREATE TABLE "Odd ""name""" (
     seq bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, serial serial, parent uuid NOT NULL REFERENCES parent(id) ON DELETE CASCADE,
     big bigint, num numeric, fine numeric(30, 12), real8 double precision, real4 real, yes boolean, bytes bytea, doc jsonb, raw json,
     at timestamptz, naive timestamp, day date, clock time, span interval, words text[], code varchar(7), fixed char(4), address inet,
     twice bigint GENERATED ALWAYS AS (big * 2) STORED, "order" int, text text)`,
  `CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'only added'; END $$`,
  `CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON parent FOR EACH ROW EXECUTE FUNCTION stays()`,
  `CREATE TRIGGER full_stays BEFORE TRUNCATE ON parent FOR EACH STATEMENT EXECUTE FUNCTION stays()`,
  `CREATE SCHEMA jobs`,
  `CREATE TABLE jobs.job (id int)`,
];
const ids = Array.from({ length: 2500 }, (_, i) => `00000000-0000-7000-8000-${String(i).padStart(12, "0")}`);
const ROWS = [
  `INSERT INTO installation VALUES ('installation-id', 'an id')`,
  // The boss of a row stands behind it: rows come back in any order.
  `INSERT INTO parent SELECT id::uuid, boss::uuid FROM unnest(ARRAY['${ids.join("','")}'], ARRAY['${ids.slice(1).join("','")}', '${ids[0]}']) AS r(id, boss)`,
  `INSERT INTO "Odd ""name""" (parent, big, num, fine, real8, real4, yes, bytes, doc, raw, at, naive, day, clock, span, words, code, fixed, address, "order", text) VALUES
   ('${ids[0]}', 4611686018427387903, 12345678901234567890.12345678901234567890, 0.000000000001, 0.1, 0.1, true, decode(repeat('00ff0a0d225c', 60), 'hex'),
    '{"a": [1, 1.10, 1e400], "ü": "line\\nend \\"quoted\\" \\\\ tab\\t", "n": null}', '{"b":1,  "b":2}', '2026-11-22 10:11:12.123456+02', '0044-03-15 12:00:00 BC', 'infinity',
    '23:59:59.999999', '1 year 2 mons -3 days 04:05:06.789', ARRAY['a,b', '{c}', NULL, '"d"'], 'x', 'ab', '10.0.0.1/8', 1, E'tab\\t nl\\n cr\\r quote" back\\\\ \\u2028 😀 null \\x01'),
   ('${ids[1]}', -4611686018427387904, 'NaN', NULL, 'NaN', '-Infinity', NULL, '', 'null', NULL, 'infinity', NULL, '2026-02-28', NULL, NULL, '{}', '', NULL, NULL, NULL, ''),
   ('${ids[2]}', NULL, 0, NULL, 5e-324, 1e-45, false, NULL, NULL, NULL, '1900-01-01 00:00:00.000001+00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
  `DELETE FROM "Odd ""name""" WHERE seq = 2`,
  `INSERT INTO jobs.job VALUES (1)`,
];

async function dump(source: Target, file: string): Promise<Manifest> {
  const container = await createContainer(file);
  let dumped: Dumped | null = null;
  await source.transaction(async (query) => {
    dumped = await dumpRecords(query, container);
  });
  if (dumped === null) throw new Error("no dump");
  const { entries, migrations, sequences, ...rest } = dumped as Dumped; // set in the transaction, which TypeScript does not see
  const manifest: Manifest = {
    ...rest,
    entries: [...entries],
    migrations: [...migrations],
    sequences: [...sequences],
    product: "test",
    created: "",
    reason: "asked",
    driver: "pglite",
    log: null,
    streams: null,
  };
  await container.finish(Buffer.from(JSON.stringify(manifest)));
  await container.close();
  return manifest;
}

async function load(query: Query, file: string, manifest: Manifest): Promise<void> {
  const container = await openContainer(file);
  const filling = await prepareTables(query, manifest);
  for await (const entry of container.entries()) {
    const table = manifest.tables.find((t) => t.entry === entry.name);
    if (table === undefined) throw new Error(entry.name);
    await fillTable(query, table, entry.content);
  }
  await completeTables(query, filling, manifest);
  await container.close();
}

/** Compared by the databases' own text of whole rows, and by their counters: not by the way the dump goes. */
const stateOf = (target: Target) =>
  target.transaction(async (query) => {
    await query("SET LOCAL timezone = 'Asia/Kathmandu'");
    return {
      odd: await query(
        `SELECT o::text AS row, md5(bytes) AS bytes, doc::text AS doc, at - '2000-01-01' AS since, twice::text AS twice FROM "Odd ""name""" o ORDER BY seq`,
      ),
      parents: await query("SELECT md5(string_agg(id::text || boss::text, ' ' ORDER BY id)) AS all FROM parent"),
      sequences: await readSequences(query),
    };
  });

for (const from of DRIVERS) {
  for (const to of DRIVERS) {
    test(`rows come back the same, from ${from} into ${to}`, async () => {
      const source = await openTarget(from);
      await source.transaction(async (query) => {
        for (const sql of [...ZOO, ...ROWS]) await query(sql);
      });
      const file = join(scratch, `${from}-${to}`);
      const manifest = await dump(source, file);
      expect(manifest.installation).toBe("an id");
      expect(manifest.tables.map((t) => [t.name, t.rows])).toEqual([
        ['Odd "name"', 2],
        ["installation", 1],
        ["parent", 2500],
      ]);
      const target = await openTarget(to);
      await target.transaction(async (query) => {
        for (const sql of ZOO) await query(sql);
        await query("INSERT INTO installation VALUES ('left by a migration', '')");
        await load(query, file, manifest);
      });
      expect(await stateOf(target)).toEqual(await stateOf(source));
      expect(await target.transaction((query) => holdsContent(query, manifest))).toBe(true);

      // What was taken off to fill the tables stands again.
      const fails = (sql: string) => expect(target.transaction((query) => query(sql))).rejects.toThrow();
      await fails("DELETE FROM parent");
      await fails("TRUNCATE parent CASCADE");
      await fails(`INSERT INTO "Odd ""name""" (parent) VALUES ('00000000-0000-7000-8000-ffffffffffff')`);
      const next = await target.transaction((query) =>
        query(`INSERT INTO "Odd ""name""" (parent) VALUES ('${ids[9]}') RETURNING seq::text, serial`),
      );
      expect(next).toEqual([{ seq: "5", serial: 5 }]); // 4 went to the refused row
      expect(await target.transaction((query) => holdsContent(query, manifest))).toBe(false);

      // One changed value shows, and shows no more when it is changed back.
      const change = async (sql: string) => {
        await source.transaction((query) => query(sql));
        return source.transaction((query) => holdsContent(query, manifest));
      };
      expect(await change(`UPDATE "Odd ""name""" SET at = at + interval '1 microsecond' WHERE seq = 1`)).toBe(false);
      expect(await change(`UPDATE "Odd ""name""" SET at = at - interval '1 microsecond' WHERE seq = 1`)).toBe(true);
      expect(await change(`UPDATE "Odd ""name""" SET fine = fine + 0.000000000001 WHERE seq = 1`)).toBe(false);
    });
  }
}

test("a backup's migrations have to be the first of those this version knows", async () => {
  const files = readMigrationFiles({ migrationsFolder: MIGRATIONS });
  const target = await openEmbedded(join(scratch, "migrated"), true);
  opened.push(target);
  const known = await target.transaction(async (query) => {
    if ((await readMigrations(query)).length === 0) await buildSchema(query, files); // no template is kept yet
    expect((await readTables(query)).map((t) => t.name)).toContain("audit_entry");
    return readMigrations(query);
  });
  expect(known.map((m) => m.hash)).toEqual(files.map((m) => m.hash));
  const asManifest = (migrations: Manifest["migrations"]) => ({ product: "9.9.9", migrations }) as unknown as Manifest; // only these two are looked at
  expect(migrationsOf(asManifest([...known])).map((m) => m.hash)).toEqual(known.map((m) => m.hash));
  expect(() => migrationsOf(asManifest(known.map((m) => ({ ...m, hash: "another" }))))).toThrow(/never had/);
  const far = Array.from({ length: 50 }, (_, i) => known[i] ?? { hash: `later ${i}`, at: i });
  expect(() => migrationsOf(asManifest(far))).toThrow(/newer schema \(50\)/);
});
