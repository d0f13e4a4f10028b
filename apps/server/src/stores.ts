import type { Config } from "./platform/config.ts";
import { createLog } from "./platform/log.ts";
import { openStores, type Stores } from "./platform/stores.ts";

/** The stores with their threads, apart from main.ts: a start opens them while the slices and the server are still being loaded. */
const here = (path: string) => new URL(path, import.meta.url);
const threads = { boot: here("./platform/boot.mjs"), events: here("./events-thread.ts"), compute: here("./compute-thread.ts") };

export function openConfigured(config: Config): Promise<Stores> {
  return openStores({ config, log: createLog(config.logLevel), threads });
}

export { readConfig } from "./platform/config.ts";
