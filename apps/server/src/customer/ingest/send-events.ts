import { ingest } from "../../platform/operation.ts";
import { parseBatch, parseCloudEvents, parseSingle } from "./parse-body.ts";
import { receiveEvents } from "./receive-events.ts";
import { Alias, CloudEvent, EventBatch, Group, Identify, Page, Receipt, Track } from "./words.ts";

const shape = { method: "POST", permission: "ingest:write", output: Receipt } as const;

export const track = ingest({
  ...shape,
  name: "customer.track",
  path: "/track",
  summary: "Something happened to a customer",
  input: Track,
  run: (ctx, body) => receiveEvents(ctx, body, (one) => parseSingle("track", one)),
});
export const identify = ingest({
  ...shape,
  name: "customer.identify",
  path: "/identify",
  summary: "Who a customer is: their ids and traits",
  input: Identify,
  run: (ctx, body) => receiveEvents(ctx, body, (one) => parseSingle("identify", one)),
});
export const group = ingest({
  ...shape,
  name: "customer.group",
  path: "/group",
  summary: "A group a customer belongs to, such as their company",
  input: Group,
  run: (ctx, body) => receiveEvents(ctx, body, (one) => parseSingle("group", one)),
});
export const page = ingest({
  ...shape,
  name: "customer.page",
  path: "/page",
  summary: "A customer saw a page",
  input: Page,
  run: (ctx, body) => receiveEvents(ctx, body, (one) => parseSingle("page", one)),
});
export const screen = ingest({
  ...shape,
  name: "customer.screen",
  path: "/screen",
  summary: "A customer saw a screen of an app",
  input: Page,
  run: (ctx, body) => receiveEvents(ctx, body, (one) => parseSingle("screen", one)),
});
export const alias = ingest({
  ...shape,
  name: "customer.alias",
  path: "/alias",
  summary: "Two ids are one customer",
  input: Alias,
  run: (ctx, body) => receiveEvents(ctx, body, (one) => parseSingle("alias", one)),
});
export const batch = ingest({
  ...shape,
  name: "customer.sendBatch",
  path: "/batch",
  summary: "Up to 1,000 events of any of these kinds at once",
  input: EventBatch,
  run: (ctx, body) => receiveEvents(ctx, body, parseBatch),
});
export const cloudEvents = ingest({
  ...shape,
  name: "customer.sendCloudEvents",
  path: "/events",
  types: ["application/cloudevents+json", "application/cloudevents-batch+json", "application/json"],
  summary: "CloudEvents 1.0: one, a batch, or the binary form",
  input: CloudEvent,
  run: (ctx, body) => receiveEvents(ctx, body, parseCloudEvents),
});
