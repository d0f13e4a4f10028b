import { statfs } from "node:fs/promises";
import type { App } from "./app.ts";
import type { Trouble } from "./trouble.ts";

/** One thing that has to be well for requests to be answered; `detail` names no path, no address and nobody. */
export interface Check {
  readonly name: "records" | "events" | "backlog" | "disk" | "jobs";
  readonly ok: boolean;
  readonly detail: string;
}
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly Check[];
}

const GB = 1024 ** 3;
/** Enough is either: a twentieth of a small disk, or a gigabyte of a large one. */
export const LEAST_FREE_SHARE = 0.05;
export const LEAST_FREE_BYTES = GB;
const DISK_KEPT_MS = 5000;
const ANSWER_MS = 2000;
const JOBS_SILENT_MS = 3 * 60_000;
/** One large file is one record of the log and may take minutes; longer than this without a step is no work any more. */
const BACKLOG_STILL_MS = 15 * 60_000;

export interface Disk {
  readonly free: number;
  readonly size: number;
}

/** What of the application readiness looks at. */
export interface Looked {
  readonly records: Pick<App["records"], "ping" | "trouble">;
  readonly events: Pick<App["events"], "failure" | "trouble" | "stats">;
  readonly dataDir: string;
  /** UTC ms of the job queue's last sign of life; null before it has started. */
  readonly jobsSeen: () => number | null;
  readonly clock: () => number;
  readonly readDisk?: (dataDir: string) => Promise<Disk>;
}

/** Looks at everything at most once at a time: whoever asks meanwhile gets the same answer. */
export function watchReadiness(looked: Looked): { look(): Promise<Readiness>; disk(): Promise<Disk | null> } {
  const { clock, jobsSeen } = looked;
  const born = clock();
  let underWay: Promise<Readiness> | null = null;
  let disk: { at: number; found: Disk | null } | null = null;
  let step = { applied: -1, at: born };

  async function readDisk(): Promise<Disk | null> {
    if (disk !== null && clock() - disk.at < DISK_KEPT_MS) return disk.found;
    const found = await (looked.readDisk ?? freeSpace)(looked.dataDir).catch(() => null);
    disk = { at: clock(), found };
    return found;
  }

  async function records(): Promise<Check> {
    const { trouble } = looked.records;
    if (trouble !== null) return inTrouble("records", trouble);
    const answers = await within(ANSWER_MS, looked.records.ping(), false);
    return { name: "records", ok: answers, detail: answers ? "answers, migrated" : "does not answer" };
  }

  function events(): Check[] {
    const { failure, trouble } = looked.events;
    if (failure !== null) {
      const detail = "its thread ended; restart to apply what was acknowledged";
      return [{ name: "events", ok: false, detail }];
    }
    const here: Check = trouble === null ? { name: "events", ok: true, detail: "takes and applies records" } : inTrouble("events", trouble);
    const stats = looked.events.stats();
    const waiting = stats.lastPosition - stats.appliedPosition;
    if (waiting === 0 || stats.appliedPosition !== step.applied) step = { applied: stats.appliedPosition, at: clock() };
    const still = clock() - step.at;
    const ok = still <= BACKLOG_STILL_MS;
    const detail = `${waiting} records wait to be applied${ok ? "" : `, none was for ${Math.floor(still / 60_000)} minutes`}`;
    return [here, { name: "backlog", ok, detail }];
  }

  async function space(): Promise<Check> {
    const found = await readDisk();
    if (found === null) return { name: "disk", ok: false, detail: "the data directory cannot be read" };
    const ok = found.free > LEAST_FREE_BYTES || found.free > found.size * LEAST_FREE_SHARE;
    return { name: "disk", ok, detail: `${(found.free / GB).toFixed(1)} GB free of ${(found.size / GB).toFixed(1)} GB` };
  }

  function jobs(): Check {
    const seen = jobsSeen();
    const silent = clock() - (seen ?? born);
    const ok = silent <= JOBS_SILENT_MS;
    const since = `${Math.round(silent / 1000)} s ago`;
    if (seen === null) return { name: "jobs", ok, detail: ok ? "not started yet" : "did not start" };
    return { name: "jobs", ok, detail: `last sign of life ${since}` };
  }

  return {
    disk: readDisk,
    look() {
      underWay ??= Promise.all([records(), space()])
        .then(([first, third]) => {
          const checks = [first, ...events(), third, jobs()];
          return { ready: checks.every((check) => check.ok), checks };
        })
        .finally(() => {
          underWay = null;
        });
      return underWay;
    },
  };
}

function inTrouble(name: Trouble["store"], trouble: Trouble): Check {
  return {
    name,
    ok: false,
    detail: `cannot write (${trouble.code}) since ${new Date(trouble.since).toISOString()}; tries again by itself`,
  };
}

async function freeSpace(dataDir: string): Promise<Disk> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  return { free: bavail * bsize, size: blocks * bsize };
}

/** What was asked, or `otherwise` when it fails or takes too long: a probe must not hang with what it probes. */
export async function within<T>(ms: number, asked: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([asked.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}
