import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CounterseatError } from "../errors.ts";

/** Where a restore prepares a data directory, inside of it: nothing under its final name is touched until all is there. */
export const RESTORING = "restoring";
/** The directory's future content. */
export const CONTENT = "content";
/** Stands when the content is whole and synced, and says of which backup: from here on the restore is only moved into place. */
export const READY = "ready";

/**
 * Whoever opens a data directory calls this first, holding its lock. A restore that was cut off while it was moved into
 * place is moved on; the result is the same as if it had not been cut off.
 * @throws conflict when it was cut off before it was whole
 */
export function settleRestore(dataDir: string): void {
  const dir = join(dataDir, RESTORING);
  rmSync(`${dir}.done`, { recursive: true, force: true });
  if (!existsSync(dir)) return;
  if (!existsSync(join(dir, READY))) {
    throw new CounterseatError("conflict", `A restore into ${dataDir} was cut off before it was complete.`, {
      fix: `Run the restore again. To begin with an empty installation instead, delete ${dir}.`,
    });
  }
  moveIntoPlace(dataDir);
}

/** Renames what was prepared. May be cut off anywhere and run again. */
export function moveIntoPlace(dataDir: string): void {
  const dir = join(dataDir, RESTORING);
  const content = join(dir, CONTENT);
  for (const name of existsSync(content) ? readdirSync(content) : []) renameSync(join(content, name), join(dataDir, name));
  syncDirectory(dataDir);
  // The mark goes last: without it what is left would look like a restore that never got whole.
  rmSync(content, { recursive: true, force: true });
  const done = `${dir}.done`;
  rmSync(done, { recursive: true, force: true });
  renameSync(dir, done);
  rmSync(done, { recursive: true, force: true });
  syncDirectory(dataDir);
}

export function syncDirectory(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
