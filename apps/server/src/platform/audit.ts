import type { Operation } from "./operation.ts";
import type { Actor } from "./operation.ts";
import type { Tx } from "./records/contract.ts";
import { auditEntry } from "./records/tables.ts";
import type { World } from "./world.ts";

/** Who did what to which thing. Values are not kept: only the names of the fields that were sent. */
export async function writeAudit(
  tx: Tx,
  entry: { actor: Actor; operation: Operation; world: World; input: unknown; subject: string | null },
): Promise<void> {
  await tx.insert(auditEntry).values({
    actor: `${entry.actor.kind}:${entry.actor.id}`,
    operation: entry.operation.name,
    world: entry.world,
    subject: entry.subject,
    fields: typeof entry.input === "object" && entry.input !== null ? Object.keys(entry.input) : [],
  });
}
