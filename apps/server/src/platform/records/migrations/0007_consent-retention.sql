CREATE TABLE "retention_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"world" text NOT NULL,
	"asked_by" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"done_at" timestamp with time zone,
	"cuts" jsonb NOT NULL,
	"removed" jsonb
);
--> statement-breakpoint
CREATE TABLE "purpose" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"place" integer NOT NULL,
	"name" text NOT NULL,
	"what" text NOT NULL,
	"basis" text NOT NULL,
	"by_default" text NOT NULL,
	"uses" jsonb NOT NULL,
	"told_as" jsonb NOT NULL,
	CONSTRAINT "purpose_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "turned_away" (
	"source" text PRIMARY KEY NOT NULL,
	"events" bigint NOT NULL,
	"last" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "retention" (
	"world" text NOT NULL,
	"source" text NOT NULL,
	"months" integer NOT NULL,
	CONSTRAINT "retention_world_source_pk" PRIMARY KEY("world","source")
);
--> statement-breakpoint
ALTER TABLE "import_run" ADD COLUMN "expired" jsonb;