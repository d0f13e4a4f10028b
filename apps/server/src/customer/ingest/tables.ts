import { bigint, index, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

/** An event that was refused, as it came, until somebody replays or discards it, or its time is over. */
export const deadLetter = pgTable(
  "dead_letter",
  {
    id: uuid("id").primaryKey(),
    source: text("source").notNull(),
    /** What it would have been known by; the same event refused again replaces itself. */
    messageId: text("message_id").notNull(),
    /** How it came: `track`, `identify` … or `cloudevent`. */
    verb: text("verb").notNull(),
    reason: text("reason").notNull(),
    detail: text("detail").notNull(),
    /** The source's own id of the person, where one could be read: what forgetting that person looks for. */
    customer: text("customer"),
    /** JSON text; null when it was too large to be kept. */
    payload: text("payload"),
    bytes: integer("bytes").notNull(),
    /** UTC ms the sender's clock showed when it sent, where it said so: replaying judges the time as it was judged. */
    sentAt: timestamp("sent_at", { withTimezone: true, mode: "date" }),
    receivedAt: timestamp("received_at", { withTimezone: true, mode: "date" }).notNull(),
  },
  (t) => [
    uniqueIndex("dead_letter_message").on(t.source, t.messageId),
    index("dead_letter_reason").on(t.source, t.reason),
    index("dead_letter_received").on(t.receivedAt),
  ],
);

/** How many refused events of a source were let go because newer ones needed the room. */
export const deadLetterGone = pgTable("dead_letter_gone", {
  source: text("source").primaryKey(),
  count: bigint("count", { mode: "number" }).notNull(),
});
