import { existsSync, readFileSync } from "node:fs";
import type { Config } from "../config.ts";
import { CounterseatError } from "../errors.ts";
import { lockHolder, takeLock } from "../lock.ts";
import { socketPath } from "../socket-path.ts";
import { broken, type Finding } from "./finding.ts";
import { lookAtDataDir } from "./look-at-data-dir.ts";
import { lookAtEvents } from "./look-at-events.ts";
import { lookAtClock, lookAtMemory, lookAtNode } from "./look-at-machine.ts";
import { lookAtRecords } from "./look-at-records.ts";
import { lookAtServer } from "./look-at-server.ts";
import { lookAtSettings } from "./look-at-settings.ts";

export type { Finding } from "./finding.ts";

/**
 * Looks at everything an installation stands on and changes nothing. With a server running it is asked; without one the
 * stores are looked at, under the lock, so that nobody opens them meanwhile.
 */
export async function examine(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataDir: string | null;
  readonly now: number;
}): Promise<Finding[]> {
  const { env, dataDir, now } = options;
  const { config, findings } = lookAtSettings(env, dataDir);
  const machine = [lookAtNode(), lookAtMemory()];
  if (config === null) return [...machine, ...findings];
  return [
    ...machine,
    lookAtClock(config.dataDir, now),
    ...findings,
    ...(await lookAtDataDir(config.dataDir)),
    ...(await lookAtStores(config, now)),
  ];
}

async function lookAtStores(config: Config, now: number): Promise<Finding[]> {
  const { dataDir } = config;
  const databaseUrl = config.databaseUrl;
  const socket = socketPath(dataDir);
  if (lockHolder(dataDir) !== null && existsSync(socket)) return lookAtServer({ socket, version: version(), now });
  if (!existsSync(dataDir)) return databaseUrl === null ? [] : lookAtRecords({ dataDir, databaseUrl, now });
  let lock: { release(): void };
  try {
    lock = takeLock(dataDir);
  } catch (error) {
    const words = error instanceof CounterseatError ? error.message : "The data directory cannot be locked.";
    return [
      broken(
        "stores",
        `${words} The stores were not looked at.`,
        "When a server or command is just starting or stopping, look again in a moment.",
      ),
    ];
  }
  try {
    return [...(await lookAtRecords({ dataDir, databaseUrl, now })), ...(await lookAtEvents(dataDir))];
  } finally {
    lock.release();
  }
}

function version(): string {
  // The server's own package.json always says it.
  return (JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as { version: string }).version;
}
