import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./apps/server/src/platform/records/tables.ts",
    "./apps/server/src/*/tables.ts",
    "./apps/server/src/customer/*/tables.ts",
    "./apps/server/src/journey/*/tables.ts",
  ],
  out: "./apps/server/src/platform/records/migrations",
});
