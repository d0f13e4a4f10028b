import { writeSync } from "node:fs";
import { count, eq, isNull } from "drizzle-orm";
import { action } from "../../apps/server/src/accountability/tables.ts";
import { importRun } from "../../apps/server/src/customer/tables.ts";
import { open, readConfig } from "../../apps/server/src/main.ts";
import { verifyAudit } from "../../apps/server/src/platform/audit.ts";
import { auditEntry, signalOutbox } from "../../apps/server/src/platform/records/tables.ts";

/** Looks into a data directory no server is using, for what no answer shows. Prints one line of JSON. */
const [dataDir = ""] = process.argv.slice(2);
const app = await open(readConfig({ COUNTERSEAT_LOG_LEVEL: "error" }, { dataDir }));
const { db } = app.records;
const rowsOf = async (rows: Promise<{ n: number }[]>) => (await rows)[0]?.n ?? 0;
const audited = (operation: string) => rowsOf(db.select({ n: count() }).from(auditEntry).where(eq(auditEntry.operation, operation)));
const states = await db.select({ state: importRun.state, n: count() }).from(importRun).groupBy(importRun.state);
const streams = await app.events.countBy({ by: ["source"], filter: { world: "own" } });
const inspected = {
  undelivered: await rowsOf(db.select({ n: count() }).from(signalOutbox).where(isNull(signalOutbox.deliveredAt))),
  actions: await rowsOf(db.select({ n: count() }).from(action)),
  actionsAudited: await audited("accountability.createAction"),
  imports: await rowsOf(db.select({ n: count() }).from(importRun)),
  importsAudited: await audited("customer.startImport"),
  withdrawalsAudited: await audited("customer.withdrawImport"),
  states: Object.fromEntries(states.map(({ state, n }) => [state, n])),
  rows: Object.fromEntries(streams.map(({ key, n }) => [key[0] ?? "", n])),
  chain: await verifyAudit(db),
};
await app.close();
writeSync(1, `${JSON.stringify(inspected)}\n`);
