const here = (path: string) => new URL(path, import.meta.url);
const boot = here("./platform/boot.mjs");

/** Where the threads begin. A built program has other places for them: apps/cli/src/build-program.ts. */
export const threads = {
  events: { boot, entry: here("./events-thread.ts") },
  compute: { boot, entry: here("./compute-thread.ts") },
};
