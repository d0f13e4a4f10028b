import { setTimeout } from "node:timers/promises";
import { rounded } from "./measure.ts";
import type { ServerProcess } from "./server-process.ts";

/** The sample company at full size, from the click to the last row. */
export async function sampleLoading(server: ServerProcess): Promise<object> {
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
