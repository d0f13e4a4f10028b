import { z } from "zod";

/** How sources are expected to speak, and what is said of it. */
export const PROPERTY_TYPES = ["word", "number", "money", "time", "boolean", "enumeration", "structure", "any"] as const;
export const PropertyType = z
  .enum(PROPERTY_TYPES)
  .describe("word: text · time: RFC 3339 · enumeration: one of `values` · structure: a list or an object · any: whatever comes");
export type PropertyType = z.infer<typeof PropertyType>;

const Name = z.string().trim().min(1).max(200);
const MOST_VALUES = 200;

export const ExpectedProperty = z
  .object({
    name: Name,
    type: PropertyType,
    required: z.boolean(),
    values: z.array(z.string().min(1).max(200)).max(MOST_VALUES).nullable().describe("allowed values of an enumeration, else null"),
  })
  .refine(({ type, values }) => (type === "enumeration") === (values !== null && values.length > 0), {
    message: "an enumeration names its values, and no other type does",
    path: ["values"],
  });
export type ExpectedProperty = z.infer<typeof ExpectedProperty>;

const unique = (items: readonly { name: string }[]) => new Set(items.map(({ name }) => name)).size === items.length;

export const ExpectedEvent = z.object({
  name: Name.describe("as the rows show it: the name of the event, or Viewed and the name of the page"),
  properties: z.array(ExpectedProperty).max(200).refine(unique, { message: "a property stands in it twice" }),
});
export type ExpectedEvent = z.infer<typeof ExpectedEvent>;
export const ExpectedEvents = z.array(ExpectedEvent).max(500).refine(unique, { message: "an event stands in it twice" });

export const Mode = z
  .enum(["observe", "warn", "block"])
  .describe("what becomes of an event against the plan: counted · counted and told to its sender · refused to the dead letters");
export type Mode = z.infer<typeof Mode>;

export const SourceName = z.string().trim().min(1).max(100);

export const TrackingPlan = z
  .object({
    source: z.string(),
    mode: Mode,
    events: z.array(ExpectedEvent).describe("none: nothing is held against it"),
    by: z.string(),
    changedAt: z.string(),
    etag: z.string().describe("send it as If-Match with a change"),
  })
  .meta({ id: "TrackingPlan" });
export type TrackingPlan = z.infer<typeof TrackingPlan>;

export const ViolationKind = z.enum(["unexpected-event", "unexpected-property", "missing-property", "wrong-type", "unexpected-value"]);
export type ViolationKind = z.infer<typeof ViolationKind>;

export const CountedViolation = z.object({
  event: z.string(),
  property: z.string().nullable(),
  kind: ViolationKind,
  count: z.number().int(),
  first: z.string(),
  last: z.string(),
});

export const TrackingPlans = z
  .object({
    sources: z.array(
      z.object({
        source: z.string(),
        rows: z.number().int().describe("events that came one by one and are kept"),
        last: z.string().nullable(),
        mode: Mode.nullable().describe("null: no plan yet"),
        events: z.number().int().describe("events the plan expects"),
        against: z.number().int().describe("times something was against the plan in the last 7 days"),
      }),
    ),
  })
  .meta({ id: "TrackingPlans" });

const Looked = {
  rows: z.number().int().describe("events that were looked at"),
  from: z.string().nullable(),
  to: z.string().nullable(),
  all: z.boolean().describe("false: only the newest were looked at, there are more"),
};

export const PlanProposal = z
  .object({
    source: z.string(),
    ...Looked,
    events: z.array(ExpectedEvent.safeExtend({ n: z.number().int().describe("how often it came") })),
  })
  .meta({ id: "PlanProposal" });
export type PlanProposal = z.infer<typeof PlanProposal>;

export const Change = z.object({
  kind: z.enum(["new-event", "gone-event", "new-property", "gone-property", "type-changed", "new-value"]),
  event: z.string(),
  property: z.string().nullable(),
  value: z.string().nullable().describe("of a new value; null where too few customers have it to be shown"),
  was: PropertyType.nullable(),
  is: PropertyType.nullable(),
  n: z.number().int().describe("how often it came: since the date where it is new or changed, before it where it is gone"),
  expected: z.number().nullable().describe("of what is gone: how often it would have come since, at its rate of before"),
  first: z.string(),
  last: z.string(),
});
export type Change = z.infer<typeof Change>;

export const DriftReport = z
  .object({
    source: z.string(),
    since: z.string(),
    before: z.object(Looked).describe("what is compared with"),
    after: z.object(Looked),
    verdict: z.enum(["nothing-before", "nothing-since", "no-drift", "drift"]),
    changes: z.array(Change).describe("the most frequent first"),
    against: z.array(CountedViolation).describe("what was against the plan since then, by day of arrival; the most frequent first"),
  })
  .meta({ id: "DriftReport" });
export type DriftReport = z.infer<typeof DriftReport>;
