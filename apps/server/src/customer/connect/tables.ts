import { index, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** An outside system rows come from by themselves: how it is reached, how its rows are read, and how its last run went. */
export const connection = pgTable(
  "connection",
  {
    id: uuid("id").primaryKey(),
    world: text("world").notNull(),
    name: text("name").notNull(),
    source: text("source").notNull(),
    connector: text("connector").notNull(),
    /** Without secrets. */
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull(),
    /** The secrets, encrypted; null where there are none. */
    sealed: text("sealed"),
    /** Hash of the token in the address events are sent to; null where nobody sends. */
    addressHash: text("address_hash").unique(),
    kind: text("kind"),
    map: jsonb("map").$type<Record<string, string>>().notNull(),
    timezone: text("timezone"),
    overlap: text("overlap").notNull(),
    everyMinutes: integer("every_minutes"),
    /** Where the connector reads on; moves in the transaction that starts the import of what was read. */
    cursor: jsonb("cursor").$type<unknown>(),
    /** The import that has been started and not judged, and where the cursor stood before it. */
    underWay: jsonb("under_way").$type<{ import: string; before: unknown } | null>(),
    startedAt: at("started_at"),
    endedAt: at("ended_at"),
    /** Of the last run. */
    imports: jsonb("imports").$type<string[]>().notNull(),
    failure: jsonb("failure").$type<{ message: string; fix: string | null } | null>(),
    /** Runs that failed one after the other. */
    failures: integer("failures").notNull(),
    nextAt: at("next_at"),
    /** Changes with the settings only: what an edit is held against. */
    changedAt: at("changed_at").notNull(),
  },
  (t) => [index("connection_next").on(t.nextAt)],
);
