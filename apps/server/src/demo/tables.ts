import { bigint, doublePrecision, pgTable, text } from "drizzle-orm/pg-core";

/** Which sample is loaded, by world (`sample` or `preview`). */
export const demoState = pgTable("demo_state", {
  world: text("world").primaryKey(),
  seed: bigint("seed", { mode: "number" }).notNull(),
  scale: doublePrecision("scale").notNull(),
  /** Under which the event side keeps the loading's result; each load has its own. */
  import: text("import").notNull().default(""),
});
