import { mkdtempSync, rmSync } from "node:fs";
import { openRecords } from "./platform/records/open.ts";
import { createLog } from "./platform/log.ts";
import { storageFault } from "./platform/storage-faults.ts";
const dataDir = mkdtempSync("/tmp/h1/d-");
const plan: any = { what: "", at: [], seen: 0, hits: 0 };
const f = (what: string) => () => { if (plan.what !== what) return; plan.seen++; if (plan.seen !== plan.at[0]) return; plan.at.shift(); plan.seen = 0; plan.hits++; console.log("HIT", what, plan.hits); throw storageFault("ENOSPC"); };
const r = await openRecords({ dataDir, log: createLog("info"), faults: { beforeWrite: f("w"), beforeSync: f("s") } });
await r.executor.executeSql("create table t (n int primary key, x text)");
let n = 0;
for (const what of ["w", "s"]) for (const again of (process.argv[2] ?? "1,2,3,5,8,13,21").split(",").map(Number)) {
  Object.assign(plan, { what, at: [3, again], seen: 0, hits: 0 });
  console.log("---", what, again);
  for (let i = 0; i < 8; i++) { n++; try { await r.transaction(async (tx) => { await tx.execute(`insert into t values (${n}, repeat('x', 300))`); }); } catch (e: any) { console.log("err", e.message, r.trouble?.code);
    const t = Date.now(); while (r.trouble !== null) { await new Promise((x) => setTimeout(x, 20)); if (Date.now() - t > 45000) { console.log("STUCK", plan); process.exit(1); } } console.log("well after", Date.now() - t, "hits", plan.hits, plan.seen); } }
}
await r.close(); console.log("exit code", process.exitCode); rmSync(dataDir, { recursive: true });
