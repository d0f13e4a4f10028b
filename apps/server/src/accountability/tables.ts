import { date, doublePrecision, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Figure } from "../platform/figure.ts";
import type { CellKey } from "./words.ts";

export const action = pgTable(
  "action",
  {
    id: uuid("id").primaryKey(),
    world: text("world").notNull(),
    cell: jsonb("cell").$type<CellKey>().notNull(),
    title: text("title").notNull(),
    ownerId: text("owner_id").notNull(),
    goalLine: doublePrecision("goal_line").notNull(),
    dueOn: date("due_on", { mode: "string" }).notNull(),
    baseline: jsonb("baseline").$type<Figure>().notNull(),
    state: text("state", { enum: ["open", "done", "dropped"] }).notNull(),
    note: text("note").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (t) => [index("action_world").on(t.world)],
);
