import { bigint, date, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { ExpectedEvent } from "./words.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** What a source is expected to send, and what becomes of what is against it. Events are the company's own, so no world is named. */
export const trackingPlan = pgTable("tracking_plan", {
  source: text("source").primaryKey(),
  mode: text("mode").notNull(),
  events: jsonb("events").$type<ExpectedEvent[]>().notNull(),
  by: text("by").notNull(),
  changedAt: at("changed_at").notNull(),
});

/** What came against a plan, counted a day and kind; the events themselves are rows or dead letters. */
export const trackingViolation = pgTable(
  "tracking_violation",
  {
    source: text("source").notNull(),
    /** UTC day of arrival. */
    day: date("day", { mode: "string" }).notNull(),
    event: text("event").notNull(),
    /** Empty where the event itself is meant. */
    property: text("property").notNull(),
    kind: text("kind").notNull(),
    count: bigint("count", { mode: "number" }).notNull(),
    firstAt: at("first_at").notNull(),
    lastAt: at("last_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.day, t.event, t.property, t.kind] })],
);

/** How many events of a source came on a day: their rows say when they happened, not when they arrived. */
export const sourceDay = pgTable(
  "source_day",
  {
    source: text("source").notNull(),
    /** UTC day of arrival. */
    day: date("day", { mode: "string" }).notNull(),
    accepted: bigint("accepted", { mode: "number" }).notNull(),
    refused: bigint("refused", { mode: "number" }).notNull(),
    /** Refused before, and taken on this day by a replay. */
    mended: bigint("mended", { mode: "number" }).notNull(),
    lastAt: at("last_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.day] })],
);
