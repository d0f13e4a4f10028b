import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { verifyAudit } from "../../platform/audit.ts";
import { call } from "../../platform/backup/test-installation.ts";
import { restoreBackup } from "../../platform/backup/restore-backup.ts";
import { NUMBERS, TEXTS, WORDS } from "../../platform/events/contract.ts";
import { emptyDatabase, testServer } from "../../platform/records/test-database.ts";
import { freshDir, startTestServer, type TestServer } from "../../test-server.ts";
import { CANARY, fill, findCanaries, PERSON, PHONE } from "./test-person.ts";
import { createSender } from "../ingest/test-sender.ts";
import type { Erasure } from "./words.ts";

const scratch = freshDir();
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Every row, its words read out, without what is different in every installation. */
async function rowsOf(server: TestServer) {
  const scan = await server.app.events.scan({ filter: { world: "own" }, words: WORDS, texts: TEXTS, numbers: NUMBERS, order: "ordinal" });
  return Array.from({ length: scan.length }, (_, i) =>
    JSON.stringify([
      ...WORDS.filter((word) => word !== "import").map((word) => scan.words[word]?.dictionary[scan.words[word].codes[i] ?? -1] ?? null),
      ...TEXTS.map((text) => scan.texts[text]?.[i] ?? null),
      ...NUMBERS.map((number) => scan.numbers[number]?.[i] ?? null),
    ]),
  ).sort();
}
const erase = (server: TestServer) =>
  server.ask("POST", `/api/v1/customers/${PERSON}/erase?world=own`, { body: { confirm: PERSON, reason: "request" } });

test("a person who came in by every way is in no byte and no row afterwards, and everybody else is as if they had never been there", async () => {
  const server = await startTestServer();
  const without = await startTestServer();
  await fill(server, true);
  await fill(without, false);
  const file = join(scratch, "kept", "before.counterseat");
  mkdirSync(join(scratch, "kept"));
  await call(server.app, "backup.create", { file });
  await server.app.events.snapshot();

  const before = await findCanaries(server);
  for (const where of [
    "records dead_letter",
    "records kept_answer",
    "records action",
    "records log_key",
    "records import_run",
    "table facts",
    "table people",
    "table refused",
    "table words",
  ])
    expect(before).toContain(where);
  expect(before.some((where) => where.startsWith("file /uploads/"))).toBe(true);
  const preview = await server.get<Record<string, unknown>>(`/api/v1/customers/${PERSON}/erase`);
  expect(preview).toMatchObject({ customer: PERSON, names: [PERSON], rows: 8, shared: 0, uploads: 1, backups: 0 });

  const answer = await erase(server);
  expect(answer.status).toBe(200);
  const done = answer.body as unknown as Erasure; // as its schema says
  expect(done.state).toBe("done");
  expect(done.proof.map(({ store, remaining }) => [store, remaining])).toEqual([
    ["events", 0],
    ["records", 0],
    ["files", 0],
    ["log", null],
    ["files", 0],
    ["database", null],
  ]);
  expect(done.proof[0]?.deleted).toMatchObject({ facts: 9, people: 2, refused: 1 });
  expect(JSON.stringify(answer.body)).not.toMatch(CANARY);
  expect(await findCanaries(server)).toEqual([]);
  expect((await verifyAudit(server.app.records.db)).whole).toBe(true);

  expect(await rowsOf(server)).toEqual(await rowsOf(without));
  for (const source of ["crm", "till", "survey", "shop", "gone"])
    expect([source, (await server.get<{ balanced: boolean }>(`/api/v1/sources/${source}/reconcile?world=own`)).balanced]).toEqual([
      source,
      true,
    ]);

  // Who comes again is not taken, by file or by event, and nothing of it is kept.
  const again = await server.importFile({
    name: "again.csv",
    text: `customer,time,email,phone\n${PERSON},2026-04-01,,\ncustomer-1,2026-04-01,,\nkanari-new,2026-04-01,KANARI.VOGEL@example.org,\nkanari-bad,kanari never,,${PHONE}\n`,
    as: "customers",
    source: "crm",
    map: { customer: "customer", time: "time", email: "email", phone: "phone" },
  });
  expect(again).toMatchObject({ state: "done", read: 4, accepted: 1, refused: 3 });
  const sender = await createSender(server, "till-2");
  const receipt = await sender.send("/batch", { batch: [{ type: "track", userId: PERSON, event: "Back", messageId: "kanari-m9" }] });
  expect(receipt).toMatchObject({ accepted: 0, refused: 1, results: [{ reason: "forgotten" }] });
  expect(await findCanaries(server)).toEqual([]);
  const entries = (await server.get<{ erasures: Erasure[] }>("/api/v1/erasures")).erasures;
  expect(entries.map(({ id, state }) => [id, state])).toEqual([[done.id, "done"]]);
  await server.close();
  await without.close();

  // The backup was made before. The register was put beside it when the person was forgotten.
  const dataDir = join(scratch, "restored");
  const databaseUrl = testServer === null ? null : await emptyDatabase(testServer);
  await restoreBackup({ file, dataDir, databaseUrl });
  const settings = databaseUrl === null ? {} : { DATABASE_URL: databaseUrl };
  const restored = await startTestServer({ dataDir, owner: false, settings });
  expect(await findCanaries(restored)).toEqual([]);
  expect((await verifyAudit(restored.app.records.db)).whole).toBe(true);
  expect(await restored.app.events.countBy({ by: ["customer"], filter: { customer: PERSON } })).toEqual([]);
  expect((await restored.app.events.countBy({ by: ["customer"], filter: { world: "own", customer: "customer-1" } }))[0]?.n).toBeGreaterThan(
    3,
  );
  await restored.close();
});
