import type { EventRow } from "./event-row.ts";
import { readCloudEvent } from "./read-cloudevent.ts";
import { readSegment } from "./read-segment.ts";
import type { Circumstances, Told } from "./reading.ts";
import { Refusal } from "./refusal.ts";

/** What becomes of one event: its row, or why not. */
export type Judged = { readonly row: EventRow; readonly refusal: null } | { readonly row: null; readonly refusal: Refusal };

/** Judges one event. Whatever is in it, the answer is a row or a refusal. */
export function judge(one: Circumstances & { told: Told; admit: (row: EventRow) => void }): Judged {
  try {
    const row = one.told.verb === "cloudevent" ? readCloudEvent(one.told, one) : readSegment(one.told, one);
    if (one.told.badId !== null) throw new Refusal("bad-message-id", one.told.badId);
    one.admit(row);
    return { row, refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { row: null, refusal: error };
    throw error;
  }
}
