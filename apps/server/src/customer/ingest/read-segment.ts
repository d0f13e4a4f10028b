import { cleanText } from "./clean-text.ts";
import { isObject, keepText, type Properties, readColumns } from "./columns.ts";
import type { EventRow } from "./event-row.ts";
import { LIMITS } from "./limits.ts";
import { readId } from "./read-person.ts";
import { readTime } from "./read-time.ts";
import { readTraits } from "./read-traits.ts";
import { type Circumstances, rowOf, rowOfEvent, type Told } from "./reading.ts";
import { Refusal } from "./refusal.ts";

export const SEGMENT_VERBS = ["track", "identify", "group", "page", "screen", "alias"] as const;
export type SegmentVerb = (typeof SEGMENT_VERBS)[number];

/** An event in the shape of Segment's specification. `context` and `integrations` are not looked at. */
export function readSegment(told: Told, { arrival, dimensions }: Circumstances): EventRow {
  const event = objectOf(told.content);
  const verb = SEGMENT_VERBS.find((one) => one === told.verb);
  if (verb === undefined) throw new Refusal("unknown-type", "Its type is none of the six this door knows.");
  const time = readTime({ original: event["originalTimestamp"] ?? event["timestamp"], sentAt: event["sentAt"] }, arrival);
  const user = readId(event["userId"], "userId");
  const anonymous = readId(event["anonymousId"], "anonymousId");
  const customer = user ?? anonymous;
  if (customer === null) throw new Refusal("no-person", "Neither userId nor anonymousId is given.");
  const other = user === null || anonymous === user ? null : anonymous;
  switch (verb) {
    case "track":
    case "page":
    case "screen": {
      const columns = readColumns(propertiesOf(event["properties"], "properties"), dimensions);
      const activity = verb === "track" ? nameOf(event["event"]) : viewed(event);
      return rowOfEvent({ time, customer, activity, respondent: other }, columns);
    }
    case "identify": {
      const { person, rest } = readTraits(propertiesOf(event["traits"], "traits"));
      return rowOf({ stream: "identities", time, customer, kind: verb, respondent: other, traits: keepText(rest), person });
    }
    case "group": {
      const group = readId(event["groupId"], "groupId");
      if (group === null) throw new Refusal("no-person", "A group needs a groupId.");
      return rowOf({
        stream: "identities",
        time,
        customer,
        kind: verb,
        respondent: group,
        person: { account: group },
        traits: keepText(propertiesOf(event["traits"], "traits")),
      });
    }
    case "alias": {
      const previous = readId(event["previousId"], "previousId");
      if (user === null || previous === null) throw new Refusal("no-person", "An alias needs a userId and a previousId.");
      return rowOf({ stream: "identities", time, customer: user, kind: verb, respondent: previous });
    }
  }
}

/** The name of what happened. @throws Refusal */
export function nameOf(value: unknown): string {
  const name = typeof value === "string" ? cleanText(value) : null;
  if (name === null) throw new Refusal("bad-name", "It has no name that says what happened.");
  if (name.length > LIMITS.nameChars) throw new Refusal("bad-name", `Its name is longer than ${LIMITS.nameChars} characters.`);
  return name;
}

const VIEWED = "Viewed ";

/** A page or screen by its name, else its category. Its address holds ids of things and is no name. */
function viewed(event: Properties): string {
  const properties = event["properties"];
  const within = isObject(properties) ? properties : {};
  for (const value of [event["name"], within["name"], event["category"], within["category"]]) {
    const name = typeof value === "string" ? cleanText(value) : null;
    if (name !== null) return VIEWED + nameOf(name);
  }
  return `${VIEWED}page`;
}

/** @throws Refusal when it is there and no object */
export function propertiesOf(value: unknown, field: string): Properties {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw new Refusal("bad-value", `Its ${field} are no object.`);
}

export function objectOf(value: unknown): Properties {
  if (isObject(value)) return value;
  throw new Refusal("not-an-event", "It is no object.");
}
