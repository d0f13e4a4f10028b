import { mkdtempSync, openSync, writeSync, fdatasyncSync, rmSync, closeSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { createLog } from "./platform/log.ts";
import { openEvents } from "./platform/events/client.ts";
const dir = mkdtempSync("/tmp/h2-bench-");
const events = await openEvents({
  dataDir: dir,
  thread: {
    boot: new URL("./platform/boot.mjs", import.meta.url),
    entry: new URL(process.env["ENTRY"] ?? "./platform/events/test-thread.ts", import.meta.url),
  },
  keys: async (ids) => Object.fromEntries(ids.map((id) => [id, new Uint8Array(32)])),
  log: createLog("warn"),
});
const key = new Uint8Array(randomBytes(32));
const payload = Buffer.from(
  JSON.stringify({
    event: "Order Completed",
    userId: "c-12345",
    timestamp: "2026-11-22T10:00:00.000Z",
    properties: { revenue: 12.3, stage: "buy", note: "y".repeat(120) },
  }),
);
const SECONDS = Number(process.argv[2] ?? 6);
let n = 0;
let sent = 0;
const lat: number[] = [];
const run = randomBytes(4).toString("hex");
const cpu0 = process.cpuUsage();
const t0 = performance.now();
await Promise.all(
  Array.from({ length: 16 }, async () => {
    while (performance.now() - t0 < SECONDS * 1000) {
      const records = Array.from({ length: 100 }, () => ({
        type: "small",
        source: "web",
        subject: "c-" + (sent % 1000),
        messageId: `${run}-${sent++}-0123456789abcdef`,
        at: Date.now(),
        keyId: "0190-aaaa-bbbb-cccc",
        key,
        payload,
        settings: {},
        path: null,
        once: true,
      }));
      const s = performance.now();
      await events.appendOnce(records);
      lat.push(performance.now() - s);
      n += 100;
    }
  }),
);
const t1 = performance.now();
const pos = events.stats();
await events.applied(pos.lastPosition);
const t2 = performance.now();
const cpu = process.cpuUsage(cpu0);
lat.sort((a, b) => a - b);
console.log(
  "durable/s",
  Math.round((n / (t1 - t0)) * 1000),
  "p50",
  lat[lat.length >> 1]!.toFixed(1),
  "p99",
  lat[Math.floor(lat.length * 0.99)]!.toFixed(1),
  "applied/s",
  Math.round((n / (t2 - t0)) * 1000),
  "lag at end",
  pos.lastPosition - pos.appliedPosition,
  "syncs",
  pos.appendSyncs,
  "cpu s",
  ((cpu.user + cpu.system) / 1e6).toFixed(1),
);
const count = await events.countBy({ by: [], filter: {} });
console.log(count[0]!.n === n, count[0]!.n, n);
await events.close();
// bare loop
const fh = await open(join(dir, "bare"), "a");
const bytes = Buffer.alloc(100 * 620, 7);
let m = 0;
const b0 = performance.now();
while (performance.now() - b0 < 3000) {
  await fh.write(bytes);
  await fh.datasync();
  m += 100;
}
console.log("bare/s", Math.round((m / (performance.now() - b0)) * 1000));
await fh.close();
rmSync(dir, { recursive: true });
