import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type App, openApp } from "./platform/app.ts";
import type { Config } from "./platform/config.ts";
import type { Operation } from "./platform/operation.ts";
import type { Stores } from "./platform/stores.ts";
import { slices } from "./slices.ts";
import { openConfigured } from "./stores.ts";

/** The composition root: the only file that knows everything. */
export const version: string = (
  JSON.parse(readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8")) as { version: string }
).version;

export async function open(config: Config, stores: Promise<Stores> = openConfigured(config)): Promise<App> {
  return openApp({ stores: await stores, slices });
}

/** The operation table, for readers that open no store. */
export const openOperations: readonly Operation[] = slices.flatMap((slice): readonly Operation[] => slice.operations);

export { OPERATOR } from "./platform/app.ts";
export { readConfig } from "./platform/config.ts";
export { lockHolder } from "./platform/lock.ts";
export { socketPath } from "./platform/socket-path.ts";
export { World } from "./platform/world.ts";
export type { App, Config };
