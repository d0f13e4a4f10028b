import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { eventsCsv, importBaselines, importing } from "./import-speed.ts";
import { percentile, rounded, summary, times } from "./measure.ts";
import { sampleLoading } from "./sample-speed.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const ROUNDS = 40;
const DAY_MS = 86_400_000;

/**
 * What a newcomer waits for in the first ten minutes: an own file, the sample company, the board and the ledger. Cold is a question
 * nobody asked before (another period each time), warm the same one again. Plain SQL over the same rows stands beside it.
 */
export async function bench(): Promise<unknown> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-bench-"));
  try {
    const csv = join(dir, "events.csv");
    writeFileSync(csv, eventsCsv());
    const fresh = await startServer(join(dir, "own"));
    const imported = await importing(fresh, csv);
    await fresh.stop();
    const server = await startServer(join(dir, "sample"));
    const load = await sampleLoading(server);
    const pages = await pageTimes(server);
    await server.stop();
    return {
      import: { ...imported, target: 100_000, baselines: await importBaselines(csv, dir) },
      sample: { ...load, limitSeconds: 30 },
      ...pages,
      plainSql: await plainSql(csv, dir),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function pageTimes(server: ServerProcess): Promise<object> {
  const asked = {
    board: { path: "/api/v1/gap/board?world=sample", fresh: (day: string) => `&to=${day}` },
    statement: { path: "/api/v1/asset/statement?world=sample", fresh: (day: string) => `&asOf=${day}` },
    ledger: { path: "/api/v1/asset/ledger?world=sample&basis=subscriptions&period=month", fresh: (day: string) => `&asOf=${day}` },
  };
  const found: Record<string, object> = {};
  for (const [name, { path, fresh }] of Object.entries(asked)) {
    let i = 0;
    const day = () => new Date(Date.UTC(2026, 8, 30) - i++ * DAY_MS).toISOString().slice(0, 10);
    await server.get(path);
    const cold = await times(ROUNDS, () => server.get(path + fresh(day())));
    const warm = await times(ROUNDS, () => server.get(path));
    found[name] = {
      coldP95Ms: { value: rounded(percentile(cold, 0.95)), limit: 300 },
      warmP95Ms: { value: rounded(percentile(warm, 0.95)), limit: 100 },
    };
  }
  return found;
}

/** The simplest grouping a database could do over a million rows of ours, with nothing around it. */
async function plainSql(csv: string, dir: string): Promise<object> {
  const instance = await DuckDBInstance.create(join(dir, "plain.duckdb"), { threads: "2" });
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${csv}')`);
  const sql = "SELECT activity, channel, count(*), count(DISTINCT case_id), avg(amount) FROM t GROUP BY ALL";
  const took = await times(5, () => connection.runAndReadAll(sql));
  connection.closeSync();
  instance.closeSync();
  return { groupAMillionRowsMs: rounded(summary(took).median) };
}
