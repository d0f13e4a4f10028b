import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { eventsCsv, importBaselines, importing } from "./import-speed.ts";
import { percentile, rounded, times } from "./measure.ts";
import { sampleLoading } from "./sample-speed.ts";
import { type ServerProcess, startServer } from "./server-process.ts";

const ROUNDS = 40;

/**
 * The headline of the walking skeleton. Every figure of ours stands beside a plain baseline taken in the same run on the
 * same machine, or beside the limit it must keep.
 */
export async function bench(): Promise<unknown> {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-bench-"));
  try {
    const csv = join(dir, "events.csv");
    writeFileSync(csv, eventsCsv());
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
