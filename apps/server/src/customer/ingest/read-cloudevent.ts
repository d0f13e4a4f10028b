import { isBroken } from "./clean-text.ts";
import { isObject, type Properties, readColumns } from "./columns.ts";
import type { EventRow } from "./event-row.ts";
import { LIMITS } from "./limits.ts";
import { readId } from "./read-person.ts";
import { nameOf, objectOf } from "./read-segment.ts";
import { readTime } from "./read-time.ts";
import { type Circumstances, rowOfEvent, type Told } from "./reading.ts";
import { Refusal } from "./refusal.ts";

/** Members of `data` that say whose event it is, and so are no properties of it. */
const PERSON = ["userId", "anonymousId"] as const;

/**
 * A CloudEvent 1.0 in its JSON form. Its `type` is what happened, `data` its properties. Whose it is: the extension
 * attributes `userid` and `anonymousid`, else the same in `data`, else `subject`.
 */
export function readCloudEvent(told: Told, { arrival, dimensions }: Circumstances): EventRow {
  const event = objectOf(told.content);
  if (event["specversion"] !== "1.0") throw new Refusal("bad-cloudevent", "Its specversion is not 1.0.");
  attribute(event["id"], "id");
  if (/\s/.test(attribute(event["source"], "source"))) throw new Refusal("bad-cloudevent", "Its source is no URI reference.");
  attribute(event["type"], "type");
  const data = dataOf(event);
  const time = readTime({ original: event["time"], sentAt: null }, arrival);
  const user = readId(event["userid"] ?? data["userId"], "userid");
  const anonymous = readId(event["anonymousid"] ?? data["anonymousId"], "anonymousid");
  const customer = user ?? anonymous ?? readId(event["subject"], "subject");
  if (customer === null) throw new Refusal("no-person", "It has neither userid nor anonymousid nor subject.");
  const activity = nameOf(event["type"]);
  const columns = readColumns(without(data, PERSON), dimensions);
  return rowOfEvent({ time, customer, activity, respondent: user === null || anonymous === user ? null : anonymous }, columns);
}

function attribute(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw new Refusal("bad-cloudevent", `Its ${name} is missing or no text.`);
  return value;
}

const JSON_TYPE = /^(?:application\/json|text\/json|[\w.-]+\/[\w.+-]+\+json)\s*(?:;|$)/i;

function dataOf(event: Properties): Properties {
  if (event["data_base64"] !== undefined && event["data_base64"] !== null)
    throw new Refusal("bad-cloudevent", "Its data are binary; only JSON data can be read.");
  const type = event["datacontenttype"];
  if (type !== undefined && type !== null && (typeof type !== "string" || !JSON_TYPE.test(type)))
    throw new Refusal("bad-cloudevent", "Its datacontenttype is not JSON.");
  const data = event["data"];
  if (data === undefined || data === null) return {};
  if (!isObject(data)) throw new Refusal("bad-cloudevent", "Its data are no JSON object.");
  return data;
}

function without(data: Properties, names: readonly string[]): Properties {
  if (!names.some((name) => Object.hasOwn(data, name))) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
}

/** What makes a CloudEvent the same one: its source and id together. Null where they say nothing. */
export function cloudEventId(content: unknown): string | null {
  if (!isObject(content)) return null;
  const { id, source } = content;
  if (typeof id !== "string" || id === "" || typeof source !== "string" || source === "" || isBroken(id) || isBroken(source)) return null;
  return `${source} ${id}`;
}

/** Longest header value taken over from the binary form; more is no attribute but a body in the wrong place. */
const MOST_HEADER = LIMITS.propertyBytes;

/** The JSON form of a CloudEvent that came in the binary form: attributes as `ce-` headers, data as the body. */
export function fromBinary(headers: Readonly<Record<string, string>>, type: string, data: unknown): Properties {
  const event: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (/^ce-[a-z0-9]{1,40}$/.test(name) && value.length <= MOST_HEADER) event[name.slice(3)] = decodeHeader(value);
  }
  if (type !== "") event["datacontenttype"] = type;
  if (data !== undefined) event["data"] = data;
  return event;
}

/** Header values are percent-encoded UTF-8 by the HTTP binding; what is not is taken as it stands. */
function decodeHeader(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
