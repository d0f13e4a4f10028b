import { CounterseatError } from "../../platform/errors.ts";
import { failureOf } from "../../platform/log.ts";
import type { IngestContext } from "../../platform/operation.ts";
import { doorOf } from "./door.ts";
import { type EventRow, writeRow } from "./event-row.ts";
import { judge } from "./judge.ts";
import type { PersonKey } from "./keys.ts";
import { LIMITS } from "./limits.ts";
import type { Arrival } from "./read-time.ts";
import type { Told } from "./reading.ts";
import { type Suppression, suppressionOf } from "../privacy/suppression.ts";
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
  const rows: (EventRow | null)[] = [];
  const verdicts: Verdict[] = [];
  const admit = (row: EventRow) => door.names.admit(source, row);
  for (const { told, arrival } of coming) {
    const { row, refusal } = judge({ told, arrival, dimensions, admit });
    rows.push(row);
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
  if (kept.length === 0) return { verdicts, position: null };
  const { position, known } = await ctx.events.appendOnce(toRecords({ source, coming, rows, kept, keys }));
  for (const index of known) verdicts[kept[index] ?? -1] = "known";
  for (const i of kept) {
    const row = rows[i];
    if (verdicts[i] === "accepted" && row !== null && row !== undefined) door.ids.note(row);
  }
  await door.lists
    .learn(kept.flatMap((i) => rows[i] ?? []))
    .catch((error: unknown) =>
      ctx.log.warn({ error: failureOf(error) }, "names of events did not join the company's lists; they do with the next event"),
    );
  return { verdicts, position };
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

/** Somebody who asked to be forgotten, by name or by the mail and telephone they tell. */
function isSuppressed(suppression: Suppression, row: EventRow): boolean {
  if (!suppression.any) return false;
  if (suppression.knows("name", row.customer) || (row.respondent !== null && suppression.knows("name", row.respondent))) return true;
  const { email, phone } = row.person ?? {};
  return (email !== undefined && suppression.knows("email", email)) || (phone !== undefined && suppression.knows("phone", phone));
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
