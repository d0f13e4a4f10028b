import { mkdtempSync, rmSync } from "node:fs";
import { open, OPERATOR, readConfig } from "./main.ts";
import { batch } from "./customer/ingest/send-events.ts";
const dir = mkdtempSync("/tmp/h3-");
const app = await open(readConfig({ LOG_LEVEL: "warn" }, { dataDir: dir }));
const actor = { ...OPERATOR, source: "bench" };
const ev = (name: string, n: number, c: number) => ({ type: "track", userId: `customer-${c}`, event: `Step ${n % 12}`, messageId: `${name}-${n}`, timestamp: new Date(1_760_000_000_000 + n * 1000).toISOString(), properties: { stage: `stage-${n % 6}`, channel: n % 2 === 0 ? "web" : "phone", amount: (n % 1000) / 10, currency: "EUR", campaign: "autumn", variant: n % 3 } });
async function run(name: string, total: number, customer: (n: number) => number) {
  const bodies = Array.from({ length: total / 100 }, (_, b) => Buffer.from(JSON.stringify({ batch: Array.from({ length: 100 }, (_1, i) => ev(name, b * 100 + i, customer(b * 100 + i))) })));
  const cpu = process.cpuUsage(); const t = performance.now(); let next = 0; let acc = 0; let pos = 0;
  await Promise.all(Array.from({ length: 16 }, async () => { for (;;) { const bytes = bodies[next++]; if (!bytes) return; const r = await app.call(batch, { actor, world: "own", input: {}, body: { type: "application/json", headers: {}, bytes, params: {} } }) as { accepted: number; position: number }; acc += r.accepted; pos = Math.max(pos, r.position); } }));
  const w = performance.now() - t; const c = process.cpuUsage(cpu); const utime = c.user + c.system;
  await app.events.applied(pos);
  const c2 = process.cpuUsage(cpu);
  console.log(name, acc, "acked wall/s", Math.round(acc / w * 1000), "cpu us/event until acked", (utime / acc).toFixed(1), "until applied", ((c2.user + c2.system) / acc).toFixed(1), "wall applied", Math.round(acc / (performance.now() - t) * 1000), JSON.stringify(app.events.stats()));
}
await run("warm", 5000, (n) => n % 1000);
for (const r of [1, 2, 3]) await run("known" + r, 40000, (n) => n % 1000);
for (const r of [1, 2]) await run("fresh" + r, 40000, (n) => 1e9 + r * 1e8 + n);
await app.close();
rmSync(dir, { recursive: true, force: true });
