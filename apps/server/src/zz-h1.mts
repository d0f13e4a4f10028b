import { mkdtempSync, rmSync, fsyncSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
const ERR: Record<string, number> = { ENOSPC: 51, EIO: 29, EMFILE: 33 };
class FS extends NodeFS {
  n = 0; s = 0; failWrite = 0; failSync = 0; code = "ENOSPC"; frozen = false; aborted: string | null = null; log: string[] = [];
  override async init(...args: any[]): Promise<any> {
    const r = await (NodeFS.prototype.init as any).apply(this, args);
    const o = r.emscriptenOpts;
    o.onAbort = (w: unknown) => { this.aborted = String(w); this.log.push("abort " + w); };
    o.preRun = [...o.preRun, (mod: any) => {
      const ops = mod.NODEFS.stream_ops; const write = ops.write;
      ops.write = (st: any, ...a: any[]) => {
        if (this.frozen) { this.log.push("frozen write"); throw new mod.FS.ErrnoError(29); }
        if (++this.n === this.failWrite) { this.frozen = true; this.log.push("fail write " + st.path); throw new mod.FS.ErrnoError(ERR[this.code]); }
        return write(st, ...a);
      };
      ops.fsync = (st: any) => {
        if (this.frozen) { this.log.push("frozen sync"); throw new mod.FS.ErrnoError(29); }
        if (++this.s === this.failSync) { this.frozen = true; this.log.push("fail sync " + st.path); throw new mod.FS.ErrnoError(ERR[this.code]); }
        fsyncSync(st.nfd); return 0;
      };
    }];
    return r;
  }
}
const START = [...PGlite.defaultStartParams.filter((p) => p !== "-F"), "-c", "wal_sync_method=fsync"];
const dir = mkdtempSync("/tmp/h1/pg-");
let t = performance.now();
const lap = (w: string) => { console.log(w, Math.round(performance.now() - t)); t = performance.now(); };
const open = async () => { const fs = new FS(dir); const c = await PGlite.create({ fs, startParams: START, onStderr: (x: string) => { fs.log.push("E:" + x); return false; } } as any); return { fs, c }; };
let { fs, c } = await open(); lap("initdb");
await c.exec("create table t(n int primary key, v text)");
for (const [kind, at] of [["w", 1], ["w", 2], ["s", 1], ["w", 5],["s",2]] as const) {
  const base = Number((await c.query<any>("select coalesce(max(n),0) n from t")).rows[0].n);
  if (kind === "w") fs.failWrite = fs.n + at; else fs.failSync = fs.s + at;
  let acked = base;
  for (let i = base + 1; i < base + 50; i++) {
    try { await c.transaction(async (tx) => { await tx.query("insert into t values ($1,$2)", [i, "x".repeat(3000)]); }); acked = i; }
    catch (e: any) { console.log(kind, at, "error at", i - base, e.name, e.message, e.code, e.severity, "cause", e.cause?.message); break; }
  }
  try { console.log("after", (await c.query("select count(*) n from t")).rows); } catch (e: any) { console.log("after err", e.name, e.message, e.code); }
  console.log(fs.log.slice(-12));
  lap("x");
  fs.log = [];
  ({ fs, c } = await open()); lap("reopen");
  console.log("acked", acked, (await c.query("select max(n) m, count(*) c from t")).rows, process.memoryUsage().rss / 1e6 | 0);
}
await c.close();
rmSync(dir, { recursive: true });
