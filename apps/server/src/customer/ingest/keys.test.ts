import { rmSync } from "node:fs";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../platform/log.ts";
import type { Records } from "../../platform/records/contract.ts";
import { openRecords } from "../../platform/records/open.ts";
import { logKey } from "../../platform/records/tables.ts";
import { freshDir } from "../../test-server.ts";
import { createKeys } from "./keys.ts";

const dataDir = freshDir();
let records: Records;
let transactions = 0;
beforeAll(async () => {
  const opened = await openRecords({ dataDir, log: createLog("silent") });
  records = Object.create(opened, {
    transaction: {
      value: (work: Parameters<Records["transaction"]>[0]) => {
        transactions += 1;
        return opened.transaction(work);
      },
    },
  }) as Records; // the same store, with its transactions counted
});
afterAll(async () => {
  await records.close();
  rmSync(dataDir, { recursive: true, force: true });
});

let now = 0;
const fresh = (generation?: number) => createKeys({ records, clock: () => now, ...(generation === undefined ? {} : { generation }) });
const people = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `p${from + i}`);
const idsOf = async (keys: ReturnType<typeof fresh>, source: string, subjects: readonly string[]) =>
  Object.fromEntries(
    [...(await keys.of(source, subjects))].map(([subject, { id, key }]) => [subject, `${id} ${Buffer.from(key ?? []).toString("hex")}`]),
  );

test("a person has one key in each source, found again by whoever asks", async () => {
  const mine = await idsOf(fresh(), "crm", ["ada", "bob", "ada", "Ada", "o'x\"{},\\"]);
  expect(Object.keys(mine).sort()).toEqual(["Ada", "ada", "bob", "o'x\"{},\\"]);
  expect(new Set(Object.values(mine)).size).toBe(4);
  for (const entry of Object.values(mine)) expect(entry).toMatch(/^[0-9a-f-]{36} [0-9a-f]{64}$/);
  expect(await idsOf(fresh(), "crm", Object.keys(mine))).toEqual(mine);
  const elsewhere = await idsOf(fresh(), "shop", ["ada"]);
  expect(elsewhere["ada"]).not.toBe(mine["ada"]);
});

test("calls that come together share a transaction, and people they share get one key", async () => {
  const keys = fresh();
  const before = transactions;
  const found = await Promise.all(Array.from({ length: 20 }, (_, i) => idsOf(keys, "together", people(i * 50, i * 50 + 200))));
  expect(transactions - before).toBeLessThanOrEqual(2);
  const all = new Map<string, string>();
  for (const one of found)
    for (const [subject, key] of Object.entries(one)) expect(all.get(subject) ?? key).toBe(all.set(subject, key).get(subject));
  expect(all.size).toBe(1150);
  expect(new Set(all.values()).size).toBe(1150);
  expect((await records.db.select().from(logKey).where(eq(logKey.source, "together"))).length).toBe(1150);
  const after = transactions;
  await keys.of("together", people(0, 1150));
  expect(transactions).toBe(after); // remembered
});

test("two that never heard of each other make one key for a person", async () => {
  const found = await Promise.all([1, 2, 3, 4].map(() => idsOf(fresh(), "race", people(0, 300))));
  for (const one of found) expect(one).toEqual(found[0]);
});

test("memory is bounded, and what was let go is found again", async () => {
  const keys = fresh(100);
  const first = await idsOf(keys, "many", people(0, 5000));
  expect(Object.keys(first).length).toBe(5000);
  expect(await idsOf(keys, "many", people(0, 5000))).toEqual(first);
});

test("a destroyed key is noticed within a minute and never made anew", async () => {
  const keys = fresh();
  const { id } = (await keys.of("forget", ["eve"])).get("eve") ?? { id: "" };
  await records.transaction(async (tx) => {
    await tx.update(logKey).set({ key: null, destroyedAt: new Date() }).where(eq(logKey.id, id));
  });
  now += 60_001;
  expect((await keys.of("forget", ["eve"])).get("eve")).toEqual({ id, key: null });
  expect((await fresh().of("forget", ["eve"])).get("eve")).toEqual({ id, key: null });
});

test("a failure is told to who asked, and the next one is served", async () => {
  const keys = fresh();
  const broken = keys.of("broken", ["a\0b"]); // no database text holds NUL
  await expect(broken).rejects.toThrow();
  expect((await keys.of("broken", ["ab"])).size).toBe(1);
});
