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
