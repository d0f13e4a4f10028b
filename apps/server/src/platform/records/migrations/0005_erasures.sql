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
ALTER TABLE "import_run" ADD COLUMN "erased" jsonb;