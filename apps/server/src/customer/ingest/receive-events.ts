import { CounterseatError } from "../../platform/errors.ts";
import type { IngestContext, RawBody } from "../../platform/operation.ts";
import { countTurnedAway } from "../consent/store.ts";
import { sentenceOf } from "../tracking/refuse-by-plan.ts";
import type { Tally } from "../tracking/tally.ts";
import { doorOf } from "./door.ts";
import type { Request } from "./parse-body.ts";
import { fixOf, isUnkept, Refusal } from "./refusal.ts";
import { takeEvents, type Taken } from "./take-events.ts";
import type { Receipt } from "./words.ts";

/**
 * One request of events: the good ones are synced in the ingest log, the refused ones kept as dead letters, and the answer
 * says which is which. When it fails as a whole, sending it again does no harm: what was kept is known by then.
 */
export async function receiveEvents(ctx: IngestContext, body: RawBody, parse: (body: RawBody) => Request): Promise<Receipt> {
  const source = sourceOf(ctx, body);
  const { told, sentAt } = parse(body);
  const now = ctx.clock();
  const coming = told.map((one) => ({ told: one, arrival: { receivedAt: now, now, sentAt } }));
  const taken = await takeEvents(ctx, source, coming);
  const refused = coming.flatMap((one, i) => {
    const verdict = taken.verdicts[i];
    // What is sent about who was forgotten, or did not agree to it, is not kept in any form.
    return verdict instanceof Refusal && !isUnkept(verdict) ? [{ ...one, refusal: verdict }] : [];
  });
  const turnedAway = taken.verdicts.filter((verdict) => verdict instanceof Refusal && verdict.reason === "no-consent").length;
  if (turnedAway > 0) await countTurnedAway(ctx.records, source, { events: turnedAway, at: new Date(now) });
  await doorOf(ctx).deadLetters.keep(source, refused);
  noteArrivals(doorOf(ctx).tally, { source, now, taken });
  return toReceipt(
    coming.map((one) => one.told.messageId),
    taken,
  );
}

/** What was told before is no arrival, and what of it is against the plan was counted then. */
function noteArrivals(tally: Tally, { source, now, taken }: { source: string; now: number; taken: Taken }): void {
  let [accepted, refused] = [0, 0];
  taken.verdicts.forEach((verdict, i) => {
    if (verdict === "known") return;
    if (verdict === "accepted") accepted += 1;
    else if (!isUnkept(verdict)) refused += 1;
    const found = taken.against[i] ?? [];
    if (found.length > 0 && (verdict === "accepted" || verdict.reason === "against-plan")) tally.against(source, now, found);
  });
  tally.came(source, now, { accepted, refused });
}

const MOST_NAME = 100;

/** A write key speaks for one source; a person or the command line says which they mean. */
function sourceOf({ actor }: IngestContext, { params }: RawBody): string {
  const world: unknown = params["world"];
  if (world !== undefined && world !== "own")
    throw new CounterseatError("invalid", "Events come into your own rows, never into the sample.", { fix: "Leave `world` out." });
  const asked: unknown = params["source"];
  const name = typeof asked === "string" ? asked.trim() : "";
  if (actor.source !== null) {
    if (name === "" || name === actor.source) return actor.source;
    throw new CounterseatError("forbidden", "This key speaks for another source.", {
      fix: "Leave `source` out, or use that source's key.",
    });
  }
  if (name !== "" && name.length <= MOST_NAME && !/[\p{Cc}\p{Surrogate}]/u.test(name)) return name;
  throw new CounterseatError("invalid", "Nobody said which source these events come from.", {
    fix: "Use a write key of that source, or add ?source=NAME of at most 100 characters.",
  });
}

function toReceipt(ids: readonly string[], { verdicts, position, against, warns }: Taken): Receipt {
  const receipt = { accepted: 0, known: 0, refused: 0, position, results: [] as Receipt["results"] };
  verdicts.forEach((verdict, index) => {
    const id = ids[index] ?? "";
    if (verdict === "accepted") {
      receipt.accepted += 1;
      const found = warns ? (against[index] ?? []) : [];
      if (found.length > 0) receipt.results.push({ index, id, verdict, detail: sentenceOf(found), fix: fixOf("against-plan") });
    } else if (verdict === "known") {
      receipt.known += 1;
      receipt.results.push({ index, id, verdict });
    } else {
      receipt.refused += 1;
      const { reason, message } = verdict;
      receipt.results.push({ index, id, verdict: "refused", reason, detail: message, fix: fixOf(reason) });
    }
  });
  return receipt;
}
