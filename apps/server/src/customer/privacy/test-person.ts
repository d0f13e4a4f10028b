import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { decryptPayload, openIngestLog } from "../../platform/events/ingest-log.ts";
import { storePath } from "../../platform/events/store-path.ts";
import { logKey } from "../../platform/records/tables.ts";
import { recordsOf } from "../../platform/backup/test-installation.ts";
import { copyRange } from "../../platform/events/copy-file.ts";
import { openStorage } from "../../platform/storage.ts";
import type { TestServer } from "../../test-server.ts";
import { createSender } from "../ingest/test-sender.ts";

/** For the tests of erasure: one person who came in by every way there is, every value of theirs a canary, among others. */
export const PERSON = "kanari-4711";
export const CANARY = /kanari/i;
export const PHONE = "+999 555 010 7788";
const OTHERS = 40;
const other = (i: number) => `customer-${i % OTHERS}`;

/** `person`: false makes the same installation as if that customer had never been there. */
export async function fill(server: TestServer, person: boolean): Promise<void> {
  const only = <T>(rows: T[]): T[] => (person ? rows : []);
  const of = (header: string, theirs: string[], others: string[]) => {
    const rows = [...others];
    theirs.forEach((row, i) => rows.splice(7 * (i + 1), 0, row));
    return `${[header, ...rows].join("\n")}\n`;
  };
  const them = { customer: "customer", time: "time" };
  await server.importFile({
    name: person ? `${PERSON} and others.csv` : "others.csv",
    text: of(
      "customer,given,family,email,phone,address,postcode,city,contract,time",
      only([`${PERSON},Kanarina,Kanarivogel,Kanari.Vogel@example.org,${PHONE},Kanariweg 7,KANARI1,Kanaristadt,KANARI-C-77,2026-01-02`]),
      Array.from(
        { length: OTHERS },
        (_, i) => `${other(i)},Given ${i},Family ${i},c${i}@example.org,+999 100 ${1000 + i},Road ${i},99,Town,C-${i},2026-01-02`,
      ),
    ),
    as: "customers",
    source: "crm",
    map: {
      customer: "customer",
      ...Object.fromEntries("given family email phone address postcode city contract".split(" ").map((field) => [field, field])),
    },
  });
  const gone = await server.importFile({
    name: "gone.csv",
    text: of("case,activity,time,customer,owner", only([`kanari-gone,Gone,2026-01-01T00:00:00Z,${PERSON},kanari-gone-owner`]), [
      `g1,Gone,2026-01-01T00:00:00Z,${other(1)},Somebody`,
    ]),
    as: "events",
    source: "gone",
    map: { case: "case", activity: "activity", customer: "customer", owner: "owner", time: "time" },
  });
  await server.ask("POST", `/api/v1/imports/${gone.id}/withdraw`);
  await server.importFile({
    name: "events.csv",
    text: of(
      "case,activity,time,customer,stage,owner,comment",
      only([
        `kanari-case,Call,2026-02-01T08:00:00Z,${PERSON},Help,Kanarina Kanariowner,kanari calls`,
        `kanari-case,Only kanari does this,2026-02-02T08:00:00Z,${PERSON},Help,Kanarina Kanariowner,`,
        `kanari-case,Reopen,2026-02-03T08:00:00Z,,Help,Somebody,kanari of no customer`,
        `kanari-bad,Call,kanari never,${PERSON},Help,Somebody,kanari refused`,
      ]),
      Array.from(
        { length: 120 },
        (_, i) => `k${i % 50},${["Order", "Install", "Pay"][i % 3]},2026-02-${10 + (i % 18)}T08:00:00Z,${other(i % 50)},Help,Somebody,`,
      ),
    ),
    as: "events",
    source: "crm",
    map: { ...them, case: "case", activity: "activity", stage: "stage", owner: "owner", comment: "comment" },
  });
  await server.importFile({
    name: "paid.csv",
    text: of(
      "customer,time,amount,currency",
      only([`${PERSON},2026-01-05,12.50,EUR`, `${PERSON},2026-02-05,20.25,EUR`]),
      Array.from({ length: 80 }, (_, i) => `${other(i)},2026-0${1 + (i % 6)}-05,${10 + i}.00,EUR`),
    ),
    as: "transactions",
    source: "till",
    map: { ...them, amount: "amount", currency: "currency" },
  });
  const said = (i: number) =>
    i !== 3 ? `fine ${i}` : person ? `my neighbour Kanarina Kanarivogel (${PERSON}) told me` : "my neighbour [erased] ([erased]) told me";
  await server.importFile({
    name: "answers.csv",
    text: of(
      "customer,score,scale,stage,time,comment",
      only([`${PERSON},1,0-10,Help,2026-03-01,kanari was not helped`]),
      Array.from({ length: OTHERS }, (_, i) => `${other(i)},${i % 11},0-10,Help,2026-03-01,${said(i)}`),
    ),
    as: "responses",
    source: "survey",
    map: { ...them, score: "score", scale: "scale", stage: "stage", comment: "comment" },
  });
  const sender = await createSender(server, "shop");
  const batch = [
    ...only([
      {
        type: "track",
        userId: PERSON,
        event: "Kanari event",
        messageId: "kanari-m1",
        timestamp: "2026-03-02T08:00:00Z",
        properties: { resource: "kanari-till" },
      },
      {
        type: "identify",
        userId: PERSON,
        messageId: "kanari-m2",
        timestamp: "2026-03-02T08:00:00Z",
        traits: { email: "kanari.second@example.org", name: "Kanari van Kanari" },
      },
      { type: "track", userId: PERSON, event: "Paid", messageId: "kanari-m3", properties: { amount: "kanari twelve" } },
    ]),
    {
      type: "track",
      userId: other(3),
      event: "Paid",
      messageId: "m4",
      timestamp: "2026-03-02T08:00:00Z",
      properties: { amount: 5, currency: "EUR", note: person ? "for kanari.second@example.org" : "for [erased]" },
    },
    { type: "track", userId: other(4), event: "Paid", messageId: "m5", properties: { amount: "twelve" } },
  ];
  const receipt = await sender.send("/batch", { batch });
  if (receipt.position !== null) await server.app.events.applied(receipt.position);
  await server.ask("PUT", "/api/v1/company/people/p1", {
    body: { entry: { name: "Pat", title: "", ...(person ? { customerId: PERSON } : {}) } },
  });
  const made = await server.ask("POST", "/api/v1/actions", {
    body: {
      cell: { stage: "Help" },
      ownerId: "p1",
      title: person ? "Call Kanarina Kanarivogel back" : "Call [erased] back",
      goalLine: 1,
      dueOn: "2026-12-31",
      note: person ? `of ${PHONE}, ${PERSON}` : "of [erased], [erased]",
    },
    headers: { "idempotency-key": `answer-of-${person ? PERSON : "somebody"}` },
  });
  if (made.status !== 200) throw new Error(made.text);
  if (!person) return;
  await server.upload("/api/v1/uploads", { name: "kanari.csv", text: "case,activity,time\nkanari,A,2026-01-01\n" });
  await server.get(`/api/v1/customers?search=${PERSON}`);
  await server.get(`/api/v1/customers/${PERSON}/timeline`);
}

