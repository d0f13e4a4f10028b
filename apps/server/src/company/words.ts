import { z } from "zod";

/** The words of this slice: the shared dimensions every other slice refers to by id. */
export const EntryId = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\s/?#]+$/, "an id has no spaces, slashes or question marks");
const id = EntryId;
const label = z.string().trim().min(1).max(200);
const nullableId = id.nullable().default(null);

export const Settings = z.object({
  name: label,
  zone: z.string().refine(isZone, "not a time zone; use a name such as Europe/Luxembourg").describe("IANA time zone of the organisation"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "three capital letters, such as EUR")
    .describe("ISO 4217"),
  fiscalYearStart: z.number().int().min(1).max(12).describe("month number"),
  workdays: z.array(z.number().int().min(1).max(7)).describe("1 = Monday"),
});
export type Settings = z.infer<typeof Settings>;

export const Unit = z.object({ id, name: label, parentId: nullableId });
export const Role = z.enum(["leader", "manager", "front_line", "support_staff"]);
export const Person = z.object({
  id,
  name: label,
  title: z.string().trim().max(200).default(""),
  unitId: nullableId,
  role: Role.default("manager"),
  customerId: z
    .string()
    .trim()
    .min(1)
    .nullable()
    .default(null)
    .describe("this person's own customer id: their answers are kept off the customers' side"),
});
export const Stage = z.object({ id, label, order: z.coerce.number().int().default(0), ownerId: nullableId });
export const DoneBy = z.enum(["customer", "company"]);
export const Work = z.enum(["value", "necessary", "waste", "by-cause"]);
export type Work = z.infer<typeof Work>;
const stepName = z.string().trim().min(1).max(200);
export const Step = z.object({
  id: stepName,
  label,
  stageId: nullableId,
  by: DoneBy.nullable().default(null).describe("who does it; null leaves it to what the source says"),
  order: z.coerce.number().int().default(0),
  unitId: nullableId.describe("who does the work; null leaves it to what the source says"),
  work: Work.nullable()
    .default(null)
    .describe(
      "what the work is to the customer; by-cause: waste where the cause of the contact is a failure, else value; null is not counted",
    ),
  minutes: z.coerce.number().min(0).max(100_000).default(0).describe("minutes of work each time"),
});
export const Channel = z.object({ id, label });
export const Segment = z.object({ id, label });
export const Definition = z.object({
  id,
  term: label,
  text: z.string().trim().min(1).max(2000),
  ownerId: nullableId,
  version: z.coerce.number().int().positive().default(1),
});
export const Promised = z.object({
  id,
  text: z.string().trim().min(1).max(500),
  measure: z.string().trim().min(1).max(500),
  stageId: nullableId,
  channelId: nullableId,
  ownerId: nullableId,
  from: z.iso.date().describe("the day the promise starts to bind"),
  startStep: stepName
    .nullable()
    .default(null)
    .describe("the step with which a journey falls under the promise; null: not measured from events"),
  startKind: z.string().trim().min(1).max(200).nullable().default(null).describe("only where that step is of this kind"),
  keptBy: z
    .enum(["reaching", "avoiding"])
    .nullable()
    .default(null)
    .describe("what keeps it: that a step is reached, or that it never happens"),
  keptStep: stepName.nullable().default(null).describe("the step that is to be reached or avoided"),
  hours: z.coerce.number().min(0).max(1_000_000).nullable().default(null).describe("how long after the start; null: however long it takes"),
});
export const Demand = z.enum(["value", "failure", "repeat"]);
export const Cause = z.object({
  id: z.string().trim().min(1).max(200).describe("as the events name it: the kind of a contact"),
  label,
  demand: Demand.describe("value: what we are here for; failure: something went wrong before; repeat: we had not solved it"),
  unitId: nullableId.describe("whose failure brings the contact"),
});
export const Policy = z.object({
  id,
  text: z.string().trim().min(1).max(500),
  saves: z.string().trim().max(500).default("").describe("what it is there for"),
  ownerId: nullableId,
  from: z.iso.date().describe("the day since when it holds"),
  stepId: stepName.nullable().default(null).describe("the step at which customers meet it"),
  stepKind: z.string().trim().min(1).max(200).nullable().default(null).describe("only where that step is of this kind"),
});

/** Every editable list of the company page, by name. */
export const lists = {
  units: Unit,
  people: Person,
  stages: Stage,
  steps: Step,
  channels: Channel,
  segments: Segment,
  definitions: Definition,
  promises: Promised,
  causes: Cause,
  policies: Policy,
} as const;
export const ListName = z.enum([
  "units",
  "people",
  "stages",
  "steps",
  "channels",
  "segments",
  "definitions",
  "promises",
  "causes",
  "policies",
]);
export type ListName = z.infer<typeof ListName>;
export type Entry<L extends ListName> = z.infer<(typeof lists)[L]>;

export const Company = z
  .object({
    settings: Settings,
    units: z.array(Unit),
    people: z.array(Person),
    stages: z.array(Stage),
    steps: z.array(Step),
    channels: z.array(Channel),
    segments: z.array(Segment),
    definitions: z.array(Definition),
    promises: z.array(Promised),
    causes: z.array(Cause),
    policies: z.array(Policy),
    etags: z.record(z.string(), z.string()).describe("by `settings` and `list/id`: send it as If-Match with a change"),
  })
  .meta({ id: "Company" });
export type Company = z.infer<typeof Company>;

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
