import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type App, openApp } from "./platform/app.ts";
import type { Config } from "./platform/config.ts";
import { createLog } from "./platform/log.ts";
import type { Operation } from "./platform/operation.ts";
import { slices } from "./slices.ts";

/** The composition root: the only file that knows everything. */
const here = (path: string) => new URL(path, import.meta.url);
const threads = { boot: here("./platform/boot.mjs"), events: here("./events-thread.ts"), compute: here("./compute-thread.ts") };

export const version: string = (JSON.parse(readFileSync(fileURLToPath(here("../package.json")), "utf8")) as { version: string }).version;

export function open(config: Config): Promise<App> {
  return openApp({ config, log: createLog(config.logLevel), slices, threads });
}

/** The operation table, for readers that open no store. */
export const openOperations: readonly Operation[] = slices.flatMap((slice): readonly Operation[] => slice.operations);

export { OPERATOR } from "./platform/app.ts";
export { readConfig } from "./platform/config.ts";
export { lockHolder } from "./platform/lock.ts";
export { socketPath } from "./platform/socket-path.ts";
export { World } from "./platform/world.ts";
export type { App, Config };
