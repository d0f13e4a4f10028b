import { readdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import type { Records } from "./contract.ts";

const ZEROS = Buffer.alloc(1024 * 1024);

/** What could not be done: `catalogue` and `checkpoint` need more rights in the database, `archives` are out of reach for anybody. */
export type Limit = "catalogue" | "checkpoint" | "archives";

/**
 * A deleted row stays in the pages of its table, in statistics, and in the write-ahead log, until something writes over it. Every table
 * is written anew; of the embedded database the log is taken over too. On a server of its own, the log and whatever is archived of it
 * are the administrator's.
 */
export async function forgetDeleted(records: Records, dataDir: string): Promise<Limit[]> {
  const { executor, driver } = records;
  const limits: Limit[] = [];
  // Through drizzle: raw texts of libraries run inside a transaction, where a table cannot be rewritten.
  const alone = (text: string) => records.db.execute(sql.raw(text));
  const attempt = (limit: Limit, text: string) => alone(text).catch(() => limits.push(limit));
  await alone("VACUUM (FULL, ANALYZE)");
  await attempt("catalogue", "VACUUM (FULL) pg_catalog.pg_statistic");
  if (driver === "postgresql") {
    await attempt("checkpoint", "CHECKPOINT");
    return [...limits, "archives"];
  }
  await alone("SELECT pg_switch_wal()");
  await alone("CHECKPOINT");
  const { rows } = await executor.executeSql("SELECT pg_walfile_name(pg_current_wal_lsn()) AS name");
  await overwriteLog(join(dataDir, "records", "pg_wal"), String(rows[0]?.["name"]));
  return limits;
}

/** Segments before the checkpoint are never read again, those behind it are old ones waiting to be used anew. */
async function overwriteLog(folder: string, present: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    if (!/^[0-9A-F]{24}$/.test(name) || name === present) continue;
    const file = await open(join(folder, name), "r+");
    try {
      const { size } = await file.stat();
      for (let at = 0; at < size; at += ZEROS.length) await file.write(ZEROS, 0, Math.min(ZEROS.length, size - at), at);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
