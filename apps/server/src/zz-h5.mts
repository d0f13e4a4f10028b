import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openConfigured, readConfig } from "./stores.ts";
import { openApp } from "./platform/app.ts";
import { withBackup, call } from "./platform/backup/filled-server.ts";
const t0 = performance.now();
const say = (...a: unknown[]) => console.log(Math.round(performance.now() - t0), ...a);
const d = mkdtempSync("/tmp/zzh5-");
const config = readConfig({ LOG_LEVEL: "warn" }, { dataDir: join(d, "data") });
const app = await openApp({ stores: await openConfigured(config), slices: withBackup });
say("open");
await call(app, "company.putEntry", { list: "stages", id: "Order", entry: { label: "Order", order: 1 } });
await call(app, "company.putEntry", { list: "people", id: "p1", entry: { name: "P" } });
let n = 0, stopped = false, imports = 0, actions = 0;
const rep = async (p: number, f: (i: number) => Promise<void>) => { for (let i = 0; !stopped; i++) { await f(i); n++; await new Promise((r) => setTimeout(r, p)); } };
const all = [0, 1, 2, 3].map((w) => rep(10, async (i) => void (await call(app, "company.putEntry", { list: "people", id: `w${w}-${i}`, entry: { name: "x" } }))));
all.push(rep(40, async (i) => { await call(app, "accountability.createAction", { cell: { stage: "Order" }, ownerId: "p1", title: `written ${i}`, goalLine: 1, dueOn: "2027-01-01" }); actions++; }));
all.push(rep(5, async (i) => {
  const rows = Array.from({ length: 50 }, (_, k) => `${k % 10},Order,import-${i}-${k}`).join("\n");
  const { upload } = await call<{ upload: string }>(app, "customer.upload", {}, { name: `${i}.csv`, text: `score,stage,customer\n${rows}\n` });
  await call(app, "customer.startImport", { upload, as: "responses", source: `written-${i}` }); imports++;
}));
const timer = setInterval(() => say("n", n, "imports", imports, "actions", actions, app.events.version, app.records.trouble, app.events.trouble), 2000);
await new Promise((r) => setTimeout(r, 6000));
for (let i = 0; i < 3; i++) { say("backup"); await call(app, "backup.create", { file: join(d, `b${i}`) }); say("done"); }
stopped = true; await Promise.all(all); say("stopped", n); clearInterval(timer);
await app.close(); say("closed");
rmSync(d, { recursive: true });
