import { backupBeforeMigrating, settleRestore } from "./platform/backup/index.ts";
import type { Config } from "./platform/config.ts";
import { EVENT_SCHEMA } from "./platform/events/schema-version.ts";
import { createLog } from "./platform/log.ts";
import { openStores, type Stores } from "./platform/stores.ts";
import { threads } from "./threads.ts";

/** The stores with their threads, apart from main.ts: a start opens them while the slices and the server are still being loaded. */
export function openConfigured(config: Config): Promise<Stores> {
  const { dataDir, databaseUrl } = config;
  const log = createLog(config.logLevel);
  return openStores({
    config,
    log,
    threads,
    async before() {
      settleRestore(dataDir);
      const file = await backupBeforeMigrating({ dataDir, databaseUrl, eventSchema: EVENT_SCHEMA, now: Date.now() });
      if (file !== null) log.warn({ file }, "this version changes how data are kept; everything was backed up before");
    },
  });
}

export { readConfig } from "./platform/config.ts";
export { isUnused, restoreAndOpen, verifyBackup } from "./platform/backup/index.ts";
