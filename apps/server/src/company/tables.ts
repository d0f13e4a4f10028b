import { date, doublePrecision, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

const world = () => text("world").notNull();
const id = () => text("id").notNull();

/** One row a world: name, zone, currency, calendar. */
export const companySettings = pgTable("company_settings", {
  world: text("world").primaryKey(),
  name: text("name").notNull(),
  zone: text("zone").notNull(),
  currency: text("currency").notNull(),
  fiscalYearStart: integer("fiscal_year_start").notNull(),
  workdays: jsonb("workdays").$type<number[]>().notNull(),
});
export const unit = pgTable("unit", { world: world(), id: id(), name: text("name").notNull(), parentId: text("parent_id") }, (t) => [
  primaryKey({ columns: [t.world, t.id] }),
]);
export const person = pgTable(
  "person",
  {
    world: world(),
    id: id(),
    name: text("name").notNull(),
    title: text("title").notNull(),
    unitId: text("unit_id"),
    role: text("role", { enum: ["leader", "manager", "front_line", "support_staff"] }).notNull(),
    customerId: text("customer_id"),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
export const stage = pgTable(
  "stage",
  { world: world(), id: id(), label: text("label").notNull(), order: integer("order").notNull(), ownerId: text("owner_id") },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
export const step = pgTable(
  "step",
  {
    world: world(),
    id: id(),
    label: text("label").notNull(),
    stageId: text("stage_id"),
    by: text("by", { enum: ["customer", "company"] }),
    order: integer("order").notNull(),
    unitId: text("unit_id"),
    work: text("work", { enum: ["value", "necessary", "waste", "by-cause"] }),
    minutes: doublePrecision("minutes").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
export const channel = pgTable("channel", { world: world(), id: id(), label: text("label").notNull() }, (t) => [
  primaryKey({ columns: [t.world, t.id] }),
]);
export const segment = pgTable("segment", { world: world(), id: id(), label: text("label").notNull() }, (t) => [
  primaryKey({ columns: [t.world, t.id] }),
]);
export const definition = pgTable(
  "definition",
  {
    world: world(),
    id: id(),
    term: text("term").notNull(),
    text: text("text").notNull(),
    ownerId: text("owner_id"),
    version: integer("version").notNull(),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
/** What the company promises, as dated standards. */
export const promise = pgTable(
  "promise",
  {
    world: world(),
    id: id(),
    text: text("text").notNull(),
    measure: text("measure").notNull(),
    stageId: text("stage_id"),
    channelId: text("channel_id"),
    ownerId: text("owner_id"),
    from: date("from", { mode: "string" }).notNull(),
    startStep: text("start_step"),
    startKind: text("start_kind"),
    keptBy: text("kept_by", { enum: ["reaching", "avoiding"] }),
    keptStep: text("kept_step"),
    hours: doublePrecision("hours"),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
/** Why customers contact us. */
export const cause = pgTable(
  "cause",
  {
    world: world(),
    id: id(),
    label: text("label").notNull(),
    demand: text("demand", { enum: ["value", "failure", "repeat"] }).notNull(),
    unitId: text("unit_id"),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
/** Rules of the house that customers meet. */
export const policy = pgTable(
  "policy",
  {
    world: world(),
    id: id(),
    text: text("text").notNull(),
    saves: text("saves").notNull(),
    ownerId: text("owner_id"),
    from: date("from", { mode: "string" }).notNull(),
    stepId: text("step_id"),
    stepKind: text("step_kind"),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);
