import { readConsents } from "../consent/read-consents.ts";
import type { CompiledPlan, Violation } from "../tracking/compile-plan.ts";
import type { Properties } from "./columns.ts";
import type { EventRow } from "./event-row.ts";
import { readCloudEvent } from "./read-cloudevent.ts";
import { isObject } from "./columns.ts";
import { readSegment } from "./read-segment.ts";
import type { Circumstances, Told } from "./reading.ts";
import { Refusal } from "./refusal.ts";

/** What becomes of one event: its row, what it says its customer agreed to, and what of it is against its source's plan; or why not. */
export type Judged = { readonly consents: readonly EventRow[]; readonly against: readonly Violation[] } & (
  { readonly row: EventRow; readonly refusal: null } | { readonly row: null; readonly refusal: Refusal }
);

const NOTHING: readonly Violation[] = [];

/** Judges one event. Whatever is in it, the answer is a row or a refusal. */
export function judge(one: Circumstances & { told: Told; admit: (row: EventRow) => void; plan: CompiledPlan | null }): Judged {
  const { told, plan } = one;
  try {
    const row = told.verb === "cloudevent" ? readCloudEvent(told, one) : readSegment(told, one);
    if (told.badId !== null) throw new Refusal("bad-message-id", told.badId);
    const consents = told.verb === "cloudevent" ? [] : readConsents(told.content, row);
    one.admit(row);
    for (const each of consents) one.admit(each);
    return { row, consents, refusal: null, against: plan?.check(row, propertiesIn(told)) ?? NOTHING };
  } catch (error) {
    if (error instanceof Refusal) return { row: null, consents: [], refusal: error, against: NOTHING };
    throw error;
  }
}

/** The properties as they came; of an event that could be read they are an object, or none. */
function propertiesIn({ verb, content }: Told): Properties {
  const properties = isObject(content) ? content[verb === "cloudevent" ? "data" : "properties"] : undefined;
  return isObject(properties) ? properties : {};
}
