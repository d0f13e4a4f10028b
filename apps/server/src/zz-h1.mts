import { mkdtempSync, rmSync, readFileSync } from "node:fs";
import postgres from "postgres";
import { sql, eq } from "drizzle-orm";
import { openRecords } from "./platform/records/open.ts";
import { createLog } from "./platform/log.ts";
import { installation, logKey, session, user } from "./platform/records/tables.ts";
const url = readFileSync("/tmp/h1/pg-url", "utf8");
const admin = postgres(url, { max: 1, onnotice: () => undefined });
await admin.unsafe("DROP DATABASE IF EXISTS zz WITH (FORCE)");
await admin.unsafe("CREATE DATABASE zz");
const db = url.replace(/postgres$/, "zz");
const dataDir = mkdtempSync("/tmp/h1/d-");
const log = createLog("info");
const r = await openRecords({ dataDir, log, databaseUrl: db });
console.log(r.driver, r.schemaVersion, r.trouble, await r.ping());
await openRecords({ dataDir, log, databaseUrl: db }).catch((e) => console.log("second:", e.code, e.message, e.fix));
console.log(
  await r.transaction(async (tx) => {
    await tx.insert(installation).values({ key: "a", value: "1" });
    return tx.select().from(installation);
  }),
);
console.log(
  (
    await r.executor.executeSql(
      "select 9007199254740993::int8 b, 1::int8 c, now() t, '\\x01'::bytea y, '{\"a\":1}'::jsonb j, true b2, $1::text[] arr, $2::timestamptz d, $3::jsonb o",
      [["x", "y"], new Date(0), { q: 1 }],
    )
  ).rows,
);
await admin.unsafe("select pg_terminate_backend(pid) from pg_stat_activity where datname='zz'");
console.log("trouble now", r.trouble);
await new Promise((x) => setTimeout(x, 20));
console.log("trouble 20ms", r.trouble);
await r
  .transaction(async (tx) => {
    await tx.insert(installation).values({ key: "b", value: "1" });
  })
  .catch((e) => console.log("write:", e.name, e.message, e.status));
await new Promise((x) => setTimeout(x, 1500));
console.log("trouble later", r.trouble);
// killed in the middle of a transaction
const pidOf = async () =>
  (await admin.unsafe("select pid from pg_stat_activity where datname='zz' and state='idle in transaction'"))[0]?.pid;
await r
  .transaction(async (tx) => {
    await tx.insert(installation).values({ key: "half", value: "1" });
    const pid = await pidOf();
    await admin.unsafe("select pg_terminate_backend($1)", [pid]);
    await new Promise((x) => setTimeout(x, 50));
    await tx
      .insert(installation)
      .values({ key: "half2", value: "1" })
      .catch((e) => console.log("in tx:", e.cause?.message));
  })
  .catch((e) => console.log("tx:", e.name, e.message, e.status));
await r.db
  .select()
  .from(installation)
  .then(
    (x) => console.log("read in trouble", x.length),
    (e) => console.log("read err", e.message, e.status),
  );
await new Promise((x) => setTimeout(x, 1500));
console.log(r.trouble, await r.db.select().from(installation));
await r.db
  .insert(installation)
  .values({ key: "a", value: "1" })
  .catch((e) => console.log("dup", e.name, e.cause?.code, r.trouble));
console.log(await r.snapshot(async (read) => read("select count(*) n from installation")));
console.log(await r.db.select({ n: sql<number>`count(*)` }).from(installation), await r.db.execute(sql`select 1 one`));
await r.close();
await admin.end();
rmSync(dataDir, { recursive: true });
