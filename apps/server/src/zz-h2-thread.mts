import { Session } from "node:inspector/promises";
import { writeFileSync } from "node:fs";
const s = new Session();
s.connect();
await s.post("Profiler.enable");
await s.post("Profiler.start");
setTimeout(async () => {
  const { profile } = await s.post("Profiler.stop");
  writeFileSync("/tmp/h2prof/owner.cpuprofile", JSON.stringify(profile));
}, 12000);
await import("./platform/events/test-thread.ts");