/** Where a canary is found: in any byte of any file, in any row of both stores, in anything of the log that can still be decrypted. */
export async function findCanaries(server: TestServer): Promise<string[]> {
  const found: string[] = [];
  const look = (where: string, bytes: Buffer) => {
    const texts = [bytes.toString("latin1"), bytes.toString("utf16le"), bytes.subarray(1).toString("utf16le")];
    const phone = PHONE.replaceAll(/\D/g, "");
    if (texts.some((text) => CANARY.test(text) || text.includes(PHONE) || text.includes(phone))) found.push(where);
  };
  for (const name of filesUnder(server.dataDir)) look(`file ${name.replace(server.dataDir, "")}`, readFileSync(name));
  for (const [table, rows] of Object.entries(await recordsOf(server.app.records))) look(`records ${table}`, Buffer.from(rows.join("\n")));
  const copy = mkdtempSync(join(tmpdir(), "counterseat-look-"));
  try {
    await server.app.events.copyTo(copy);
    await lookIntoStore(storePath(copy), look);
    for (const name of readdirSync(join(server.dataDir, "events"))) {
      if (!/^snapshot-\d+\.duckdb$/.test(name)) continue;
      const path = join(copy, name);
      const from = join(server.dataDir, "events", name);
      await copyRange(openStorage(), { from, at: 0, bytes: readFileSync(from).length, to: path });
      await lookIntoStore(path, look);
    }
    await lookIntoLog(server, copy, look);
  } finally {
    rmSync(copy, { recursive: true });
  }
  return found.sort();
}

type Look = (where: string, bytes: Buffer) => void;

/** A column may be packed so that its bytes do not show: every table is read as the engine reads it. */
async function lookIntoStore(path: string, look: Look): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const tables = (await connection.runAndReadAll("SELECT table_name FROM duckdb_tables()")).getRows();
  for (const [table] of tables) {
    const rows = (await connection.runAndReadAll(`SELECT * FROM "${String(table)}"`)).getRowsJson();
    look(`table ${String(table)}`, Buffer.from(JSON.stringify(rows)));
  }
  connection.closeSync();
  instance.closeSync();
}

async function lookIntoLog(server: TestServer, scratch: string, look: Look): Promise<void> {
  const keys = new Map((await server.app.records.db.select().from(logKey)).map(({ id, key }) => [id, key]));
  const dir = join(scratch, "whole");
  const storage = openStorage();
  await storage.makeDirectory(join(dir, "log", "files"));
  for (const name of filesUnder(join(server.dataDir, "log")))
    await copyRange(storage, { from: name, at: 0, bytes: readFileSync(name).length, to: name.replace(server.dataDir, dir) });
  const log = await openIngestLog({ dataDir: dir });
  const first =
    readdirSync(join(dir, "log"))
      .filter((name) => name.endsWith(".log"))
      .sort()[0] ?? "1.log";
  for await (const record of log.read(Number.parseInt(first, 10) - 1)) {
    look("log header", Buffer.from(JSON.stringify(record.header)));
    const key = record.header.keyId === null ? null : (keys.get(record.header.keyId) ?? null);
    if (key === null) continue;
    if (record.payload.length > 0) look("log payload", decryptPayload(record, key));
    if (record.header.file === null) continue;
    const clear = join(scratch, "clear");
    await log.files.take(record.header.file, key, clear);
    look("kept file", readFileSync(clear));
  }
  await log.close();
}

function filesUnder(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesUnder(path) : entry.isFile() ? [path] : [];
  });
}
