CREATE TABLE "source_day" (
	"source" text NOT NULL,
	"day" date NOT NULL,
	"accepted" bigint NOT NULL,
	"refused" bigint NOT NULL,
	"mended" bigint NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "source_day_source_day_pk" PRIMARY KEY("source","day")
);
--> statement-breakpoint
CREATE TABLE "tracking_plan" (
	"source" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"events" jsonb NOT NULL,
	"by" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tracking_violation" (
	"source" text NOT NULL,
	"day" date NOT NULL,
	"event" text NOT NULL,
	"property" text NOT NULL,
	"kind" text NOT NULL,
	"count" bigint NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "tracking_violation_source_day_event_property_kind_pk" PRIMARY KEY("source","day","event","property","kind")
);
