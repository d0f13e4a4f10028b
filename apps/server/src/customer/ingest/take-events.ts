import { CounterseatError } from "../../platform/errors.ts";
import { failureOf } from "../../platform/log.ts";
import type { IngestContext } from "../../platform/operation.ts";
import { type Door, doorOf } from "./door.ts";
import { type EventRow, writeRow } from "./event-row.ts";
import { judge, type Judged } from "./judge.ts";
import type { PersonKey } from "./keys.ts";
import { LIMITS } from "./limits.ts";
import type { Arrival } from "./read-time.ts";
import type { Told } from "./reading.ts";
import { saysOnlyConsents } from "../consent/read-consents.ts";
import { type Suppression, suppressionOf } from "../privacy/suppression.ts";
import type { Violation } from "../tracking/compile-plan.ts";
import { refusalByPlan } from "../tracking/refuse-by-plan.ts";
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
  const agreed = await door.consents.now();
  const admit = (row: EventRow) => door.names.admit(source, row);
  const judged = coming.map(({ told, arrival }) => judge({ told, arrival, dimensions, admit, plan }));
  // Who did not agree is not even kept as a dead letter, so that is asked before the plan.
  const verdicts: Verdict[] = judged.map(
    ({ row, consents, refusal, against }) =>
      refusal ?? (saysOnlyConsents(row) ? null : (agreed.refusalOf(row, consents) ?? refusalByPlan(plan, against))) ?? "accepted",
  );
  // Before anything of them is written down, a key under their name included.
  const before = await suppressionOf(ctx.records);
  const keys = await door.keys.of(
    source,
    judged.flatMap((one, i) => (isKept(one, verdicts[i]) && !isSuppressed(before, one.row) ? one.row.customer : [])),
  );
  // And again last of all: between here and the log nobody can be forgotten.
  const suppression = await suppressionOf(ctx.records);
  judged.forEach((one, i) => {
    if (isKept(one, verdicts[i]) && (isSuppressed(suppression, one.row) || (keys.get(one.row.customer)?.key ?? null) === null))
      verdicts[i] = new Refusal("forgotten", "This person asked to be forgotten.");
  });
  const kept = toKeep({ door, coming, judged, verdicts });
  const held = { verdicts, against: judged.map(({ against }) => against), warns: plan?.mode === "warn" };
  if (kept.length === 0) return { ...held, position: null };
  const { position, known } = await ctx.events.appendOnce(toRecords(source, kept, keys)).catch((error: unknown) => {
    door.consents.forget(); // what was new stays new
    throw error;
  });
  for (const at of known) {
    const one = kept[at];
    if (one !== undefined && (one.row.stream !== "consents" || saysOnlyConsents(one.of))) verdicts[one.index] = "known";
  }
  const rows = kept.flatMap(({ row, index }) => (row.stream !== "consents" && verdicts[index] === "accepted" ? row : []));
  for (const row of rows) door.ids.note(row);
  await door.lists
    .learn(rows)
    .catch((error: unknown) =>
      ctx.log.warn({ error: failureOf(error) }, "names of events did not join the company's lists; they do with the next event"),
    );
  return { ...held, position };
}

/** Whether anything of an event goes to the log. */
function isKept(one: Judged, verdict: Verdict | undefined): one is Extract<Judged, { refusal: null }> {
  return one.row !== null && (verdict === "accepted" || one.consents.length > 0);
}

/** One row on its way to the log. */
interface Kept {
  /** The event that told it, and its place. */
  readonly index: number;
  readonly of: EventRow;
  readonly row: EventRow;
  readonly messageId: string;
  readonly at: number;
}

/** The rows of accepted events; behind them what customers agreed to, which is kept also where it means that nothing else is. */
function toKeep({
  door,
  coming,
  judged,
  verdicts,
}: {
  readonly door: Door;
  readonly coming: readonly Coming[];
  readonly judged: readonly Judged[];
  readonly verdicts: readonly Verdict[];
}): Kept[] {
  const rows: Kept[] = [];
  const consents: Kept[] = [];
  judged.forEach((one, index) => {
    const verdict = verdicts[index];
    const event = coming[index];
    if (event === undefined || (verdict instanceof Refusal && verdict.reason === "forgotten")) return;
    const { messageId } = event.told;
    const at = event.arrival.now;
    const of = one.row;
    if (of === null) return;
    if (verdict === "accepted" && !saysOnlyConsents(of)) rows.push({ index, of, row: of, messageId, at });
    for (const row of door.consents.news(one.consents))
      consents.push({ index, of, row, messageId: `${messageId} ${row.activity} ${row.kind}`, at });
  });
  return [...rows, ...consents];
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

/** The payloads of a batch lie in one buffer: they travel to the owner thread together. */
function toRecords(source: string, kept: readonly Kept[], keys: ReadonlyMap<string, PersonKey>) {
  const texts = kept.map(({ row }) => writeRow(row));
  const sizes = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + size, 0));
  let end = 0;
  return kept.map(({ row, messageId, at }, k) => {
    const size = sizes[k] ?? 0;
    const key = keys.get(row.customer);
    bytes.write(texts[k] ?? "", end);
    end += size;
    return {
      type: EVENT_RECORD,
      source,
      subject: row.customer,
      messageId,
      at,
      keyId: key?.id ?? null,
      key: key?.key ?? null,
      payload: bytes.subarray(end - size, end),
      settings: {},
      path: null,
      once: true as const,
    };
  });
}
