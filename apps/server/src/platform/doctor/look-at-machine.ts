import { readdirSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { bytesInWords, broken, type Finding, look, well } from "./finding.ts";

const LEAST_NODE = [20, 19] as const;
const MB = 1024 ** 2;
const LEAST_MEMORY = 768 * MB;
const GOOD_MEMORY = 1900 * MB;
/** Older than this code: a clock that was never set. */
const EARLIEST = Date.UTC(2026, 10, 1);
const AHEAD_MS = 5 * 60_000;

export function lookAtNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return well("node", `Node.js ${version}.`);
  return broken("node", `Node.js ${version} is too old.`, `Install Node.js ${LEAST_NODE.join(".")} or newer.`);
}

/** What this process may use: the machine's memory, or less where a container or service is limited. */
export function lookAtMemory(limit = memoryLimit()): Finding {
  const words = `${bytesInWords(limit)} of memory may be used.`;
  if (limit < LEAST_MEMORY) return broken("memory", words, "Give the machine, container or service at least 2 GB.");
  if (limit < GOOD_MEMORY) return look("memory", words, "Enough to look around; give it 2 GB for imports of millions of rows.");
  return well("memory", words);
}

function memoryLimit(): number {
  const limited = process.constrainedMemory();
  return limited > 0 && limited < totalmem() ? limited : totalmem();
}

/** A clock that runs behind makes sessions last, links expire late and new rows look old. */
export function lookAtClock(dataDir: string, now = Date.now()): Finding {
  const fix = "Set the clock (timedatectl set-ntp true) and look again.";
  if (now < EARLIEST) return broken("clock", `The clock says ${new Date(now).toISOString()}, which is before this version was made.`, fix);
  const newest = Math.max(0, ...["", "log", "events", "records"].map((part) => newestIn(join(dataDir, part))));
  if (newest > now + AHEAD_MS)
    return look("clock", `The newest file was written at ${new Date(newest).toISOString()}, which is later than the clock says now.`, fix);
  return well("clock", `The clock says ${new Date(now).toISOString()}.`);
}

function newestIn(directory: string): number {
  try {
    return Math.max(0, ...readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs));
  } catch {
    return 0; // not there, or changing under us
  }
}
