CREATE TABLE "cause" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	"demand" text NOT NULL,
	"unit_id" text,
	CONSTRAINT "cause_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"text" text NOT NULL,
	"saves" text NOT NULL,
	"owner_id" text,
	"from" date NOT NULL,
	"step_id" text,
	"step_kind" text,
	CONSTRAINT "policy_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
ALTER TABLE "promise" ADD COLUMN "start_step" text;--> statement-breakpoint
ALTER TABLE "promise" ADD COLUMN "start_kind" text;--> statement-breakpoint
ALTER TABLE "promise" ADD COLUMN "kept_by" text;--> statement-breakpoint
ALTER TABLE "promise" ADD COLUMN "kept_step" text;--> statement-breakpoint
ALTER TABLE "promise" ADD COLUMN "hours" double precision;--> statement-breakpoint
ALTER TABLE "step" ADD COLUMN "unit_id" text;--> statement-breakpoint
ALTER TABLE "step" ADD COLUMN "work" text;--> statement-breakpoint
ALTER TABLE "step" ADD COLUMN "minutes" double precision DEFAULT 0 NOT NULL;