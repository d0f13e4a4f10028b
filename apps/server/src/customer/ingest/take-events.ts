import { CounterseatError } from "../../platform/errors.ts";
import { failureOf } from "../../platform/log.ts";
import type { IngestContext } from "../../platform/operation.ts";
import { doorOf } from "./door.ts";
import { type EventRow, writeRow } from "./event-row.ts";
import { judge } from "./judge.ts";
import type { PersonKey } from "./keys.ts";
import { LIMITS } from "./limits.ts";
import { isObject } from "./read-segment.ts";
import type { Arrival } from "./read-time.ts";
import type { Told } from "./reading.ts";
import { type Suppression, suppressionOf } from "../privacy/suppression.ts";
import type { Violation } from "../tracking/compile-plan.ts";
import { Refusal } from "./refusal.ts";

/** The kind of log record one event is. */
export const EVENT_RECORD = "events";

export interface Coming {
  readonly told: Told;
  readonly arrival: Arrival;
}
/** What became of one event. `known`: its source told it before, and so nothing changed. */
export type Verdict = "accepted" | "known" | Refusal;
export interface Taken {
  /** In the order of what came. */
  readonly verdicts: readonly Verdict[];
  /** Position in the ingest log behind which all of them can be read; null when none was kept. */
  readonly position: number | null;
  /** What of each is against its source's plan, in the order of what came. */
  readonly against: readonly (readonly Violation[])[];
  /** Whether senders are told of it. */
  readonly warns: boolean;
}

type TakeContext = Pick<IngestContext, "records" | "events" | "clock" | "log">;

/**
 * Judges events and keeps the good ones in the ingest log; when this resolves they are synced. Says nothing of the
 * refused ones to anybody but its caller.
 * @throws CounterseatError limit (too many wait to be applied), or what keeps a store from taking writes
 */
export async function takeEvents(ctx: TakeContext, source: string, coming: readonly Coming[]): Promise<Taken> {
  const door = doorOf(ctx);
  assertRoom(ctx.events.stats());
  const dimensions = await door.lists.read();
  const plan = await door.plans.of(source);
  const rows: (EventRow | null)[] = [];
  const verdicts: Verdict[] = [];
  const against: (readonly Violation[])[] = [];
  const admit = (row: EventRow) => door.names.admit(source, row);
  for (const { told, arrival } of coming) {
    const judged = judge({ told, arrival, dimensions, admit, plan });
    const { row, refusal } = judged;
    rows.push(row);
    against.push(judged.against);
    verdicts.push(refusal ?? "accepted");
  }
  // Before anything of them is written down, a key under their name included.
  const before = await suppressionOf(ctx.records);
  const keys = await door.keys.of(
    source,
    customersOf(before.any ? rows.filter((row) => row !== null && !isSuppressed(before, row)) : rows),
  );
  // And again last of all: between here and the log nobody can be forgotten.
  const suppression = await suppressionOf(ctx.records);
  const kept: number[] = [];
  rows.forEach((row, i) => {
    if (row === null) return;
    if (isSuppressed(suppression, row) || (keys.get(row.customer)?.key ?? null) === null)
      verdicts[i] = new Refusal("forgotten", "This person asked to be forgotten.");
    else kept.push(i);
  });
  const held = { verdicts, against, warns: plan?.mode === "warn" };
  if (kept.length === 0) return { ...held, position: null };
  const { position, known } = await ctx.events.appendOnce(toRecords({ source, coming, rows, kept, keys }));
  for (const index of known) verdicts[kept[index] ?? -1] = "known";
  await door.lists
    .learn(kept.flatMap((i) => rows[i] ?? []))
    .catch((error: unknown) =>
      ctx.log.warn({ error: failureOf(error) }, "names of events did not join the company's lists; they do with the next event"),
    );
  return { ...held, position };
}

/**
 * Taking more than can be applied would only make the wait longer for everybody.
 * @throws CounterseatError limit, with the seconds to wait
 */
export function assertRoom({ lastPosition, appliedPosition }: { lastPosition: number; appliedPosition: number }): void {
  const waiting = lastPosition - appliedPosition;
  if (waiting <= LIMITS.waiting) return;
  throw new CounterseatError("limit", `${waiting} events wait to be applied; nothing of this request was kept.`, {
    fix: "Send it again after the seconds in Retry-After.",
    retryAfter: LIMITS.retryAfterSeconds,
  });
}

/** Somebody who asked to be forgotten, by name or by the mail and telephone among their traits. */
function isSuppressed(suppression: Suppression, row: EventRow): boolean {
  if (!suppression.any) return false;
  if (suppression.knows("name", row.customer) || (row.respondent !== null && suppression.knows("name", row.respondent))) return true;
  if (row.traits === null) return false;
  const traits: unknown = JSON.parse(row.traits); // written by readColumns
  if (!isObject(traits)) return false;
  const { email, phone } = traits;
  return (
    (typeof email === "string" && suppression.knows("email", email)) || (typeof phone === "string" && suppression.knows("phone", phone))
  );
}

function* customersOf(rows: readonly (EventRow | null)[]): Generator<string> {
  for (const row of rows) if (row !== null) yield row.customer;
}

interface Keeping {
  readonly source: string;
  readonly coming: readonly Coming[];
  readonly rows: readonly (EventRow | null)[];
  readonly kept: readonly number[];
  readonly keys: ReadonlyMap<string, PersonKey>;
}

/** The payloads of a batch lie in one buffer: they travel to the owner thread together. */
function toRecords({ source, coming, rows, kept, keys }: Keeping) {
  const texts = kept.map((i) => {
    const row = rows[i];
    return row === null || row === undefined ? "" : writeRow(row);
  });
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  return kept.flatMap((i, k) => {
    const row = rows[i];
    const told = coming[i];
    const size = sizes[k] ?? 0;
    if (row === null || row === undefined || told === undefined) return [];
    const key = keys.get(row.customer);
    bytes.write(texts[k] ?? "", at);
    at += size;
    return {
      type: EVENT_RECORD,
      source,
      subject: row.customer,
      messageId: told.told.messageId,
      at: told.arrival.now,
      keyId: key?.id ?? null,
      key: key?.key ?? null,
      payload: bytes.subarray(at - size, at),
      settings: {},
      path: null,
      once: true as const,
    };
  });
}
