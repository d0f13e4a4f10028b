import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { open, readConfig } from "../../main.ts";
import { startTestServer, type TestServer } from "../../test-server.ts";
import { type App, OPERATOR } from "../app.ts";
import { NUMBERS, TEXTS, WORDS } from "../events/contract.ts";
import type { Records } from "../records/contract.ts";
import { readTables } from "./catalogue.ts";
import { type BackupSummary, summaryOf } from "./summary.ts";
import { writeBackup } from "./write-backup.ts";

/** For the tests of backups: an installation with something of everything in it, and what is to be seen of it. */

export async function call<T>(app: App, name: string, input: object, sent: { name: string; text: string } | null = null): Promise<T> {
  const op = app.operations.find((o) => o.name === name);
  if (op === undefined) throw new Error(`no operation ${name}`);
  const file = sent === null ? {} : { file: { name: sent.name, stream: Readable.from([Buffer.from(sent.text)]) } };
  return (await app.call(op, { actor: OPERATOR, world: "own", input, ...file })) as T; // as the operation's output schema says
}

export async function fillServer(dataDir: string): Promise<TestServer> {
  const server = await startTestServer({ dataDir });
  const answers =
    'score,stage,customer,comment,time\n9,Order,a,fine,2026-01-02\n3,Order,b,"slow, and ""late""",2026-01-03\n7,Install,ç,,\nx,Order,d,,\n';
  await server.importFile({ name: "answers.csv", text: answers, as: "responses", source: "survey" });
  await server.importFile({
    name: "beliefs.csv",
    text: "score,stage,role\n8,Order,leader\n9,Order,leader\n",
    as: "beliefs",
    source: "inside",
  });
  const events = Array.from({ length: 400 }, (_, i) => `c${i % 90},Step ${i % 7},2026-03-0${1 + (i % 9)}T10:${10 + (i % 50)}:00Z`);
  await server.importFile({ name: "events.csv", text: `case,activity,time\n${events.join("\n")}\n`, as: "events", source: "crm" });
  const gone = await server.importFile({ name: "gone.csv", text: "score,stage\n1,Order\n2,Order\n", as: "responses", source: "gone" });
  await server.ask("POST", `/api/v1/imports/${gone.id}/withdraw`);
  await call(server.app, "company.putEntry", {
    list: "people",
    id: "p1",
    entry: { name: "Zoë “Z” O'Neil 😀", title: "tab\tnew\nline \\ back" },
  });
  await call(server.app, "accountability.createAction", {
    cell: { stage: "Order" },
    ownerId: "p1",
    title: "Answer sooner",
    goalLine: 2.5,
    dueOn: "2026-12-31",
  });
  await server.upload("/api/v1/uploads", { name: "waiting.csv", text: "a,b\n1,2\n" });
  return server;
}

/** Every row of every table as the database writes it itself, sorted: read another way than a backup reads. */
export function recordsOf(records: Records): Promise<Record<string, string[]>> {
  return records.snapshot(async (query) => {
    await query("SET LOCAL timezone = 'Europe/Vilnius'");
    const found: Record<string, string[]> = {};
    for (const { schema, name } of await readTables(query)) {
      const rows = await query(`SELECT row_to_json(t)::text AS row FROM "${schema}"."${name}" t`);
      found[name] = rows.map((row) => String(row["row"])).sort();
    }
    return found;
  });
}

export async function eventsOf({ events }: Pick<App, "events">) {
  await events.applied(events.version);
  return events.scan({ filter: {}, words: [...WORDS], texts: [...TEXTS], numbers: [...NUMBERS] });
}

/** A data directory of its own for each test, copied from one that was filled and closed. */
export function copyOf(dataDir: string): string {
  const copy = mkdtempSync(join(tmpdir(), "counterseat-backup-copy-"));
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

/** A backup without the operation, which writes an audit row of its own. */
export async function backUp({ records, events }: Pick<App, "records" | "events">, dataDir: string, file: string): Promise<BackupSummary> {
  return summaryOf(await writeBackup({ records, events, dataDir, file, now: Date.now() }));
}

/** Opens a data directory with its records where one says, whatever database the run was given. */
export function openAt(dataDir: string, databaseUrl: string | null = null): Promise<App> {
  return open(readConfig({ LOG_LEVEL: "silent", ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) }, { dataDir }));
}
