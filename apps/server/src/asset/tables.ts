import { date, doublePrecision, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

/** Where the customer asset is meant to be: one line each for people and for money. */
export const goalLine = pgTable(
  "goal_line",
  {
    world: text("world").notNull(),
    measure: text("measure", { enum: ["customers", "value"] }).notNull(),
    amount: doublePrecision("amount").notNull(),
    dueOn: date("due_on", { mode: "string" }).notNull(),
    setOn: date("set_on", { mode: "string" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.world, t.measure] })],
);
