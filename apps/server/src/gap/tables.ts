import { jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** Who took a cell on, and how far its life has come: kept from accountability's signals. */
export const cellLife = pgTable(
  "cell_life",
  {
    world: text("world").notNull(),
    cell: text("cell").notNull(),
    life: text("life", { enum: ["seen", "priced", "owned", "acted", "verified", "paid"] }).notNull(),
    action: jsonb("action").$type<CellAction | null>(),
    changedAt: timestamp("changed_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.world, t.cell] })],
);

export interface CellAction {
  id: string;
  title: string;
  ownerId: string;
  goalLine: number;
  dueOn: string;
  state: string;
}
