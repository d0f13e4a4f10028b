/** Where the suites lie that run a second time on PostgreSQL: everything that goes through the front door, and the store itself. */
export const SUITES = "apps/server/src";

/** What does not run a second time, each with the reason. */
export const EMBEDDED_ONLY: Readonly<Record<string, string>> = {
  "apps/server/src/platform/events/**": "no records in it",
  "apps/server/src/customer/reading/**": "no records in it",
  "apps/server/src/**/crash.test.ts": "a process of its own opens embedded stores and is killed",
  "apps/server/src/stop.test.ts": "a process of its own opens embedded stores and is stopped",
  "apps/server/src/platform/lock.test.ts": "the lock of a directory",
  "apps/server/src/platform/records/pglite.test.ts": "the embedded driver",
  "apps/server/src/platform/records/recovery.test.ts": "the disk under the embedded driver",
  "apps/server/src/platform/records/faults.long.test.ts": "the disk under the embedded driver",
  "apps/server/src/platform/backup/{backup,before-migrating,container}*.test.ts":
    "restores data directories into others; records.test.ts there takes both stores",
  "apps/server/src/platform/doctor/**": "examines and breaks copies of embedded stores",
  "apps/server/src/{gap/seeds,journey/real-logs}.long.test.ts": "statistics, the same on every store",
  "apps/server/src/access/canaries.long.test.ts": "looks through the files of a data directory",
};
