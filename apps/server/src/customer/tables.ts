import { bigint, doublePrecision, index, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Money, Sums } from "./money-sums.ts";
import type { Settled } from "./reading/contract.ts";

/** A file somebody uploaded and has not imported yet. */
export const upload = pgTable("upload", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull(),
  /** The import that has taken it; its file goes once that import is applied. */
  importId: uuid("import_id"),
  createdAt: timestamp("created_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
});

/** One import of one file; the rows themselves are events. */
export const importRun = pgTable(
  "import_run",
  {
    id: uuid("id").primaryKey(),
    source: text("source").notNull(),
    kind: text("kind").notNull(),
    file: text("file").notNull(),
    world: text("world").notNull(),
    state: text("state").notNull(),
    read: bigint("read", { mode: "number" }).notNull().default(0),
    accepted: bigint("accepted", { mode: "number" }).notNull().default(0),
    refused: bigint("refused", { mode: "number" }).notNull().default(0),
    alreadyKnown: bigint("already_known", { mode: "number" }).notNull().default(0),
    problems: jsonb("problems").$type<{ row: number; field: string | null; reason: string }[]>().notNull(),
    error: text("error"),
    overlap: bigint("overlap", { mode: "number" }),
    /** What the file's amounts add up to; null for imports of before these sums were kept. */
    money: jsonb("money").$type<Money | null>(),
    /** What went with people who asked to be forgotten; null where nothing did. */
    erased: jsonb("erased").$type<{ rows: number; money: Sums } | null>(),
    /** What went because its time to be kept was over; null where nothing did. */
    expired: jsonb("expired").$type<{ rows: number; money: Sums } | null>(),
    withdrawnAt: timestamp("withdrawn_at", { withTimezone: true, mode: "date" }),
    progress: doublePrecision("progress").notNull().default(0),
    createdAt: timestamp("created_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (t) => [index("import_run_source").on(t.source)],
);

/** What a person settled for files of one source and kind, proposed at its next file. Names of columns, never what they hold. */
export const sourceMemory = pgTable(
  "source_memory",
  {
    world: text("world").notNull(),
    source: text("source").notNull(),
    kind: text("kind").notNull(),
    settled: jsonb("settled").$type<Settled>().notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true, mode: "date" }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.world, t.source, t.kind] })],
);
