import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { DesignContent } from "./words.ts";

/** Every version of a designed journey; the highest one holds. Taking it away is a version too, so that everything can be had back. */
export const designedJourney = pgTable(
  "designed_journey",
  {
    world: text("world").notNull(),
    id: text("id").notNull(),
    version: integer("version").notNull(),
    removed: boolean("removed").notNull(),
    content: jsonb("content").$type<DesignContent>().notNull(),
    by: text("by").notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true, mode: "date" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.world, t.id, t.version] })],
);
