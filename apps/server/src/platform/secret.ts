import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Records } from "./records/contract.ts";
import { installation } from "./records/tables.ts";

const known = new WeakMap<Records["db"], Map<string, string>>();

/** A secret of this installation, made when it is first asked for. It stands in the records, so a backup holds it. */
export async function secretOf(records: Pick<Records, "db">, purpose: "session-secret" | "pseudonyms" | "connections"): Promise<string> {
  const mine = known.get(records.db) ?? new Map<string, string>();
  known.set(records.db, mine);
  const found = mine.get(purpose) ?? (await readOrMake(records, purpose));
  mine.set(purpose, found);
  return found;
}

async function readOrMake(records: Pick<Records, "db">, key: string): Promise<string> {
  await records.db
    .insert(installation)
    .values({ key, value: randomBytes(32).toString("base64url") })
    .onConflictDoNothing();
  const value = (await records.db.select().from(installation).where(eq(installation.key, key)))[0]?.value;
  if (value === undefined) throw new Error("a secret of this installation was not kept");
  return value;
}
