import { dirname, isAbsolute } from "node:path";
import { z } from "zod";
import type { Slice } from "../app.ts";
import { rememberBackupFolder, spreadRegister } from "../erasures/register.ts";
import { CounterseatError } from "../errors.ts";
import { work } from "../operation.ts";
import { sweepBackup } from "./stage.ts";
import { BackupSummary, summaryOf } from "./summary.ts";
import { writeBackup } from "./write-backup.ts";

export const createBackup = work({
  name: "backup.create",
  method: "POST",
  path: "/backups",
  summary: "Write everything into one file on the server, while it is used; for the command line only",
  permission: "backup:write",
  input: z.object({ file: z.string().min(1).max(4096).describe("absolute path on the server; must not exist") }),
  output: BackupSummary,
  async run(ctx, { file }) {
    // It names a file on the server's disk: only who can reach that disk anyway may.
    if (ctx.actor.kind !== "operator") {
      throw new CounterseatError("forbidden", "A backup is made at the command line, by who may read the data directory.", {
        fix: "Run counterseat backup FILE on the server.",
      });
    }
    if (!isAbsolute(file)) throw new CounterseatError("invalid", "The backup's path must be absolute.", { fix: "Begin it with /." });
    const made = await writeBackup({ records: ctx.records, events: ctx.events, dataDir: ctx.dataDir, file, now: ctx.clock() });
    // Who is forgotten from now on has to be known beside it.
    await rememberBackupFolder(ctx.records, dirname(file));
    await spreadRegister(ctx.records, ctx.dataDir);
    return summaryOf(made);
  },
});

export const operations = [createBackup] as const;
/** A slice of the platform's own: it has one operation, and takes away what a backup that was cut off left behind. */
export const backup = {
  name: "backup",
  operations,
  metrics: [],
  handlers: [],
  open: (ctx) => Promise.resolve(sweepBackup(ctx.dataDir)),
} satisfies Slice;
