import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

/** How long rows of a source are kept; a source that is not here keeps them for ever. */
export const retention = pgTable(
  "retention",
  {
    world: text("world").notNull(),
    source: text("source").notNull(),
    months: integer("months").notNull(),
  },
  (t) => [primaryKey({ columns: [t.world, t.source] })],
);
