import { join } from "node:path";

/** The command line's way into a running server. */
export function socketPath(dataDir: string): string {
  return join(dataDir, "socket");
}
