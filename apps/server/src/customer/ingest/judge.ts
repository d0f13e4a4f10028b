import { readConsents } from "../consent/read-consents.ts";
import type { EventRow } from "./event-row.ts";
import { readCloudEvent } from "./read-cloudevent.ts";
import { readSegment } from "./read-segment.ts";
import type { Circumstances, Told } from "./reading.ts";
import { Refusal } from "./refusal.ts";

/** What becomes of one event: its row, and what it says its customer agreed to; or why not. */
export type Judged =
  | { readonly row: EventRow; readonly consents: readonly EventRow[]; readonly refusal: null }
  | { readonly row: null; readonly consents: readonly EventRow[]; readonly refusal: Refusal };

/** Judges one event. Whatever is in it, the answer is a row or a refusal. */
export function judge(one: Circumstances & { told: Told; admit: (row: EventRow) => void }): Judged {
  try {
    const row = one.told.verb === "cloudevent" ? readCloudEvent(one.told, one) : readSegment(one.told, one);
    if (one.told.badId !== null) throw new Refusal("bad-message-id", one.told.badId);
    const consents = one.told.verb === "cloudevent" ? [] : readConsents(one.told.content, row);
    one.admit(row);
    for (const each of consents) one.admit(each);
    return { row, consents, refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { row: null, consents: [], refusal: error };
    throw error;
  }
}
