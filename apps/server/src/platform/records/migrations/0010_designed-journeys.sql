CREATE TABLE "designed_journey" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"removed" boolean NOT NULL,
	"content" jsonb NOT NULL,
	"by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "designed_journey_world_id_version_pk" PRIMARY KEY("world","id","version")
);
