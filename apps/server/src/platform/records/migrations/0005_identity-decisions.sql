CREATE TABLE "identity_decision" (
	"world" text NOT NULL,
	"a" text NOT NULL,
	"b" text NOT NULL,
	"verdict" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"linked" boolean DEFAULT false NOT NULL,
	"taken_back" boolean DEFAULT false NOT NULL,
	CONSTRAINT "identity_decision_world_a_b_pk" PRIMARY KEY("world","a","b")
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
