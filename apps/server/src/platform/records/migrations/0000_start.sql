CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"operation" text NOT NULL,
	"world" text NOT NULL,
	"subject" text,
	"fields" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"subject" text NOT NULL,
	"key" "bytea",
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"destroyed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "setup_token" (
	"hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signal_delivery" (
	"signal_id" uuid NOT NULL,
	"handler" text NOT NULL,
	CONSTRAINT "signal_delivery_signal_id_handler_pk" PRIMARY KEY("signal_id","handler")
);
--> statement-breakpoint
CREATE TABLE "signal_outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"world" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "action" (
	"id" uuid PRIMARY KEY NOT NULL,
	"world" text NOT NULL,
	"cell" jsonb NOT NULL,
	"title" text NOT NULL,
	"owner_id" text NOT NULL,
	"goal_line" double precision NOT NULL,
	"due_on" date NOT NULL,
	"baseline" jsonb NOT NULL,
	"state" text NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "channel_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "company_settings" (
	"world" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"currency" text NOT NULL,
	"fiscal_year_start" integer NOT NULL,
	"workdays" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "definition" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"term" text NOT NULL,
	"text" text NOT NULL,
	"owner_id" text,
	"version" integer NOT NULL,
	CONSTRAINT "definition_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"unit_id" text,
	"role" text NOT NULL,
	"customer_id" text,
	CONSTRAINT "person_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "promise" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"text" text NOT NULL,
	"measure" text NOT NULL,
	"stage_id" text,
	"channel_id" text,
	"owner_id" text,
	"from" date NOT NULL,
	CONSTRAINT "promise_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "segment" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	CONSTRAINT "segment_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "stage" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	"order" integer NOT NULL,
	"owner_id" text,
	CONSTRAINT "stage_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "step" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"label" text NOT NULL,
	"stage_id" text,
	"by" text,
	"order" integer NOT NULL,
	CONSTRAINT "step_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"world" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"parent_id" text,
	CONSTRAINT "unit_world_id_pk" PRIMARY KEY("world","id")
);
--> statement-breakpoint
CREATE TABLE "import_run" (
	"id" uuid PRIMARY KEY NOT NULL,
	"source" text NOT NULL,
	"kind" text NOT NULL,
	"file" text NOT NULL,
	"world" text NOT NULL,
	"state" text NOT NULL,
	"read" bigint DEFAULT 0 NOT NULL,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"refused" bigint DEFAULT 0 NOT NULL,
	"already_known" bigint DEFAULT 0 NOT NULL,
	"problems" jsonb NOT NULL,
	"error" text,
	"overlap" bigint,
	"progress" double precision DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upload" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "demo_state" (
	"world" text PRIMARY KEY NOT NULL,
	"seed" bigint NOT NULL,
	"scale" double precision NOT NULL,
	"position" bigint
);
--> statement-breakpoint
CREATE TABLE "cell_life" (
	"world" text NOT NULL,
	"cell" text NOT NULL,
	"life" text NOT NULL,
	"action" jsonb,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "cell_life_world_cell_pk" PRIMARY KEY("world","cell")
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_entry_at" ON "audit_entry" USING btree ("at");--> statement-breakpoint
CREATE INDEX "log_key_subject" ON "log_key" USING btree ("source","subject");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "action_world" ON "action" USING btree ("world");--> statement-breakpoint
CREATE INDEX "import_run_source" ON "import_run" USING btree ("source");