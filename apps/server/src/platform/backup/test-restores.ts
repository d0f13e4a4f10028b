import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { createLog } from "../log.ts";
import { openRecords } from "../records/open.ts";
import { restoreBackup } from "./restore-backup.ts";
import { settleRestore } from "./settle-restore.ts";
import { recordsOf } from "./test-installation.ts";
import { runAndKill } from "./test-killing.ts";

export interface Killed {
  readonly file: string;
  /** What the backup holds. */
  readonly records: Readonly<Record<string, string[]>>;
  readonly scratch: string;
  /** An empty database to restore into; null for the embedded one. */
  readonly makeDatabase: () => Promise<{ readonly url: string; close(): Promise<void> } | null>;
}

/** Kills a restore at later and later moments; done again or moved on, it ends as one that was not killed. */
export async function expectKilledRestoresToEndWell({ file, records, scratch, makeDatabase }: Killed): Promise<void> {
  let halves = 0;
  for (let round = 0; round < 6; round++) {
    const database = await makeDatabase();
    const dataDir = join(scratch, `killed-restore-${round}`);
    const told = await runAndKill("./restore-child.ts", [file, dataDir, database?.url ?? ""], () => 60 * 3 ** (round * 0.8));
    let whole = told.includes("done");
    if (!whole) {
      try {
        settleRestore(dataDir);
        whole = existsSync(join(dataDir, "log"));
      } catch {
        halves += 1;
        expect(readdirSync(dataDir).filter((name) => name !== "lock")).toEqual(["restoring"]);
      }
    }
    if (!whole) await restoreBackup({ file, dataDir, databaseUrl: database?.url ?? null });
    const opened = await openRecords({ dataDir, log: createLog("silent"), databaseUrl: database?.url ?? null });
    expect(await recordsOf(opened)).toEqual(records);
    await opened.close();
    await database?.close();
    rmSync(dataDir, { recursive: true });
  }
  expect(halves).toBeGreaterThan(0); // else none was killed in the middle
}
