import { isUtf8 } from "node:buffer";
import { CounterseatError } from "../../platform/errors.ts";
import type { RawBody } from "../../platform/operation.ts";
import { LIMITS } from "./limits.ts";
import { messageIdOf } from "./message-id.ts";
import { fromBinary } from "./read-cloudevent.ts";
import { isObject } from "./columns.ts";
import { type SegmentVerb } from "./read-segment.ts";
import { readSentAt } from "./read-time.ts";
import type { Told } from "./reading.ts";

/** What one request tells. */
export interface Request {
  readonly told: readonly Told[];
  /** The sender's clock when it sent; NaN where it does not say. */
  readonly sentAt: number;
}

/** Browsers of Segment's libraries say text/plain, to spare themselves a question to the server. */
const JSON_TYPES: ReadonlySet<string> = new Set(["application/json", "text/json", "text/plain", ""]);

/** One event in a body of its own. @throws CounterseatError invalid */
export function parseSingle(verb: SegmentVerb, body: RawBody): Request {
  const content = parseJson(body, JSON_TYPES);
  const sentAt = isObject(content) ? readSentAt(content["sentAt"]) : Number.NaN;
  return { told: [toTold(() => verb, body)(content, 0)], sentAt };
}

/** `{ batch: [...] }`, each event with its `type`. @throws CounterseatError invalid, limit */
export function parseBatch(body: RawBody): Request {
  const content = parseJson(body, JSON_TYPES);
  const batch = isObject(content) ? content["batch"] : undefined;
  if (!isObject(content) || !Array.isArray(batch)) throw unreadable("The body has no list `batch`.", 'Send {"batch": [ … ]}.');
  return { told: toMany(batch, toTold(typeOf, body)), sentAt: readSentAt(content["sentAt"]) };
}

/** CloudEvents in any of the three forms of the HTTP binding. @throws CounterseatError invalid, limit */
export function parseCloudEvents(body: RawBody): Request {
  const read = toTold(() => "cloudevent", body);
  if (body.type === "application/cloudevents+json") return { told: [read(parseJson(body), 0)], sentAt: Number.NaN };
  if (body.type === "application/cloudevents-batch+json") {
    const list = parseJson(body);
    if (!Array.isArray(list))
      throw unreadable("A batch of CloudEvents is a list.", "Send [ … ], or one event as application/cloudevents+json.");
    return { told: toMany(list, read), sentAt: Number.NaN };
  }
  if (body.headers["ce-specversion"] === undefined) {
    throw unreadable(
      "This is no CloudEvent.",
      "Send application/cloudevents+json, application/cloudevents-batch+json, or the ce-* headers of the binary form.",
    );
  }
  // Data that are not JSON are refused with the event, by its datacontenttype.
  const data = body.bytes.length === 0 ? undefined : body.type === "" || body.type.endsWith("json") ? parseJson(body) : null;
  return { told: [read(fromBinary(body.headers, body.type, data), 0)], sentAt: Number.NaN };
}

function toMany(list: readonly unknown[], read: (content: unknown, index: number) => Told): Told[] {
  if (list.length > LIMITS.eventsPerRequest) {
    throw new CounterseatError("limit", `${list.length} events came at once; ${LIMITS.eventsPerRequest} are the most. None was kept.`, {
      status: 413,
      fix: `Send at most ${LIMITS.eventsPerRequest} events and 4 MB in one request.`,
    });
  }
  return list.map(read);
}

function toTold(verbOf: (content: unknown) => string, body: RawBody): (content: unknown, index: number) => Told {
  const header = body.headers["idempotency-key"];
  const key = header === undefined || header === "" ? null : header;
  return (content, index) => {
    const verb = verbOf(content);
    return { verb, content, ...messageIdOf({ verb, content, index, key }) };
  };
}

/** Cut, since it is kept with a refused event. */
function typeOf(content: unknown): string {
  const type = isObject(content) ? content["type"] : undefined;
  return typeof type === "string" && /^[\w.-]{1,40}$/.test(type) ? type : "unknown";
}

function parseJson(body: RawBody, types?: ReadonlySet<string>): unknown {
  if (types !== undefined && !types.has(body.type))
    throw unreadable(`A body of type ${body.type.slice(0, 60)} cannot be read here.`, "Send application/json.");
  // A decoder would put the same mark for every broken byte, and two different ids would become one.
  if (!isUtf8(body.bytes)) throw unreadable("The body is not UTF-8.", "Send it as UTF-8.");
  try {
    return JSON.parse(body.bytes.toString("utf8")) as unknown;
  } catch {
    throw unreadable("The body is not JSON.", "Check that it is whole, and that its content type says JSON.");
  }
}

function unreadable(detail: string, fix: string): CounterseatError {
  return new CounterseatError("invalid", detail, { fix });
}
