import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { percentile, rounded, summary, times } from "./measure.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const ROWS = 1_000_000;
const ROUNDS = 40;

/**
 * The headline of the walking skeleton. Every figure of ours stands beside a plain baseline taken in the same run on the
 * same machine, or beside the limit it must keep.
 */
export async function bench(): Promise<unknown> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-bench-"));
  try {
    const csv = join(dir, "events.csv");
    writeFileSync(csv, events());
    const dataDir = join(dir, "data");
    const fresh = await startServer(dataDir);
    const imported = await importing(fresh, csv);
    await fresh.stop();

    const loading = await startServer(join(dir, "sample"));
    const load = await sampleLoading(loading);
    await loading.stop();
    const again = await startServer(join(dir, "sample"));
    await again.get("/api/v1/gap/board?world=sample");
    await again.get("/api/v1/journey/map?world=sample");
    const afterViews = again.memory().now;
    const pages = await pageTimes(again);
    await again.stop();
    const idle = await startServer(join(dir, "sample"));
    await setTimeout(3000);
    const memory = idle.memory().now;
    await idle.stop();

    return {
      import: { ...imported, baselines: await importBaselines(csv, dir) },
      sample: {
        ...load,
        memoryAfterRestartMb: { value: memory, limit: 700 },
        memoryAfterBoardAndMapMb: afterViews,
        startAgainMs: { value: rounded(idle.startedAfterMs, 0), limit: 5000 },
      },
      pages,
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function importing(server: ServerProcess, csv: string): Promise<object> {
  const { readFileSync } = await import("node:fs");
  const { upload } = await server.upload<{ upload: string }>("/api/v1/uploads", "events.csv", readFileSync(csv));
  const waits: number[] = [];
  let running = true;
  const watching = (async () => {
    while (running) {
      const started = performance.now();
      await fetch(`${server.url}/livez`);
      waits.push(performance.now() - started);
      await setTimeout(10);
    }
  })();
  const started = performance.now();
  let run = await server.send<{ id: string; state: string; accepted: number }>("POST", "/api/v1/imports", {
    upload,
    as: "events",
    source: "bench",
  });
  while (run.state === "waiting" || run.state === "reading") {
    await setTimeout(100);
    run = await server.get(`/api/v1/imports/${run.id}`);
  }
  const seconds = (performance.now() - started) / 1000;
  running = false;
  await watching;
  if (run.accepted !== ROWS) throw new Error(`only ${run.accepted} of ${ROWS} rows were accepted (${run.state})`);
  return {
    rowsPerSecond: Math.round(ROWS / seconds),
    livezP99Ms: { value: rounded(percentile(waits, 0.99)), limit: 50, asked: waits.length },
    peakMemoryMb: server.memory().peak,
  };
}

async function sampleLoading(server: ServerProcess): Promise<object> {
  const started = performance.now();
  let state = await server.send<{ loaded: boolean; counts: Record<string, number> }>("POST", "/api/v1/demo", { seed: 7, scale: 1 });
  while (!state.loaded) {
    await setTimeout(100);
    state = await server.get("/api/v1/demo");
  }
  return {
    rows: state.counts,
    loadSeconds: rounded((performance.now() - started) / 1000),
    peakWhileLoadingMb: { value: server.memory().peak, limit: 1200 },
  };
}

async function pageTimes(server: ServerProcess): Promise<object> {
  const board = await times(ROUNDS, () => server.get("/api/v1/gap/board?world=sample"));
  let i = 0;
  // Every request another slider position, so that no answer is a stored one.
  const map = await times(ROUNDS, () => server.get(`/api/v1/journey/map?world=sample&steps=${0.3 + (i++ % ROUNDS) / 100}&paths=0.5`));
  const live = await times(ROUNDS, () => server.get("/version"));
  const floor = percentile(live, 0.95);
  const row = (ms: number[]) => ({
    p95Ms: rounded(percentile(ms, 0.95)),
    medianMs: rounded(percentile(ms, 0.5)),
    timesAnEmptyRequest: rounded(percentile(ms, 0.95) / floor),
  });
  return { board: row(board), map: row(map), emptyRequest: { p95Ms: rounded(floor, 2) } };
}

/** What the machine does without us: reading lines, and a database's own loader without checks, refusals or a log. */
async function importBaselines(csv: string, dir: string): Promise<object> {
  const lines = await times(5, async () => {
    let n = 0;
    for await (const line of createInterface({ input: createReadStream(csv) })) n += line.length;
    return n;
  });
  const loader = await times(5, async () => {
    const instance = await DuckDBInstance.create(join(dir, `${crypto.randomUUID()}.duckdb`), { threads: "2" });
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE t AS SELECT * FROM read_csv('${csv}')`);
    connection.closeSync();
    instance.closeSync();
  });
  const perSecond = (ms: number) => Math.round((ROWS / ms) * 1000);
  return { readlineRowsPerSecond: perSecond(summary(lines).median), duckdbReadCsvRowsPerSecond: perSecond(summary(loader).median) };
}

function events(): string {
  const steps = ["asked", "answered", "transferred", "solved", "closed", "reopened", "called", "paid"];
  const rows = ["case_id,activity,timestamp,resource,channel,amount"];
  for (let i = 0; i < ROWS; i++) {
    const c = Math.floor(i / 8);
    rows.push(
      `C-${c},${steps[i % 8]},${new Date(1_700_000_000_000 + c * 60_000 + (i % 8) * 3_600_000).toISOString()},R${c % 300},${c % 2 === 0 ? "web" : "phone"},${(i % 1000) / 10}`,
    );
  }
  return rows.join("\n");
}
