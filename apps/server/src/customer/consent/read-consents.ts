import { cleanText } from "../ingest/clean-text.ts";
import { isObject } from "../ingest/columns.ts";
import type { EventRow } from "../ingest/event-row.ts";
import { LIMITS } from "../ingest/limits.ts";
import { rowOf } from "../ingest/reading.ts";
import { Refusal } from "../ingest/refusal.ts";

/** The event of consent managers by which somebody says what they agree to: nothing else happened, so it is no row of its own. */
const PREFERENCE_EVENT = "Segment Consent Preference Updated";
export const saysOnlyConsents = ({ stream, activity }: EventRow): boolean => stream === "events" && activity === PREFERENCE_EVENT;

const MOST = 50;

/**
 * What an event says its customer agreed to, by Segment's consent object (`context.consent.categoryPreferences`: a name → true or false). One row
 * for each name; a name that is not there says nothing, although Segment's own profiles take it for no.
 * @throws Refusal when it is no such object
 */
export function readConsents(content: unknown, row: EventRow): EventRow[] {
  const { time, customer } = row;
  const context = isObject(content) ? content["context"] : null;
  const consent = isObject(context) ? context["consent"] : null;
  const told = isObject(consent) ? consent["categoryPreferences"] : null;
  if (told === undefined || told === null) {
    if (!saysOnlyConsents(row)) return [];
    throw new Refusal("bad-value", "It says that preferences changed, and has no context.consent.categoryPreferences.");
  }
  if (!isObject(told)) throw new Refusal("bad-value", "Its context.consent.categoryPreferences are no object.");
  const entries = Object.entries(told);
  if (entries.length > MOST) throw new Refusal("bad-value", `Its context.consent.categoryPreferences have more than ${MOST} names.`);
  return entries.map(([name, value]) => {
    const category = cleanText(name);
    if (category === null || category.length > LIMITS.nameChars || typeof value !== "boolean")
      throw new Refusal("bad-value", "A preference in its context.consent.categoryPreferences is not a name with true or false.");
    return rowOf({ stream: "consents", time, customer, activity: category, kind: value ? "granted" : "denied" });
  });
}
