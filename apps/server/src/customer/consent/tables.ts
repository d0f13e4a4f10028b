import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { Purpose } from "./words.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** What the organisation may use rows for. What customers answered are rows of the event store. */
export const purpose = pgTable(
  "purpose",
  {
    world: text("world").notNull(),
    id: text("id").notNull(),
    place: integer("place").notNull(),
    name: text("name").notNull(),
    what: text("what").notNull(),
    basis: text("basis").$type<Purpose["basis"]>().notNull(),
    byDefault: text("by_default").$type<Purpose["byDefault"]>().notNull(),
    uses: jsonb("uses").$type<Purpose["uses"]>().notNull(),
    toldAs: jsonb("told_as").$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.world, t.id] })],
);

/** How many events were not taken in because their customer refused. Nothing else of them is kept. */
export const turnedAway = pgTable("turned_away", {
  source: text("source").primaryKey(),
  events: bigint("events", { mode: "number" }).notNull(),
  last: at("last").notNull(),
});
