import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { CounterseatError } from "./errors.ts";

/**
 * One process owns a data directory. Two openers of an embedded database lose committed rows silently, so this lock is
 * taken before any store opens. A lock left by a process that no longer lives is taken over.
 * @throws conflict when a living process holds it
 */
export function takeLock(dataDir: string): { release(): void } {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, "lock");
  const mine = `${path}.${process.pid}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) }), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      try {
        linkSync(mine, path); // whole or not at all: nobody ever reads half a lock
        return { release: () => rmSync(path, { force: true }) };
      } catch (error) {
        if (!isExists(error)) throw error;
      }
      const text = textOf(path);
      const holder = holderOf(text);
      if (holder !== null && isAlive(holder)) {
        throw new CounterseatError("conflict", `Process ${holder.pid} is using ${dataDir}.`, {
          fix: "Stop it first, or give this command another --data-dir.",
        });
      }
      moveAside(path, text);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new CounterseatError("conflict", `Could not take the lock of ${dataDir}.`, { fix: "Try again in a moment." });
}

/** Takes a dead lock away. When it turns out to be another one by now (somebody was quicker), it is put back. */
function moveAside(path: string, dead: string | null): void {
  const aside = `${path}.dead.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else moved it first
  }
  if (textOf(aside) !== dead) {
    try {
      linkSync(aside, path);
    } catch {
      // a third one holds it now
    }
  }
  rmSync(aside, { force: true });
}

export function lockHolder(dataDir: string): number | null {
  const holder = holderOf(textOf(join(dataDir, "lock")));
  return holder !== null && isAlive(holder) ? holder.pid : null;
}

interface Holder {
  pid: number;
  host: string;
  started: string | null;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function holderOf(text: string | null): Holder | null {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    if (typeof value !== "object" || value === null || !("pid" in value) || typeof value.pid !== "number") return null;
    return {
      pid: value.pid,
      host: "host" in value && typeof value.host === "string" ? value.host : "",
      started: "started" in value && typeof value.started === "string" ? value.started : null,
    };
  } catch {
    return null; // not a lock of ours: nobody alive holds it
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return false; // containers get a new host name and may reuse the pid
  try {
    process.kill(holder.pid, 0);
  } catch {
    return false;
  }
  // Pids are reused: on Linux the start time tells the old process from a new one with its number.
  const started = startOf(holder.pid);
  return holder.started === null || started === null || started === holder.started;
}

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function isExists(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
