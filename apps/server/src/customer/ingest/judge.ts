import { type CompiledPlan, isBlocked, type Violation } from "../tracking/compile-plan.ts";
import type { Properties } from "./columns.ts";
import type { EventRow } from "./event-row.ts";
import { readCloudEvent } from "./read-cloudevent.ts";
import { isObject, readSegment } from "./read-segment.ts";
import type { Circumstances, Told } from "./reading.ts";
import { Refusal } from "./refusal.ts";

/** What becomes of one event: its row, or why not; and what of it is against its source's plan. */
export type Judged = { readonly against: readonly Violation[] } & (
  { readonly row: EventRow; readonly refusal: null } | { readonly row: null; readonly refusal: Refusal }
);

const NOTHING: readonly Violation[] = [];

/** Judges one event. Whatever is in it, the answer is a row or a refusal. */
export function judge(one: Circumstances & { told: Told; admit: (row: EventRow) => void; plan: CompiledPlan | null }): Judged {
  const { told, plan } = one;
  let against = NOTHING;
  try {
    const row = told.verb === "cloudevent" ? readCloudEvent(told, one) : readSegment(told, one);
    if (told.badId !== null) throw new Refusal("bad-message-id", told.badId);
    if (plan !== null) {
      against = plan.check(row, propertiesIn(told));
      if (isBlocked(plan, against)) throw new Refusal("against-plan", sentenceOf(against));
    }
    one.admit(row);
    return { row, refusal: null, against };
  } catch (error) {
    if (error instanceof Refusal) return { row: null, refusal: error, against: error.reason === "against-plan" ? against : NOTHING };
    throw error;
  }
}

/** The properties as they came; of an event that could be read they are an object, or none. */
function propertiesIn({ verb, content }: Told): Properties {
  const properties = isObject(content) ? content[verb === "cloudevent" ? "data" : "properties"] : undefined;
  return isObject(properties) ? properties : {};
}

/** What is against the plan in words, by the names of properties and never by what they say. */
export function sentenceOf(against: readonly Violation[]): string {
  const [first, ...more] = against;
  if (first === undefined) return "";
  const name = (first.property ?? "").slice(0, 80);
  const sentence = {
    "unexpected-event": "The tracking plan of its source has no event of this name.",
    "unexpected-property": `Its tracking plan has no property ${name}.`,
    "missing-property": `The property ${name} is missing, which its tracking plan asks for.`,
    "wrong-type": `The property ${name} is of another type than its tracking plan says.`,
    "unexpected-value": `The property ${name} has a value its tracking plan does not allow.`,
  }[first.kind];
  return more.length === 0 ? sentence : `${sentence} And ${more.length} more.`;
}
