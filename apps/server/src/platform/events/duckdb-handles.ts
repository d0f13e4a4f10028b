import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { StoreFailure } from "./duckdb-writer.ts";

const OPEN_FILES = "/proc/self/fd";

/** Whether the system can say which files this process has open. */
export function canTellOpenFiles(): boolean {
  try {
    return readdirSync(OPEN_FILES).length > 0;
  } catch {
    return false;
  }
}

/** Whether this process has the file open; false where the system does not say. */
export function holdsOpen(path: string): boolean {
  let names: string[];
  let real: string;
  try {
    names = readdirSync(OPEN_FILES);
    real = realpathSync(path);
  } catch {
    return false;
  }
  return names.some((name) => {
    try {
      return readlinkSync(`${OPEN_FILES}/${name}`) === real;
    } catch {
      return false; // closed meanwhile
    }
  });
}

/**
 * Waits until the engine has really let go of a file that was closed. A result that was not read to its end keeps the
 * whole instance, and opening a second one beside it would lose rows silently; such a result goes with the garbage.
 * @throws StoreFailure when the file stays open
 */
export async function letGoOf(path: string): Promise<void> {
  for (let round = 0; holdsOpen(path); round++) {
    if (round === 20) throw new StoreFailure("held", new Error("the event store's file stays open"));
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10 * (round + 1)));
  }
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
