ALTER TABLE "demo_state" ADD COLUMN "import" text DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE "demo_state" SET "import" = 'demo-' || "world";
