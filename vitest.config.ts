import { configDefaults, defineConfig } from "vitest/config";

// Packages are imported from source, never from a stale build: the "source" export condition is set in both resolvers.
const conditions = ["source", "module", "node", "development|production"];

/** Long suites (`*.long.test.ts`) run with `npm run test:all`, or one by one with ALL_TESTS=1. */
const long = process.env["ALL_TESTS"] === "1" ? [] : ["**/*.long.test.ts"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/**/src/**/*.test.ts", "scripts/**/*.test.ts", "trials/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...long],
    // No test asserts a time; these only end what hangs, also on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
