import { z } from "zod";
import { secret } from "./connector.ts";

const path = (what: string) => z.string().trim().max(200).default("").describe(what);

/** How deliveries are proven to come from the sender, and what of them is which part of an event. */
export const WebhookSettings = z.object({
  shape: z
    .enum(["fields", "segment", "cloudevents"])
    .default("fields")
    .describe("fields: read by the paths below; segment and cloudevents: already events of that kind"),
  signature: z
    .enum(["none", "hex", "base64", "stripe"])
    .default("none")
    .describe("HMAC-SHA-256 over the body, as hex or base64; stripe: over a time and the body"),
  signatureHeader: z.string().trim().toLowerCase().max(100).default("").describe("header the signature comes in"),
  signingSecret: secret(z.string().max(1000).default("")),
  deliveryHeader: z
    .string()
    .trim()
    .toLowerCase()
    .max(100)
    .default("")
    .describe("header with the id of a delivery: sent twice, it counts once"),
  events: path("where the list of events stands; empty where the delivery is the event"),
  customer: path("where the customer's id stands, as data.object.customer"),
  activity: path("where it stands what happened, as type"),
  name: path("what happened, where no field says it"),
  time: path("when it happened; where nothing is said, when it came"),
  case: path("order, ticket or contract it belongs to"),
  amount: path("money"),
  amountIn: z.enum(["units", "hundredths"]).default("units").describe("hundredths: 1990 is 19.90"),
  currency: path("currency of the money"),
  channel: path("channel"),
  comment: path("free text"),
});
export type WebhookSettings = z.output<typeof WebhookSettings>;
