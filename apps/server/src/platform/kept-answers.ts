import { createHash } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { CounterseatError } from "./errors.ts";
import type { Actor, IncomingFile } from "./operation.ts";
import type { Records, Tx } from "./records/contract.ts";
import { keptAnswer } from "./records/tables.ts";

/** Answers are kept at least a day; the sweep takes those older than two. */
const KEPT_MS = 48 * 3_600_000;
const KEY_MAX = 255;

/** One request that may be sent again: its key and what it asked. */
export interface Again {
  readonly actor: string;
  readonly key: string;
  readonly operation: string;
  readonly fingerprint: string;
}

export function again(options: { actor: Actor; key: string; operation: string; world: string; input: unknown }): Again {
  const { actor, key, operation, world, input } = options;
  if (key === "" || key.length > KEY_MAX || /[^\x21-\x7e]/.test(key))
    throw new CounterseatError("invalid", `An Idempotency-Key has 1 to ${KEY_MAX} visible ASCII characters.`, { fix: "Send a UUID." });
  const fingerprint = createHash("sha256")
    .update(canonical([operation, world, input]))
    .digest("hex");
  return { actor: `${actor.kind}:${actor.id}`, key, operation, fingerprint };
}

export interface KeptAnswer {
  readonly output: unknown;
  /** SHA-256 of the file that came with the request. */
  readonly file: string | null;
}

/** The kept answer, or null when this request has not been carried out. @throws 422 when the key came with another request */
export async function findAnswer(db: Tx, request: Again): Promise<KeptAnswer | null> {
  const row = (await db.select().from(keptAnswer).where(where(request)))[0];
  if (row === undefined) return null;
  assertSame(row, request);
  if (row.output === null) return null;
  const { answer, file } = JSON.parse(row.output) as { answer: unknown; file: string | null }; // written by `keepAnswer`
  return { output: answer, file };
}

/** Keeps the answer in the transaction that did the work. */
export async function keepAnswer(tx: Tx, request: Again, output: unknown, file: string | null = null): Promise<void> {
  const kept = JSON.stringify({ answer: output ?? null, file });
  await tx
    .insert(keptAnswer)
    .values({ ...request, output: kept })
    .onConflictDoUpdate({ target: [keptAnswer.actor, keptAnswer.key], set: { output: kept } });
}

/** Claims the key for long work before it starts, so that another request under it is refused even after a crash. */
export async function claim(records: Records, request: Again): Promise<void> {
  await records.transaction((tx) => tx.insert(keptAnswer).values(request).onConflictDoNothing());
}

/** Lets go of a claim whose work failed: the same key may try again, also with a mended request. */
export async function letGo(records: Records, request: Again): Promise<void> {
  await records.transaction((tx) => tx.delete(keptAnswer).where(where(request)));
}

export async function sweepAnswers(records: Records, now: number): Promise<void> {
  await records.transaction((tx) => tx.delete(keptAnswer).where(lt(keptAnswer.createdAt, new Date(now - KEPT_MS))));
}

/** A file that comes again is read to its end and has to be the same. */
export async function assertSameFile(known: KeptAnswer, file: IncomingFile | undefined): Promise<void> {
  if (file?.digest === undefined) return;
  for await (const _part of file.stream); // only its digest counts
  if (known.file !== file.digest()) throw otherRequest();
}

function where(request: Again) {
  return and(eq(keptAnswer.actor, request.actor), eq(keptAnswer.key, request.key));
}

function assertSame(row: { operation: string; fingerprint: string }, request: Again): void {
  if (row.operation === request.operation && row.fingerprint === request.fingerprint) return;
  throw otherRequest();
}

function otherRequest(): CounterseatError {
  return new CounterseatError("invalid", "This Idempotency-Key came with another request before.", {
    fix: "Use a new key for a new request, and the old key only to send the same again.",
    status: 422,
  });
}

/** The same text for the same value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)
      .join(",")}}`;
  return JSON.stringify(value) ?? "null";
}
