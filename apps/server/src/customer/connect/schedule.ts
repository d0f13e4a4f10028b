import { CounterseatError } from "../../platform/errors.ts";
import { failureOf, type Log } from "../../platform/log.ts";
import type { ReadContext } from "../../platform/operation.ts";
import { runningOf } from "./running.ts";
import { type ConnectionRow, dueConnections } from "./store.ts";

const MINUTE = 60_000;
const LONGEST_BACKOFF = 6 * 60 * MINUTE;
const MOST_AT_ONCE = 4;

/** The connections whose time has come and that do not run. */
export async function dueNow(ctx: ReadContext): Promise<string[]> {
  const running = runningOf(ctx.db);
  const due = await dueConnections(ctx.db, new Date(ctx.clock()), MOST_AT_ONCE + running.size);
  return due
    .map((row) => row.id)
    .filter((id) => !running.has(id))
    .slice(0, Math.max(0, MOST_AT_ONCE - running.size));
}

/** After a failure a connection with a schedule is tried again after 1, 2, 4 … minutes, at most six hours; never sooner than the other side asks. */
export function afterFailure(row: ConnectionRow, error: unknown, now: number): { failures: number; nextAt: Date | null } {
  const failures = row.failures + 1;
  if (row.everyMinutes === null) return { failures, nextAt: null };
  const asked = error instanceof CounterseatError ? (error.retryAfter ?? 0) * 1000 : 0;
  const wait = Math.max(asked, Math.min(MINUTE * 2 ** Math.min(failures - 1, 20), LONGEST_BACKOFF));
  return { failures, nextAt: new Date(now + wait) };
}

/** What a person reads of a failure. Whatever it says, no secret is in it. */
export function toFailure(error: unknown, secrets: readonly string[], log: Log): { message: string; fix: string | null } {
  if (!(error instanceof CounterseatError)) {
    log.error({ error: failureOf(error) }, "a connection's run failed");
    return { message: "Something broke on our side; the log holds where.", fix: null };
  }
  return {
    message: without(secrets, error.message).slice(0, 1000),
    fix: error.fix === undefined ? null : without(secrets, error.fix).slice(0, 2000),
  };
}

/** Lines of a secret are secrets too, and what stands behind the first word of each. */
export function without(secrets: readonly string[], text: string): string {
  const parts = secrets.flatMap((secret) => [
    secret,
    ...secret.split(/\r?\n/).flatMap((line) => [line, line.slice(line.indexOf(":") + 1), line.split(" ").at(-1) ?? ""]),
  ]);
  return parts
    .map((part) => part.trim())
    .filter((part) => part.length >= 4)
    .sort((a, b) => b.length - a.length)
    .reduce((said, part) => said.replaceAll(part, "•••"), text);
}
