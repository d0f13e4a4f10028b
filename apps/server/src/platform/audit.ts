import { createHash } from "node:crypto";
import { asc, eq, gt } from "drizzle-orm";
import type { Actor, Operation } from "./operation.ts";
import type { Tx } from "./records/contract.ts";
import { auditEntry, auditHead } from "./records/tables.ts";
import type { World } from "./world.ts";

const HEAD = 1;
const PAGE = 1000;

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Takes the end of the chain for this transaction: whoever holds it is the only writer until the transaction ends, on
 * PostgreSQL too. So it comes first in every write, before anything is read that the write depends on.
 */
export async function holdAudit(tx: Tx): Promise<AuditHead> {
  const row = (await tx.select().from(auditHead).where(eq(auditHead.id, HEAD)).for("update"))[0];
  if (row === undefined) throw new Error("the audit chain has no head");
  return row;
}

/** Who did what to which thing. Values are not kept: only the names of the fields that were sent. */
export async function writeAudit(
  tx: Tx,
  head: AuditHead,
  entry: { actor: Actor; operation: Pick<Operation, "name">; world: World; input: unknown; subject: string | null },
): Promise<AuditHead> {
  const row = {
    seq: head.seq + 1,
    at: new Date(),
    actor: `${entry.actor.kind}:${entry.actor.id}`,
    operation: entry.operation.name,
    world: entry.world,
    subject: entry.subject,
    fields: typeof entry.input === "object" && entry.input !== null ? Object.keys(entry.input) : [],
  };
  const hash = chained(head.hash, row);
  await tx.insert(auditEntry).values({ ...row, hash });
  await tx.update(auditHead).set({ seq: row.seq, hash }).where(eq(auditHead.id, HEAD));
  return { seq: row.seq, hash };
}

/** What `verifyAudit` found; `brokenAt` is the first row that does not fit the one before it. */
export interface AuditVerdict {
  readonly whole: boolean;
  readonly rows: number;
  readonly brokenAt: number | null;
  /** Note it down outside: a chain that was rewritten as a whole ends in another hash. */
  readonly head: string;
}

/**
 * Walks the whole chain. One changed byte, a row taken out, put in or moved, and a cut-off end show. Rows older than the
 * chain carry no hash and stand before it.
 */
export async function verifyAudit(db: Tx): Promise<AuditVerdict> {
  const end = (await db.select().from(auditHead).where(eq(auditHead.id, HEAD)))[0] ?? { seq: 0, hash: "" };
  let before = "";
  let expected: number | null = null;
  let rows = 0;
  let last = 0;
  for (;;) {
    const page = await db.select().from(auditEntry).where(gt(auditEntry.seq, last)).orderBy(asc(auditEntry.seq)).limit(PAGE);
    for (const { hash, ...row } of page) {
      if (row.seq > end.seq) break; // written after the end was read
      const older = hash === null && before === "";
      if (!older && (hash !== chained(before, row) || (expected !== null && row.seq !== expected)))
        return { whole: false, rows, brokenAt: row.seq, head: end.hash };
      if (!older) {
        before = hash ?? "";
        expected = row.seq + 1;
      }
      rows += 1;
      last = row.seq;
    }
    if (page.length < PAGE) break;
  }
  const whole = last === end.seq && (before === end.hash || (before === "" && end.hash === ""));
  return { whole, rows, brokenAt: whole ? null : last + 1, head: end.hash };
}

/** Lower-case hex SHA-256 over the hash of the row before and this row's values in a fixed order. */
function chained(before: string, row: Omit<typeof auditEntry.$inferSelect, "hash">): string {
  const text = JSON.stringify([before, row.seq, row.at.getTime(), row.actor, row.operation, row.world, row.subject, row.fields]);
  return createHash("sha256").update(text).digest("hex");
}
