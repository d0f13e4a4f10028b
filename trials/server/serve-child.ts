import { writeSync } from "node:fs";
import { open, readConfig } from "../../apps/server/src/main.ts";
import { start } from "../../apps/server/src/serve.ts";

/** The product in a process of its own, without building the pages first: a trial asks its interface, and starts it hundreds of times. */
const [dataDir = "", webDir = ""] = process.argv.slice(2);
// A test runner sets names like BASE_URL for purposes of its own: only what is plainly meant for the product counts.
const settings = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("COUNTERSEAT_")));
const app = await open(readConfig(settings, { dataDir }));
const running = await start(app, webDir === "" ? null : webDir);
writeSync(1, `${JSON.stringify({ url: running.url, setupUrl: running.setupUrl })}\n`);
// A trial asks so for a snapshot, which nobody else can have at a moment of their choice.
process.on("SIGUSR2", () => void app.events.snapshot().catch(() => undefined));
await new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
});
await running.close();
