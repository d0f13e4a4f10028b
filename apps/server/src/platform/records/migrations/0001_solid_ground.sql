CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"source" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_key_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"unit_id" text,
	"personal" boolean NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "kept_answer" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"operation" text NOT NULL,
	"fingerprint" text NOT NULL,
	"output" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "kept_answer_actor_key_pk" PRIMARY KEY("actor","key")
);
--> statement-breakpoint
CREATE TABLE "member" (
	"user_id" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"unit_id" text,
	"personal" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_letter" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"message_id" text NOT NULL,
	"verb" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"customer" text,
	"payload" text,
	"bytes" integer NOT NULL,
	"sent_at" timestamp with time zone,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dead_letter_gone" (
	"source" text PRIMARY KEY NOT NULL,
	"count" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_entry" ALTER COLUMN "seq" DROP IDENTITY;--> statement-breakpoint
ALTER TABLE "audit_entry" ADD COLUMN "hash" text;--> statement-breakpoint
ALTER TABLE "upload" ADD COLUMN "import_id" uuid;--> statement-breakpoint
ALTER TABLE "member" ADD CONSTRAINT "member_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kept_answer_created" ON "kept_answer" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letter_message" ON "dead_letter" USING btree ("source","message_id");--> statement-breakpoint
CREATE INDEX "dead_letter_reason" ON "dead_letter" USING btree ("source","reason");--> statement-breakpoint
CREATE INDEX "dead_letter_received" ON "dead_letter" USING btree ("received_at");--> statement-breakpoint
DROP INDEX "log_key_subject";--> statement-breakpoint
CREATE UNIQUE INDEX "log_key_person" ON "log_key" USING btree ("source","subject") WHERE subject <> '';--> statement-breakpoint
ALTER TABLE "demo_state" DROP COLUMN "position";--> statement-breakpoint
INSERT INTO "audit_head" ("id", "seq", "hash") SELECT 1, coalesce(max("seq"), 0), '' FROM "audit_entry";--> statement-breakpoint
INSERT INTO "member" ("user_id", "role", "unit_id", "personal") SELECT "id", 'owner', NULL, true FROM "user";--> statement-breakpoint
CREATE FUNCTION "audit_entry_stays"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit rows are only added'; END $$;--> statement-breakpoint
CREATE TRIGGER "audit_entry_stays" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "audit_entry_stays"();--> statement-breakpoint
CREATE TRIGGER "audit_entry_not_emptied" BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_stays"();
