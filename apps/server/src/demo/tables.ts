import { bigint, doublePrecision, pgTable, text } from "drizzle-orm/pg-core";

/** Which sample is loaded, by world (`sample` or `preview`). */
export const demoState = pgTable("demo_state", {
  world: text("world").primaryKey(),
  seed: bigint("seed", { mode: "number" }).notNull(),
  scale: doublePrecision("scale").notNull(),
  /** Log position of the loading; null until it is acknowledged. */
  position: bigint("position", { mode: "number" }),
});
