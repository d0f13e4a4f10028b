import { createHash } from "node:crypto";
import { CounterseatError } from "../../platform/errors.ts";
import type { RawBody } from "../../platform/operation.ts";
import { LIMITS } from "../ingest/limits.ts";
import { messageIdOf } from "../ingest/message-id.ts";
import { parseBatch, parseCloudEvents, type Request } from "../ingest/parse-body.ts";
import { at, isObject } from "./json-path.ts";
import type { WebhookSettings } from "./webhook-settings.ts";

/** The events a delivery tells, each with an id that is the same when the delivery is sent again. @throws CounterseatError */
export function readDelivery(body: RawBody, settings: WebhookSettings): Request {
  const key = deliveryId(body, settings);
  const headers = { ...body.headers, "idempotency-key": key };
  if (settings.shape === "cloudevents") return parseCloudEvents({ ...body, headers });
  const content = parsed(body);
  if (settings.shape === "segment") {
    const wrapped =
      isObject(content) && Array.isArray(content["batch"]) ? content : { batch: Array.isArray(content) ? content : [content] };
    return parseBatch({ ...body, type: "application/json", headers, bytes: Buffer.from(JSON.stringify(wrapped)) });
  }
  const found = at(content, settings.events);
  const list = Array.isArray(found) ? found : found === undefined ? [] : [found];
  if (list.length > LIMITS.eventsPerRequest)
    throw new CounterseatError("limit", `${list.length} events came at once; ${LIMITS.eventsPerRequest} are the most. None was kept.`, {
      status: 413,
    });
  const told = list.map((one, index) => {
    const event = { ...toTrack(one, settings) };
    return { verb: "track", content: event, ...messageIdOf({ verb: "track", content: event, index, key }) };
  });
  return { told, sentAt: Number.NaN };
}

/** By the sender's own id where it has one; else the same bytes are the same delivery. */
function deliveryId(body: RawBody, { deliveryHeader }: WebhookSettings): string {
  const told = deliveryHeader === "" ? "" : (body.headers[deliveryHeader] ?? "").trim();
  return told === "" ? createHash("sha256").update(body.bytes).digest("base64url") : told;
}

function parsed({ bytes }: RawBody): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new CounterseatError("invalid", "The delivery is not JSON, or not all of it.", {
      fix: "Let the other system send JSON in UTF-8.",
    });
  }
}

/** An event in the shape of Segment's track. What a path does not lead to is left out, and judged like any event that lacks it. */
function toTrack(content: unknown, settings: WebhookSettings): Record<string, unknown> {
  const found = (path: string) => (path === "" ? undefined : (at(content, path) ?? undefined));
  const said = found(settings.activity);
  const time = found(settings.time);
  const amount = Number(found(settings.amount) ?? Number.NaN);
  const told = {
    case: text(found(settings.case)),
    currency: upper(found(settings.currency)),
    channel: found(settings.channel),
    comment: found(settings.comment),
  };
  const properties: Record<string, unknown> = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  if (Number.isFinite(amount)) properties["amount"] = settings.amountIn === "hundredths" ? amount / 100 : amount;
  return {
    type: "track",
    userId: found(settings.customer),
    event: typeof said === "string" && said !== "" ? said : settings.name === "" ? said : settings.name,
    ...(time === undefined ? {} : { timestamp: instant(time) }),
    properties,
  };
}

const text = (value: unknown) => (typeof value === "number" ? String(value) : value);
const upper = (value: unknown) => (typeof value === "string" ? value.toUpperCase() : value);

/** Seconds or milliseconds since 1970 as RFC 3339; every other time as it was told. */
function instant(value: unknown): unknown {
  const number =
    typeof value === "number" || (typeof value === "string" && /^\d{9,13}(?:\.\d+)?$/.test(value)) ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) return value;
  const date = new Date(number < 1e11 ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}
