import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog } from "../apps/server/src/platform/log.ts";
import type { Records } from "../apps/server/src/platform/records/contract.ts";
import { openRecords } from "../apps/server/src/platform/records/open.ts";
import { installPostgres } from "../scripts/install-postgres.ts";
import { startPostgres } from "../scripts/postgres.ts";
import { rounded, summary } from "./measure.ts";

const ROUNDS = 5;
const SINGLE = 300;
const BATCH = 5000;
const POINTS = 600;

/** The record store on both of its drivers, side by side in one run, both syncing every commit to the same disk. */
export async function bench(): Promise<unknown> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-bench-"));
  const server = installPostgres((line) => console.error(line)) ? await startPostgres(["fsync=on", "synchronous_commit=on"]) : null;
  const log = createLog("silent");
  const stores: { name: string; records: Records }[] = [];
  try {
    const open = async (name: string, databaseUrl: string | null) =>
      stores.push({ name, records: await openRecords({ dataDir: join(dir, name), log, databaseUrl }) });
    await open("pglite", null);
    if (server !== null) await open("postgresql", server.url);
    const found: Record<string, Record<string, number[]>> = {};
    for (const { records } of stores) {
      await records.executor.executeSql("CREATE TABLE bench (id int PRIMARY KEY, at timestamptz NOT NULL, text text NOT NULL)");
    }
    // Turn about, so that whatever else the machine does meets both.
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, records } of stores) {
        for (const [what, perSecond] of Object.entries(await measure(records, round))) ((found[what] ??= {})[name] ??= []).push(perSecond);
      }
    }
    return Object.fromEntries(Object.entries(found).map(([what, drivers]) => [what, row(drivers)]));
  } finally {
    for (const { records } of stores) await records.close();
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function measure(records: Records, round: number): Promise<Record<string, number>> {
  const base = round * (SINGLE + BATCH);
  const insert = "INSERT INTO bench SELECT n, now(), repeat('t', 100) FROM unnest($1::int[]) n";
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const rate = async (count: number, work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    return (count / (performance.now() - started)) * 1000;
  };
  return {
    transactionsPerSecond: await rate(SINGLE, async () => {
      for (const id of ids(base, SINGLE)) await records.transaction(() => records.executor.executeSql(insert, [[id]]));
    }),
    rowsInBatchesOf1000PerSecond: await rate(BATCH, async () => {
      for (let from = 0; from < BATCH; from += 1000) await records.executor.executeSql(insert, [ids(base + SINGLE + from, 1000)]);
    }),
    pointReadsPerSecond: await rate(POINTS, async () => {
      for (let i = 0; i < POINTS; i++) await records.executor.executeSql("SELECT * FROM bench WHERE id = $1", [base + ((i * 17) % SINGLE)]);
    }),
  };
}

function row(drivers: Record<string, number[]>): object {
  const of = (name: string) => {
    const values = drivers[name];
    if (values === undefined) return null;
    const { median, low, high } = summary(values);
    return { median: Math.round(median), low: Math.round(low), high: Math.round(high) };
  };
  const [pglite, postgresql] = [of("pglite"), of("postgresql")];
  return { pglite, postgresql, timesPglite: pglite === null || postgresql === null ? null : rounded(postgresql.median / pglite.median, 2) };
}
