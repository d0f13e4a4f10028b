import { z } from "zod";
import { personal } from "../../platform/personal.ts";
import { REASONS } from "./refusal.ts";

/** What senders and the pages see of events that come in one by one. */
const id = z.union([z.string(), z.number()]).describe("text, or a number that keeps its digits");
const time = z.string().describe("RFC 3339 with its offset");
const properties = z
  .record(z.string(), z.unknown())
  .describe(
    "at most 32 KB; case, stage, channel, owner, segment, resource, unit, amount, currency, quantity, score, scale, comment and kind are read",
  );

const shared = {
  userId: id.nullable().optional().describe("whose event it is, by your own id of them"),
  anonymousId: id.nullable().optional().describe("whose event it is, while nobody knows who they are"),
  messageId: z.string().min(1).max(100).optional().describe("different for every event, the same when it is sent again"),
  timestamp: time.optional(),
  originalTimestamp: time.optional(),
  sentAt: time.optional().describe("the sender's clock when it sent, for correcting that clock"),
};
export const Track = z.object({ ...shared, event: z.string().min(1).max(200), properties: properties.optional() }).meta({ id: "Track" });
export const Page = z
  .object({ ...shared, name: z.string().optional(), category: z.string().optional(), properties: properties.optional() })
  .meta({ id: "Page" });
export const Identify = z.object({ ...shared, traits: properties.optional() }).meta({ id: "Identify" });
export const Group = z.object({ ...shared, groupId: id, traits: properties.optional() }).meta({ id: "Group" });
export const Alias = z.object({ ...shared, userId: id, previousId: id }).meta({ id: "Alias" });
const typed = <T extends string>(type: T) => ({ type: z.literal(type) });
export const EventBatch = z
  .object({
    batch: z
      .array(
        z.discriminatedUnion("type", [
          Track.extend(typed("track")),
          Identify.extend(typed("identify")),
          Group.extend(typed("group")),
          Page.extend(typed("page")),
          Page.extend(typed("screen")),
          Alias.extend(typed("alias")),
        ]),
      )
      .max(1000),
    sentAt: time.optional(),
  })
  .meta({ id: "EventBatch" });
export const CloudEvent = z
  .looseObject({
    specversion: z.literal("1.0"),
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.string().min(1).max(200),
    time: time.optional(),
    subject: z.string().optional(),
    userid: z.string().optional(),
    anonymousid: z.string().optional(),
    datacontenttype: z.string().optional(),
    data: properties.optional(),
  })
  .meta({ id: "CloudEvent" });

export const Reason = z.enum(REASONS).describe("why an event was refused");

export const Receipt = z
  .object({
    accepted: z.number().int(),
    known: z.number().int().describe("told by this source before; nothing changed"),
    refused: z.number().int(),
    position: z.number().int().nullable().describe("a read with `after` of this value sees what was accepted"),
    results: z
      .array(
        z.object({
          index: z.number().int().describe("place in the request, from 0"),
          id: z.string().describe("message id"),
          verdict: z.enum(["accepted", "known", "refused"]),
          reason: Reason.optional(),
          detail: z.string().optional(),
          fix: z.string().optional(),
        }),
      )
      .describe("of the events that were not plainly accepted: known, refused, or accepted although they are against a plan that warns"),
  })
  .meta({ id: "Receipt" });
export type Receipt = z.infer<typeof Receipt>;

export const DeadLetter = z
  .object({
    id: z.uuid(),
    source: z.string(),
    reason: Reason,
    detail: z.string(),
    fix: z.string(),
    verb: z.string().describe("how it came: track, identify, … or cloudevent"),
    messageId: z.string(),
    receivedAt: z.string(),
    bytes: z.number().int(),
    customer: personal(z.string().nullable(), "id"),
    payload: personal(z.string().nullable()).describe("the event as JSON; null when it was too large to be kept"),
  })
  .meta({ id: "DeadLetter" });
export const DeadLetterCount = z.object({ source: z.string(), reason: Reason, count: z.number().int() });
export const DeadLetterList = z
  .object({
    total: z.number().int(),
    counts: z.array(DeadLetterCount),
    gone: z.array(z.object({ source: z.string(), count: z.number().int() })).describe("older ones that were let go for newer ones"),
    letters: z.array(DeadLetter).describe("newest first"),
    next: z.uuid().nullable().describe("`before` of the next page"),
  })
  .meta({ id: "DeadLetterList" });

export const DeadLetterFilter = z.object({ source: z.string().min(1).max(100).optional(), reason: Reason.optional() });
/** Which refused events are meant: some by id, or all of a source or reason. */
export const DeadLetterChoice = z.object({
  ids: z.array(z.uuid()).min(1).max(1000).optional(),
  source: z.string().min(1).max(100).optional(),
  reason: Reason.optional(),
});
export type DeadLetterChoice = z.infer<typeof DeadLetterChoice>;
