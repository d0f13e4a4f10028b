import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { verifyAudit } from "../../platform/audit.ts";
import { call } from "../../platform/backup/test-installation.ts";
import { restoreBackup } from "../../platform/backup/restore-backup.ts";
import { runAndKill } from "../../platform/backup/test-killing.ts";
import { emptyDatabase, testServer } from "../../platform/records/test-database.ts";
import { freshDir, startTestServer, type TestServer } from "../../test-server.ts";
import { createSender } from "../ingest/test-sender.ts";
import { findCanaries } from "../privacy/test-person.ts";
import type { RetentionList } from "./words.ts";

const scratch = freshDir();
const filled = join(scratch, "filled");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Somebody whose every row is three years old, told in every way a source can, among others who came since. */
async function fill(server: TestServer): Promise<void> {
  const year = new Date().getUTCFullYear();
  const others = Array.from({ length: 60 }, (_, i) => `c${i % 20},${year - 1}-0${1 + (i % 9)}-05,${10 + i}.00,EUR,fine ${i},Somebody`);
  const theirs = [1, 2, 3].map((month) => `kanari-1,${year - 3}-0${month}-05,7.00,EUR,kanari said so,Kanari Owner`);
  await server.importFile({
    name: "paid.csv",
    text: `customer,time,amount,currency,comment,owner\n${[...others, ...theirs, `kanari-1,kanari never,1.00,EUR,,`].join("\n")}\n`,
    as: "transactions",
    source: "till",
    map: { customer: "customer", time: "time", amount: "amount", currency: "currency", comment: "comment", owner: "owner" },
  });
  await server.importFile({
    name: "list.csv",
    text: `customer,given,family,email,time\nkanari-1,Kanarina,Vogel,kanari@example.org,${year - 9}-01-01\nc1,Ann,Other,ann@example.org,${year - 9}-01-01\n`,
    as: "customers",
    source: "till",
    map: { customer: "customer", given: "given", family: "family", email: "email", time: "time" },
  });
  // Refused rows go with their file, and that came long ago.
  await server.app.records.executor.executeSql("UPDATE import_run SET created_at = now() - interval '3 years'");
  const sender = await createSender(server, "till");
  const at = { timestamp: `${year - 3}-03-02T08:00:00Z` };
  const receipt = await sender.send("/batch", {
    batch: [
      { type: "track", userId: "kanari-1", event: "Kanari event", messageId: "m1", properties: { note: "kanari" }, ...at },
      { type: "identify", userId: "kanari-1", messageId: "m2", traits: { email: "kanari.two@example.org" }, ...at },
      { type: "track", userId: "c2", event: "Visited", messageId: "m3" },
    ],
  });
  await server.app.events.applied(receipt.position ?? 0);
  await server.app.events.snapshot();
}
const state = async (server: TestServer) => {
  const { runs } = await call<z.infer<typeof RetentionList>>(server.app, "customer.listRetention", {});
  return runs.map((run) => [run.state, run.sources.map(({ source, rows }) => [source, rows])]);
};
const kept = async (server: TestServer) =>
  (await server.app.events.countBy({ by: ["stream"], filter: { world: "own", stream: "transactions" }, use: "upkeep" }))[0]?.n;

beforeAll(async () => {
  const server = await startTestServer({ dataDir: filled });
  await fill(server);
  await server.close();
});

test(
  "what is past its time is in no byte and no row afterwards, and a backup from before does not bring it back",
  { timeout: 120_000 },
  async () => {
    const server = await startTestServer();
    await fill(server);
    const found = await findCanaries(server);
    for (const where of ["table facts", "table people", "table refused", "table words", "records log_key", "records import_run"])
      expect(found).toContain(where);
    const file = join(scratch, "kept", "before.counterseat");
    mkdirSync(join(scratch, "kept"));
    await call(server.app, "backup.create", { file });
    await call(server.app, "customer.putRetention", { source: "till", months: 24, confirm: "till" });
    expect(await state(server)).toEqual([["done", [["till", 6]]]]); // three payments, their line in the list, two events
    expect(await findCanaries(server)).toEqual([]);
    expect(await kept(server)).toBe(60);
    const statement = await call<{ balanced: boolean; rows: { expired: number } }>(server.app, "customer.reconcileSource", { id: "till" });
    expect([statement.balanced, statement.rows.expired]).toEqual([true, 4]);
    expect((await server.app.events.people({ world: "own" })).map(({ told }) => told)).toEqual(["c1"]);
    await server.close();

    const dataDir = join(scratch, "restored");
    const databaseUrl = testServer === null ? null : await emptyDatabase(testServer);
    await restoreBackup({ file, dataDir, databaseUrl });
    const restored = await startTestServer({ dataDir, owner: false, settings: databaseUrl === null ? {} : { DATABASE_URL: databaseUrl } });
    expect(await findCanaries(restored)).toEqual([]);
    expect(await state(restored)).toEqual([["done", [["till", 6]]]]);
    expect(await kept(restored)).toBe(60);
    expect((await verifyAudit(restored.app.records.db)).whole).toBe(true);
    // Who was gone is nobody special: they may come again.
    const back = await call<{ sources: { source: string }[] }>(restored.app, "customer.listRetention", {});
    expect(back.sources.map(({ source }) => source)).toEqual(["till"]);
    await restored.close();
  },
);

/** Each step, right after it began, and later inside of it. */
const MOMENTS: readonly (readonly [after: string, ms: number])[] = [
  ["asked", 0],
  ["applied", 0],
  ["events", 0],
  ["records", 0],
  ["records", 300],
  ["records", 900],
];

// A data directory is copied here, and a database on a server would not be.
test.skipIf(testServer !== null).each(MOMENTS)(
  "killed at %s and %d ms, the next start finishes it before it serves",
  { timeout: 180_000 },
  async (after, ms) => {
    const dataDir = join(scratch, `${after}-${ms}`);
    cpSync(filled, dataDir, { recursive: true });
    const told = await runAndKill("../../customer/retention/retire-child.ts", [dataDir, "till"], (line) => (line === after ? ms : null));
    expect(told).toContain(after);
    const server = await startTestServer({ dataDir, owner: false });
    expect(await state(server)).toEqual([["done", [["till", 6]]]]);
    expect(await findCanaries(server)).toEqual([]);
    expect(await kept(server)).toBe(60);
    expect((await verifyAudit(server.app.records.db)).whole).toBe(true);
    await server.close();
    rmSync(dataDir, { recursive: true });
  },
);
