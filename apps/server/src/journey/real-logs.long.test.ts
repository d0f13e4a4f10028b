import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, open, OPERATOR, readConfig } from "../main.ts";
import type { JourneyModel } from "./words.ts";

/** Real event logs and purchase histories nobody here wrote, with figures computed by others (pm4py; Fader and Hardie). */
const SHARED = process.env["COUNTERSEAT_SHARED"] ?? join(import.meta.dirname, "../../../../../shared");
const here = existsSync(join(SHARED, "golden/journey"));
if (!here && process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1") throw new Error(`no real data at ${SHARED}`);
if (!here) process.stdout.write("real logs are not here: set COUNTERSEAT_SHARED to test against them\n");

/**
 * The expected times of BPIC 2012 were computed with its UTC offsets dropped, an hour off across the change of summer
 * time (docs/decisions/2026-11-22-true-instants.md): all counts are exact, ten of its edge means lie within 0.06 %.
 */
const LOGS: readonly (readonly [name: string, file: string, within: number])[] = [
  ["helpdesk", "helpdesk.xes.gz", 1e-6],
  ["receipt", "receipt.csv", 1e-6],
  ["teleclaims", "02_teleclaims.xes.gz", 1e-6],
  ["bpic2012", "bpic2012.xes.gz", 6e-4],
  ["hospital_billing", "hospital_billing.csv.gz", 1e-6],
  ["sepsis", "sepsis.csv.gz", 1e-6],
  ["traffic_fines", "traffic_fines.csv.gz", 1e-6],
];

interface Golden {
  readonly n_events: number;
  readonly n_cases: number;
  readonly n_variants: number;
  readonly activities: Record<string, number>;
  readonly dfg: readonly (readonly [string, string, number])[];
  readonly start_activities: Record<string, number>;
  readonly end_activities: Record<string, number>;
  readonly performance_dfg_s: readonly (readonly [string, string, { mean: number; median: number }])[];
}

describe.skipIf(!here)("real files, imported and mined", () => {
  let app: App;
  const dataDir = mkdtempSync(join(tmpdir(), "counterseat-real-"));
  beforeAll(async () => {
    app = await open(readConfig({ COUNTERSEAT_LOG_LEVEL: "silent" }, { dataDir }));
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function call<T>(name: string, input: object, file?: string): Promise<T> {
    const op = app.operations.find((o) => o.name === name);
    if (op === undefined) throw new Error(`no operation ${name}`);
    const incoming = file === undefined ? {} : { file: { name: basename(file), stream: createReadStream(file) } };
    return app.call(op, { actor: OPERATOR, world: "own", input, ...incoming }) as Promise<T>;
  }

  async function bring(file: string, as: string, source: string) {
    const { upload } = await call<{ upload: string }>("customer.upload", {}, file);
    const { id } = await call<{ id: string }>("customer.startImport", { upload, as, source });
    const run = () =>
      call<{ state: string; read: number; accepted: number; refused: number; alreadyKnown: number }>("customer.getImport", { id });
    await expect.poll(async () => (await run()).state, { timeout: 120_000 }).toBe("done");
    const { read, accepted, refused, alreadyKnown } = await run();
    return { read, accepted, refused, alreadyKnown };
  }

  for (const [name, file, within] of LOGS) {
    it(`${file}: events, cases, steps, variants, every edge, starts and ends`, { timeout: 180_000 }, async () => {
      const golden = JSON.parse(readFileSync(join(SHARED, `golden/journey/${name}.json`), "utf8")) as Golden;
      const counts = await bring(join(SHARED, "data/journey", file), "events", name);
      expect(counts).toEqual({ read: golden.n_events, accepted: golden.n_events, refused: 0, alreadyKnown: 0 });
      const model = await call<JourneyModel>("journey.getModel", { log: name });
      expect([model.events, model.cases, model.variants]).toEqual([golden.n_events, golden.n_cases, golden.n_variants]);
      expect(new Set(model.activities)).toEqual(new Set(Object.keys(golden.activities)));
      expect(model.starts).toEqual(golden.start_activities);
      expect(model.ends).toEqual(golden.end_activities);
      const key = (from: string, to: string) => JSON.stringify([from, to]);
      expect(new Map(model.edges.map((e) => [key(e.from, e.to), e.count]))).toEqual(new Map(golden.dfg.map(([a, b, n]) => [key(a, b), n])));
      const times = new Map(golden.performance_dfg_s.map(([a, b, stats]) => [key(a, b), stats]));
      for (const edge of model.edges) {
        const expected = times.get(key(edge.from, edge.to));
        for (const figure of ["mean", "median"] as const) {
          const want = expected?.[figure] ?? Number.NaN;
          expect(Math.abs(edge[figure] - want), `${edge.from} → ${edge.to} ${figure}: ${edge[figure]} against ${want}`).toBeLessThanOrEqual(
            within * Math.max(1, want),
          );
        }
      }
    });
  }

  for (const [file, rows, customers] of [
    ["CDNOW_master.txt", 69_659, 23_570],
    ["CDNOW_sample.txt", 6_919, 2_357],
  ] as const) {
    it(
      `${file}: ${rows} transactions of ${customers} customers, equal rows are real, the second time changes nothing`,
      { timeout: 120_000 },
      async () => {
        const path = join(SHARED, "data/customer-math", file);
        expect(await bring(path, "transactions", file)).toEqual({ read: rows, accepted: rows, refused: 0, alreadyKnown: 0 });
        expect(await bring(path, "transactions", file)).toEqual({ read: rows, accepted: 0, refused: 0, alreadyKnown: rows });
        const { sources } = await call<{ sources: { name: string; rows: number; customers: number }[] }>("customer.listSources", {});
        expect(sources.find((s) => s.name === file)).toMatchObject({ rows, customers });
      },
    );
  }
});
