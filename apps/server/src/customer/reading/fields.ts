import { PERSONAL } from "../../platform/events/contract.ts";
import type { DecimalField, Field, ImportKind, TextField, TimeField } from "./contract.ts";

export interface FieldSpec {
  field: Field;
  type: "text" | "time" | "clock" | "decimal" | "integer";
  required: boolean;
  hint: string;
}

export const TIME_FIELDS = ["time", "start", "end"] as const satisfies readonly TimeField[];
export const DECIMAL_FIELDS = ["amount", "quantity", "score"] as const satisfies readonly DecimalField[];
export const TEXT_FIELDS = [
  "customer",
  "case",
  "activity",
  "currency",
  "scale",
  "comment",
  "stage",
  "channel",
  "owner",
  "segment",
  "kind",
  "id",
  "resource",
  "unit",
  "respondent",
  "role",
  ...PERSONAL,
] as const satisfies readonly TextField[];

const text = (field: TextField, hint: string, required = false): FieldSpec => ({ field, type: "text", required, hint });
const time = (field: TimeField, hint: string, required = false): FieldSpec => ({ field, type: "time", required, hint });
const decimal = (field: DecimalField, hint: string, required = false): FieldSpec => ({ field, type: "decimal", required, hint });

const clock: FieldSpec = {
  field: "clock",
  type: "clock",
  required: false,
  hint: "the time of day, where the date stands in a column of its own",
};

const shared = [
  text("stage", "stage of the journey"),
  text("channel", "channel it came through"),
  text("owner", "who answers for it"),
  text("segment", "segment of the customer"),
  text("unit", "unit of the organisation"),
  text("kind", "kind of row"),
  text("id", "the row's own id, unique in its source"),
] as const;

/** Who the customer is: what several systems can know them again by. Kept apart from the rows. */
const personal = [
  text("given", "their given name"),
  text("family", "their family name"),
  text("name", "their whole name"),
  text("email", "their e-mail address"),
  text("phone", "their telephone number"),
  text("birth", "their date of birth"),
  text("address", "where they live: street and house, or all in one"),
  text("postcode", "their postcode"),
  text("city", "the town they live in"),
  text("contract", "a number other systems know them by, such as a contract's"),
  text("account", "the customer whose people they are one of, such as a firm"),
  text("through", "the customer they buy through, such as a dealer"),
] as const;

/**
 * The fields each kind of import takes. An event needs a case or a customer: neither is `required` alone, the pair is
 * (`case` is taken from `customer` where there is none; the other way `customer` stays absent).
 */
export const FIELDS: Record<ImportKind, readonly FieldSpec[]> = {
  events: [
    text("activity", "what happened", true),
    time("time", "when it happened (its completion, where start and end are known)", true),
    clock,
    text("case", "what the events belong to: order, ticket, claim"),
    text("customer", "whose journey it is"),
    time("start", "when the activity began"),
    time("end", "when the activity ended"),
    text("resource", "who did it"),
    decimal("amount", "money, in the currency of the file"),
    text("currency", "currency of the amount"),
    decimal("quantity", "how many"),
    text("comment", "free text"),
    ...shared,
    ...personal,
  ],
  transactions: [
    text("customer", "who bought", true),
    time("time", "when", true),
    clock,
    decimal("amount", "for how much, in the currency of the file", true),
    text("currency", "currency of the amount"),
    decimal("quantity", "how many"),
    text("case", "order or invoice it belongs to"),
    text("comment", "free text"),
    ...shared,
    ...personal,
  ],
  customers: [
    text("customer", "the customer's id", true),
    time("time", "when they became a customer"),
    text("comment", "free text"),
    ...shared.filter(({ field }) => field !== "id"), // the customer's id is the row's own
    ...personal,
  ],
  subscriptions: [
    text("customer", "who subscribes", true),
    time("start", "the first moment this price holds", true),
    time("end", "the first moment it no longer does; empty while it runs"),
    decimal("amount", "price a month, in the currency of the file", true),
    text("currency", "currency of the price"),
    text("case", "contract or subscription it belongs to"),
    text("comment", "free text"),
    ...shared,
    ...personal.filter(({ field }) => field !== "contract"), // its case is one
  ],
  responses: [
    decimal("score", "the answer as a number", true),
    text("scale", "scale of the score, such as 0-10"),
    time("time", "when it was answered"),
    clock,
    text("customer", "who answered"),
    text("respondent", "who answered, where that is not a customer id"),
    text("comment", "what they wrote"),
    text("case", "order, ticket or visit it is about"),
    ...shared,
  ],
  beliefs: [
    decimal("score", "what they believe the customer would say", true),
    text("scale", "scale of the score, such as 0-10"),
    text("respondent", "who was asked"),
    text("role", "role or group of who was asked"),
    time("time", "when it was answered"),
    text("comment", "what they wrote"),
    ...shared,
  ],
  consents: [
    text("customer", "who agreed, or did not", true),
    text("activity", "the purpose it is about, by its name or one that sources tell of it", true),
    text("kind", "the answer: granted, denied or withdrawn", true),
    time("time", "when they said so"),
    clock,
    text("comment", "how they said so: the proof"),
    text("id", "the row's own id, unique in its source"),
  ],
};
