import { setTimeout } from "node:timers/promises";
import { CounterseatError } from "../errors.ts";
import type { Query } from "./contract.ts";

/** "Counters" in two four-byte words: no other program's lock is likely to be it. */
const LOCK = [0x436f756e, 0x74657273];
/** A process that was just killed lets go within this time. */
const PATIENCE_MS = 3000;

/**
 * One Counterseat per database: a lock of the session, held as long as its connection lives. It knows of nobody's death but
 * the server's own view of the connection, so there is nothing to take over.
 * @throws conflict when another process holds it
 */
export async function takeDatabaseLock(query: Query): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    if ((await query("SELECT pg_try_advisory_lock($1, $2) AS held", LOCK))[0]?.["held"] === true) return;
    if (Date.now() > deadline) break;
    await setTimeout(250);
  }
  const [holder] = await query(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = $1 AND objid = $2
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    LOCK,
  );
  const who = holder === undefined ? "" : ` (PostgreSQL's process ${String(holder["pid"])})`;
  throw new CounterseatError("conflict", `Another Counterseat is using the database of DATABASE_URL${who}.`, {
    fix: "Stop it first, or give this one a database of its own.",
  });
}
