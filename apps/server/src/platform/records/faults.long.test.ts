import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { amcheck } from "@electric-sql/pglite/contrib/amcheck";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CounterseatError } from "../errors.ts";
import { createLog } from "../log.ts";
import { type Faults, storageFault, type StorageCode } from "../storage-faults.ts";
import type { Records } from "./contract.ts";
import { openRecords } from "./open.ts";

const dataDir = mkdtempSync(join(tmpdir(), "counterseat-faults-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

type What = "beforeWrite" | "beforeSync";
/** The counts at which a call of one kind fails, in order; each fails once. */
const plan = { what: "beforeWrite" as What, at: [] as number[], code: "ENOSPC" as StorageCode, seen: 0, hits: 0 };
const counted = (what: What) => () => {
  if (plan.what !== what) return;
  plan.seen += 1;
  if (plan.seen !== plan.at[0]) return;
  plan.at.shift();
  plan.seen = 0;
  plan.hits += 1;
  throw storageFault(plan.code);
};
const faults: Faults = { beforeWrite: counted("beforeWrite"), beforeSync: counted("beforeSync") };
function arm(what: What, at: readonly number[], code: StorageCode): void {
  Object.assign(plan, { what, at: [...at], code, seen: 0, hits: 0 });
}

let records: Records;
let next = 0;
const acknowledged: number[] = [];
const open = () => openRecords({ dataDir, log: createLog("silent"), faults });

beforeAll(async () => {
  records = await open();
  await records.executor.executeSql(
    "CREATE TABLE one (id int PRIMARY KEY, part int NOT NULL, text text NOT NULL); CREATE INDEX one_part ON one (part); CREATE TABLE two (id int PRIMARY KEY REFERENCES one (id), changed int NOT NULL)",
  );
});
afterAll(() => records.close());

/** A piece of work that is kept whole or not at all: a row in each of two tables, and an older row changed in both. */
async function write(id: number): Promise<void> {
  await records.transaction(async (tx) => {
    await tx.execute(sql`insert into one values (${id}, ${id % 7}, ${"text ".repeat(60)})`);
    await tx.execute(sql`insert into two values (${id}, 0)`);
    await tx.execute(sql`update one set part = part + 7 where id = ${id - 5}`);
    await tx.execute(sql`update two set changed = changed + 7 where id = ${id - 5}`);
  });
}

const well = () => vi.waitUntil(() => records.trouble === null, { timeout: 120_000, interval: 5 });

/** The fixed workload: twelve writes, and in the middle everything goes from the log into the tables. */
async function work(): Promise<void> {
  for (let i = 0; i < 12; i++) {
    const id = ++next;
    try {
      await write(id);
      acknowledged.push(id);
      if (i === 7) await records.executor.executeSql("CHECKPOINT");
    } catch (error) {
      expect(error).toBeInstanceOf(CounterseatError); // never anything of the engine's
      expect(error).toMatchObject({ status: 503 });
      await well();
    }
  }
  await well();
}

/** Acknowledged is there, nothing is there by half, and every index tells the same as its table. */
async function check(): Promise<void> {
  const ids = async (text: string) => (await records.executor.executeSql(text)).rows.map((row) => Number(row["id"]));
  const one = await ids("SELECT id FROM one ORDER BY id");
  expect(await ids("SELECT id FROM two ORDER BY id")).toEqual(one);
  const there = new Set(one);
  expect(acknowledged.filter((id) => !there.has(id))).toEqual([]);
  expect(await ids("SELECT one.id FROM one JOIN two USING (id) WHERE one.part - one.id % 7 <> two.changed")).toEqual([]);
  const counted = async (index: boolean) => {
    const counts = await records.transaction(async (tx) => {
      await tx.execute(
        sql.raw(
          `SET LOCAL enable_seqscan = ${index ? "off" : "on"}; SET LOCAL enable_indexscan = ${index ? "on" : "off"}`.split(";")[0] ?? "",
        ),
      );
      await tx.execute(sql.raw(`SET LOCAL enable_indexscan = ${index ? "on" : "off"}`));
      await tx.execute(sql.raw(`SET LOCAL enable_indexonlyscan = ${index ? "on" : "off"}`));
      await tx.execute(sql.raw("SET LOCAL enable_bitmapscan = off"));
      return (await records.executor.executeSql("SELECT count(*)::int AS n, sum(part)::int AS parts FROM one WHERE part >= 0")).rows;
    });
    return counts[0];
  };
  expect(await counted(true)).toEqual(await counted(false));
}

/** What PostgreSQL's own inspection finds in every table and index, on the files as they lie there. */
async function inspect(): Promise<void> {
  await records.close();
  const client = await PGlite.create({ fs: new NodeFS(join(dataDir, "records")), extensions: { amcheck } });
  try {
    await client.exec("CREATE EXTENSION IF NOT EXISTS amcheck");
    const indexes = await client.query<{ c: string }>(
      "SELECT c.oid::regclass::text AS c FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.relpersistence = 'p'",
    );
    expect(indexes.rows.length).toBeGreaterThan(100);
    for (const { c } of indexes.rows) await client.query("SELECT bt_index_check($1::regclass, true)", [c]);
    const broken = await client.query(
      "SELECT c.oid::regclass::text AS t, v.msg FROM pg_class c, verify_heapam(c.oid) v WHERE c.relkind IN ('r', 'm', 't') AND c.relpersistence = 'p'",
    );
    expect(broken.rows).toEqual([]);
  } finally {
    await client.close();
  }
  records = await open();
}

/** Every place up to 40, then ever wider steps. */
function* places(): Generator<number> {
  for (let n = 1; n < 100_000; n = n < 40 ? n + 1 : Math.ceil(n * 1.25)) yield n;
}

for (const [what, code] of [
  ["beforeWrite", "ENOSPC"],
  ["beforeSync", "EIO"],
] as const) {
  test(
    `the N-th ${what === "beforeWrite" ? "write" : "sync"} fails with ${code}, N = 1, 2, … until the work passes: nothing acknowledged is lost, nothing is half`,
    { timeout: 3_600_000 },
    async () => {
      let rounds = 0;
      let passed = false;
      for (const n of places()) {
        arm(what, [n], code);
        await work();
        await check();
        if (plan.hits === 0) {
          passed = true;
          break;
        }
        rounds += 1;
      }
      expect(passed).toBe(true);
      expect(rounds).toBeGreaterThan(10); // else nothing was shown
      await inspect();
    },
  );
}

test(
  "the disk fails again while the store is being opened again: the next attempt recovers all the same",
  { timeout: 3_600_000 },
  async () => {
    let twice = 0;
    for (const [what, code] of [
      ["beforeWrite", "ENOSPC"],
      ["beforeSync", "EIO"],
    ] as const) {
      // The first two are the look at the disk itself; those behind it are PostgreSQL's recovery.
      for (const again of [1, 2, 3, 5, 8, 13, 21]) {
        arm(what, [4, again], code);
        await work();
        await check();
        if (plan.hits === 2) twice += 1;
      }
    }
    expect(twice).toBeGreaterThan(8);
    await inspect();
  },
);
