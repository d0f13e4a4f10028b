import { writeSync } from "node:fs";
import { open, readConfig } from "./main.ts";
import { untilStopped } from "./platform/stop-signal.ts";
import { start } from "./serve.ts";

/** For the test of stopping: the server as `counterseat start` runs it, but without pages. Tells its address on one line. */
const app = await open(readConfig({ LOG_LEVEL: "silent", PORT: "0", RATE_PER_MINUTE: "0" }, { dataDir: process.argv[2] ?? "" }));
const running = await start(app, null);
const say = (line: string) => void writeSync(1, `${line}\n`);
const stopped = untilStopped(say);
say(JSON.stringify({ url: running.url, setupUrl: running.setupUrl }));
await stopped;
await running.close();
