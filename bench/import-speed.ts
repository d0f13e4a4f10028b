import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { percentile, rounded, summary, times } from "./measure.ts";
import type { ServerProcess } from "./server-process.ts";

const ROWS = 1_000_000;

/** A million events through the product, from the upload to the last row kept, while somebody asks whether it lives. */
export async function importing(server: ServerProcess, csv: string): Promise<object> {
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

/** What the machine does without us: reading lines, and a database's own loader without checks, refusals or a log. */
export async function importBaselines(csv: string, dir: string): Promise<object> {
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

/** Eight steps a case, in order of cases. */
export function eventsCsv(): string {
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
