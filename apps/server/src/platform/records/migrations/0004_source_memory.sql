CREATE TABLE "source_memory" (
	"world" text NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"settled" jsonb NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "source_memory_world_source_kind_pk" PRIMARY KEY("world","source","kind")
);
--> statement-breakpoint
ALTER TABLE "import_run" ADD COLUMN "money" jsonb;--> statement-breakpoint
ALTER TABLE "import_run" ADD COLUMN "withdrawn_at" timestamp with time zone;