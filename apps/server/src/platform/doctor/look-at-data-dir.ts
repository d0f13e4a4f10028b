import { accessSync, constants, existsSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { lockHolder } from "../lock.ts";
import { LEAST_FREE_BYTES, LEAST_FREE_SHARE } from "../readiness.ts";
import { bytesInWords, broken, type Finding, look, well } from "./finding.ts";

/** Whose it is, who may look into it, how much room is left, and who holds it now. */
export async function lookAtDataDir(dataDir: string): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [well("data directory", `There is none at ${dataDir} yet; the first start makes it.`)];
  return [lookAtAccess(dataDir), await lookAtDisk(dataDir), lookAtLock(dataDir), ...lookAtRestore(dataDir)];
}

function lookAtAccess(dataDir: string): Finding {
  const check = "data directory";
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return broken(
      check,
      `This user may not read and write ${dataDir}.`,
      "Run this as the user that runs Counterseat, or give that user the directory (chown -R).",
    );
  }
  const { mode, uid } = statSync(dataDir);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8).padStart(4, "0");
    return look(check, `Other users of this machine may look into ${dataDir} (mode ${shown}).`, `chmod 700 ${dataDir}`);
  }
  const me = process.getuid?.() ?? uid;
  if (me !== uid)
    return look(
      check,
      `${dataDir} belongs to another user (${uid}) than this one (${me}).`,
      "Run Counterseat and its commands as one user.",
    );
  return well(check, `${dataDir} is open to this user only.`);
}

async function lookAtDisk(dataDir: string): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  const [free, size] = [bavail * bsize, blocks * bsize];
  const words = `${bytesInWords(free)} of ${bytesInWords(size)} are free on its disk.`;
  if (free > LEAST_FREE_BYTES || free > size * LEAST_FREE_SHARE) return well("disk", words);
  return broken(
    "disk",
    words,
    "Make room or enlarge the disk; docs/guide/operating.md says what may go. Writes are refused before anything is lost.",
  );
}

function lookAtLock(dataDir: string): Finding {
  const holder = lockHolder(dataDir);
  if (holder !== null) return well("lock", `Process ${holder} uses it now.`);
  if (existsSync(join(dataDir, "lock"))) return well("lock", "A process that no longer lives left its lock; the next start takes it over.");
  return well("lock", "Nobody uses it now.");
}

function lookAtRestore(dataDir: string): Finding[] {
  if (!existsSync(join(dataDir, "restoring"))) return [];
  const words = `A restore into ${dataDir} is under way, or was cut off.`;
  return [look("restore", words, "When nobody runs one, run the same restore again; it completes what was begun.")];
}
