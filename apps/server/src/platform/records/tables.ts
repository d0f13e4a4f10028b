import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Tables of the platform itself. Every slice keeps its own in `<slice>/tables.ts`; migrations are generated from all. */

/* better-auth's tables, in its own names. */
export const user = pgTable("user", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  image: text("image"),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});
export const session = pgTable(
  "session",
  {
    id: text("id").primaryKey(),
    expiresAt: at("expires_at").notNull(),
    token: text("token").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
  },
  (t) => [index("session_user").on(t.userId)],
);
export const account = pgTable(
  "account",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: at("access_token_expires_at"),
    refreshTokenExpiresAt: at("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("account_user").on(t.userId)],
);
export const verification = pgTable("verification", {
  id: text("id").primaryKey(),
  identifier: text("identifier").notNull(),
  value: text("value").notNull(),
  expiresAt: at("expires_at").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

/** The one-time link that makes the first owner. Only the token's hash is kept. */
export const setupToken = pgTable("setup_token", {
  hash: text("hash").primaryKey(),
  expiresAt: at("expires_at").notNull(),
});

/** Secrets and switches of this installation (for example the session secret). */
export const installation = pgTable("installation", {
  key: text("key").primaryKey(),
  value: text("value").notNull(),
});

/** What a person who signs in may do: a role, and the unit their work is narrowed to. Nobody without a row may do anything. */
export const member = pgTable("member", {
  userId: text("user_id")
    .primaryKey()
    .references(() => user.id, { onDelete: "cascade" }),
  role: text("role", { enum: ["owner", "analyst", "manager", "frontline", "executive"] }).notNull(),
  unitId: text("unit_id"),
  personal: boolean("personal").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});
/** A one-time link by which somebody chooses a password and becomes a member. Only the token's hash is kept. */
export const invitation = pgTable("invitation", {
  id: uuid("id").primaryKey(),
  hash: text("hash").notNull().unique(),
  email: text("email").notNull(),
  name: text("name").notNull(),
  role: text("role", { enum: ["owner", "analyst", "manager", "frontline", "executive"] }).notNull(),
  unitId: text("unit_id"),
  personal: boolean("personal").notNull(),
  expiresAt: at("expires_at").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});
/** A key for programs. Only its hash is kept; `source` binds a write key to the system whose events it brings. */
export const apiKey = pgTable("api_key", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  hash: text("hash").notNull().unique(),
  /** The first characters, by which a person recognises it. */
  prefix: text("prefix").notNull(),
  scopes: jsonb("scopes").$type<string[]>().notNull(),
  source: text("source"),
  createdBy: text("created_by").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  lastUsedAt: at("last_used_at"),
  expiresAt: at("expires_at"),
  revokedAt: at("revoked_at"),
});

/** Answers kept for a while by `Idempotency-Key`, so that a request sent again changes nothing and is answered the same. */
export const keptAnswer = pgTable(
  "kept_answer",
  {
    actor: text("actor").notNull(),
    key: text("key").notNull(),
    operation: text("operation").notNull(),
    /** Of the operation, the world and the input. */
    fingerprint: text("fingerprint").notNull(),
    /** JSON text, so that it is sent again as it was sent; null while long work is under way. */
    output: text("output"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.actor, t.key] }), index("kept_answer_created").on(t.createdAt)],
);

/**
 * Who did what: written by the platform in the same transaction as the change. Input is kept as field names only. Each row
 * carries a hash over itself and the row before; a trigger refuses changes and deletions.
 */
export const auditEntry = pgTable(
  "audit_entry",
  {
    seq: bigint("seq", { mode: "number" }).primaryKey(),
    at: at("at").notNull().defaultNow(),
    actor: text("actor").notNull(),
    operation: text("operation").notNull(),
    world: text("world").notNull(),
    subject: text("subject"),
    fields: jsonb("fields").$type<string[]>().notNull(),
    /** Null in rows older than the chain. */
    hash: text("hash"),
  },
  (t) => [index("audit_entry_at").on(t.at)],
);
/** The end of the chain, one row: whoever writes holds it, so the chain never forks; a cut-off tail shows against it. */
export const auditHead = pgTable("audit_head", {
  id: integer("id").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: text("hash").notNull(),
});

/** Facts one slice tells the others: written with the change, delivered at least once. */
export const signalOutbox = pgTable("signal_outbox", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  world: text("world").notNull(),
  payload: jsonb("payload").$type<unknown>().notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
  deliveredAt: at("delivered_at"),
});
export const signalDelivery = pgTable(
  "signal_delivery",
  { signalId: uuid("signal_id").notNull(), handler: text("handler").notNull() },
  (t) => [primaryKey({ columns: [t.signalId, t.handler] })],
);

/** Keys of the ingest log. Destroying a key forgets what it encrypted. */
export const logKey = pgTable(
  "log_key",
  {
    id: uuid("id").primaryKey(),
    source: text("source").notNull(),
    subject: text("subject").notNull(),
    key: bytes("key"),
    createdAt: at("created_at").notNull().defaultNow(),
    destroyedAt: at("destroyed_at"),
  },
  (t) => [
    uniqueIndex("log_key_person")
      .on(t.source, t.subject)
      .where(sql`subject <> ''`),
  ],
);

/**
 * The register of erasures: that somebody was forgotten, and never who. Of a person it holds tokens only, by which they are known again
 * when they come back or when an older backup is restored.
 */
export const erasure = pgTable("erasure", {
  id: uuid("id").primaryKey(),
  world: text("world").notNull(),
  reason: text("reason", { enum: ["request", "consent", "purpose", "unlawful"] }).notNull(),
  askedBy: text("asked_by").notNull(),
  askedAt: at("asked_at").notNull(),
  /** How far it has come; each step may be cut off and done again. */
  state: text("state", { enum: ["asked", "events", "records", "done"] }).notNull(),
  doneAt: at("done_at"),
  tokens: jsonb("tokens").$type<string[]>().notNull(),
  proof: jsonb("proof").$type<ErasureProof[]>().notNull(),
});
/** What an erasure found and took out of one store. */
export interface ErasureProof {
  store: "events" | "records" | "log" | "files" | "database";
  deleted: Record<string, number>;
  /** What still names the person there; null where looking means reading every byte again. */
  remaining: number | null;
  /** What could not be done there, as a code. */
  limits: string[];
  at: string;
}
/** Whom an erasure that is under way is about: gone before it is done. */
export const erasureWork = pgTable("erasure_work", {
  erasureId: uuid("erasure_id").primaryKey(),
  keyId: uuid("key_id").notNull(),
  names: jsonb("names").$type<string[]>().notNull(),
  /** What means them wherever it stands. */
  marks: jsonb("marks").$type<string[]>().notNull(),
});

/** Rows that went because their time to be kept was over: of which sources, and up to when. A restored backup loses them again. */
export const retentionRun = pgTable("retention_run", {
  id: uuid("id").primaryKey(),
  world: text("world").notNull(),
  askedBy: text("asked_by").notNull(),
  askedAt: at("asked_at").notNull(),
  /** How far it has come; each step may be cut off and done again. */
  state: text("state", { enum: ["asked", "events", "records", "done"] }).notNull(),
  doneAt: at("done_at"),
  /** `before`: ISO 8601. */
  cuts: jsonb("cuts").$type<{ source: string; before: string }[]>().notNull(),
  /** Rows by source; null until they went. */
  removed: jsonb("removed").$type<Record<string, number> | null>(),
});

export const platformTables = { user, session, account, verification };
