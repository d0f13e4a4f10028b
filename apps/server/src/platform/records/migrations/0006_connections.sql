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
CREATE INDEX "connection_next" ON "connection" USING btree ("next_at");