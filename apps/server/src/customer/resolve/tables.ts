import { boolean, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import type { Line } from "../profile/survivors.ts";
import type { MatchReport } from "./words.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** What somebody decided about two names of one world; the two stand in the order of their texts. */
export const identityDecision = pgTable(
  "identity_decision",
  {
    world: text("world").notNull(),
    a: text("told_a").notNull(),
    b: text("told_b").notNull(),
    verdict: text("verdict").notNull(),
    by: text("by").notNull(),
    at: at("at").notNull(),
    /** The links follow a moment later; false until they do, also over a crash. Taken back, it goes once they have. */
    linked: boolean("linked").notNull().default(false),
    takenBack: boolean("taken_back").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.world, t.a, t.b] })],
);

/** The last time all records of a world were held against each other. */
export const identityRun = pgTable("identity_run", {
  world: text("world").primaryKey(),
  startedAt: at("started_at").notNull(),
  /** Null while it runs, and for one that a crash cut off. */
  endedAt: at("ended_at"),
  error: text("error"),
  /** Sources, the most trusted first: who is customer of several goes by the name the first of them has. */
  trust: jsonb("trust").$type<string[]>().notNull().default([]),
  /** Lines of the profile in which another source is believed first (`profile/survivors.ts`). */
  believed: jsonb("believed").$type<Partial<Record<Line, string>>>().notNull().default({}),
  /** Of the records and decisions it was worked out from: nothing is worked out twice. */
  digest: text("digest"),
  report: jsonb("report").$type<MatchReport | null>(),
});
