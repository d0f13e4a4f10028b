CREATE TABLE "erasure" (
	"id" uuid PRIMARY KEY NOT NULL,
	"world" text NOT NULL,
	"reason" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"done_at" timestamp with time zone,
	"tokens" jsonb NOT NULL,
	"proof" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasure_work" (
	"erasure_id" uuid PRIMARY KEY NOT NULL,
	"key_id" uuid NOT NULL,
	"names" jsonb NOT NULL,
	"marks" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"world" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"connector" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed" text,
	"address_hash" text,
	"kind" text,
	"map" jsonb NOT NULL,
	"timezone" text,
	"overlap" text NOT NULL,
	"every_minutes" integer,
	"cursor" jsonb,
	"under_way" jsonb,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"imports" jsonb NOT NULL,
	"failure" jsonb,
	"failures" integer NOT NULL,
	"next_at" timestamp with time zone,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "connection_address_hash_unique" UNIQUE("address_hash")
);
--> statement-breakpoint
CREATE TABLE "identity_decision" (
	"world" text NOT NULL,
	"told_a" text NOT NULL,
	"told_b" text NOT NULL,
	"verdict" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"linked" boolean DEFAULT false NOT NULL,
	"taken_back" boolean DEFAULT false NOT NULL,
	CONSTRAINT "identity_decision_world_told_a_told_b_pk" PRIMARY KEY("world","told_a","told_b")
);
--> statement-breakpoint
CREATE TABLE "identity_run" (
	"world" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"error" text,
	"trust" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"digest" text,
	"report" jsonb
);
--> statement-breakpoint
ALTER TABLE "import_run" ADD COLUMN "erased" jsonb;--> statement-breakpoint
CREATE INDEX "connection_next" ON "connection" USING btree ("next_at");