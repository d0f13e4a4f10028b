import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  append,
  caseTimes,
  compact,
  countEdges,
  countVariants,
  csvReader,
  edgeTimes,
  type Engine,
  loadEngine,
  openEngine,
  projectEdges,
  saveEngine,
  casesContaining,
  sizeOf,
} from "@counterseat/journey";
import { STEPS, writeLog } from "./journey-log.ts";
import { type Answers, sqlAnswers } from "./journey-sql.ts";
import { cpuOf, rounded, summary } from "./measure.ts";

const ROUNDS = 5;
const MILLION = 1_000_000;
/** Paths on a full screen, each with median and 90th percentile. */
const ON_SCREEN = 120;
const CONTAINED = "Activity 07";

/**
 * `npm run bench -- journey [MILLIONS]`: the journey engine on synthetic events (10 million unless told), CPU milliseconds on one thread, median of
 * five. The same questions to DuckDB on one thread in the same run, whose answers must be equal, and what the memory could do at best.
 */
export async function bench(): Promise<unknown> {
  const millions = Number(process.argv.slice(3).find((word) => /^[\d.]+$/.test(word)) ?? 10);
  const dir = mkdtempSync(join(tmpdir(), "counterseat-bench-"));
  try {
    const csv = join(dir, "log.csv");
    const csvBytes = writeLog(csv, millions * MILLION);
    const opening = await cpuOf(millions > 20 ? 1 : ROUNDS, () => openCsv(csv));
    const engine = opening.result;
    const { events, cases, bytes } = sizeOf(engine);
    const asked = await askEngine(engine);
    const sql = await sqlAnswers(csv, { contained: CONTAINED, rounds: millions > 20 ? 1 : ROUNDS });
    refuseDifference(asked.answers, sql.answers);
    const gigabytesPerSecond = await bandwidth();
    const floor = (bytesPerEvent: number) => rounded((bytesPerEvent * events) / gigabytesPerSecond / MILLION, 2);
    return {
      log: { events, cases, variants: asked.answers.variants, csvMegabytes: Math.round(csvBytes / MILLION) },
      bytesPerEvent: rounded(bytes / events, 2),
      cpuMs: {
        csvToQueryable: { engine: summary(opening.cpu), duckdb: summary(sql.load), limit: millions === 10 ? 4000 : null },
        edgesWithMean: {
          engine: summary(asked.cpu.edges),
          duckdbOnLinkedTable: summary(sql.edges),
          duckdbWindow: summary(sql.edgesByWindow),
          memoryFloor: floor(6),
          limit: millions === 10 ? 15 : null,
        },
        filterEdgesVariantsTimes: {
          engine: summary(asked.cpu.filtered),
          duckdb: summary(sql.filtered),
          limit: millions === 10 ? 60 : null,
        },
        exactMedians: {
          paths: ON_SCREEN,
          engine: summary(asked.cpu.medians),
          duckdb: summary(sql.medians),
          memoryFloor: floor(12),
          limit: millions === 10 ? 150 : null,
        },
        variants: { engine: summary(asked.cpu.variants), duckdb: summary(sql.variants) },
        sixteenCohorts: { engine: summary(asked.cpu.cohorts) },
        projectionToTwelveSteps: { engine: summary(asked.cpu.projected) },
      },
      ...(await change(engine)),
      memoryGigabytesPerSecond: rounded(gigabytesPerSecond, 1),
      peakResidentMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function openCsv(path: string): Engine {
  const reader = csvReader();
  const file = openSync(path, "r");
  const chunk = new Uint8Array(4 << 20);
  for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) reader.push(chunk.subarray(0, length));
  closeSync(file);
  return openEngine(reader.end());
}

async function askEngine(engine: Engine) {
  const contained = engine.activities.indexOf(CONTAINED);
  const cohort = Uint8Array.from({ length: engine.cases }, (_, c) => (c * 7) % 16);
  const kept = Uint8Array.from({ length: STEPS }, (_, step) => (step < 12 ? 1 : 0));
  const edges = await cpuOf(ROUNDS, () => countEdges(engine));
  const screen = strongest(edges.result);
  const filtered = await cpuOf(ROUNDS, () => {
    const chosen = casesContaining(engine, { all: [contained] });
    const variants = countVariants(engine, 20, chosen)[0];
    return { edges: countEdges(engine, chosen), variants, times: caseTimes(engine, [0.5, 0.9], chosen) };
  });
  const medians = await cpuOf(ROUNDS, () => edgeTimes(engine, { edges: screen, shares: [0.5, 0.9] }));
  const variants = await cpuOf(ROUNDS, () => countVariants(engine));
  const cohorts = await cpuOf(ROUNDS, () => countEdges(engine, cohort));
  const projected = await cpuOf(ROUNDS, () => projectEdges(engine, kept));
  const nameOf = (step: number) => engine.activities[step] ?? "";
  const named = (from: number, to: number) => `${nameOf(from)} → ${nameOf(to)}`;
  const {
    from,
    to,
    cohorts: [all],
  } = edges.result;
  const inner = [...from.keys()].filter((e) => (from[e] ?? -1) >= 0 && (to[e] ?? -1) >= 0);
  const answers: Answers = {
    edges: new Map(inner.map((e) => [named(from[e] ?? 0, to[e] ?? 0), [all?.count[e] ?? 0, all?.sum[e] ?? 0]])),
    medians: new Map(
      screen.map(([a, b], i) => [named(a, b), [medians.result[i]?.quantiles[0] ?? 0, medians.result[i]?.quantiles[1] ?? 0]]),
    ),
    variants: variants.result[0]?.variants ?? 0,
    chosen: {
      cases: filtered.result.times.cases,
      variants: filtered.result.variants?.variants ?? 0,
      median: filtered.result.times.quantiles[0] ?? 0,
      edges: filtered.result.edges.cohorts[0]?.count.reduce((sum, n) => sum + n, 0) ?? 0,
    },
  };
  const cpu = { edges, filtered, medians, variants, cohorts, projected };
  return {
    answers,
    cpu: Object.fromEntries(Object.entries(cpu).map(([name, { cpu }]) => [name, cpu])) as Record<keyof typeof cpu, number[]>,
  };
}

/** The most travelled edges between two steps. */
function strongest({ from, to, cohorts: [all] }: ReturnType<typeof countEdges>): (readonly [number, number])[] {
  return [...from.keys()]
    .filter((e) => (from[e] ?? -1) >= 0 && (to[e] ?? -1) >= 0)
    .sort((x, y) => (all?.count[y] ?? 0) - (all?.count[x] ?? 0))
    .slice(0, ON_SCREEN)
    .map((e) => [from[e] ?? 0, to[e] ?? 0] as const);
}

/** 100,000 events of known cases, half of them late; then a merge, a save and a load. */
async function change(engine: Engine): Promise<object> {
  const count = 100_000;
  const events = {
    caseCode: Uint32Array.from({ length: count }, (_, i) => Math.floor((i * 97) % engine.cases)),
    activity: Uint16Array.from({ length: count }, (_, i) => i % STEPS),
    time: Float64Array.from({ length: count }, (_, i) => Date.UTC(i % 2 === 0 ? 2014 : 2090, 0, 1) + i),
    ordinal: Uint32Array.from({ length: count }, (_, i) => 4_000_000_000 + i),
  };
  const appended = await cpuOf(1, () => append(engine, events));
  const asked = await cpuOf(1, () => countEdges(engine));
  const again = await cpuOf(ROUNDS, () => countEdges(engine));
  const merged = await cpuOf(1, () => compact(engine));
  const saved = await cpuOf(1, () => saveEngine(engine));
  const loaded = await cpuOf(1, () => loadEngine(saved.result));
  return {
    changeCpuMs: {
      append100000: summary(appended.cpu).median,
      firstAnswerAfter: summary(asked.cpu).median,
      laterAnswers: summary(again.cpu).median,
      compact: summary(merged.cpu).median,
      save: summary(saved.cpu).median,
      load: summary(loaded.cpu).median,
    },
  };
}

/** GB a second that one thread can read: two equal buffers compared by the C library. */
async function bandwidth(): Promise<number> {
  const size = 256 << 20;
  const [one, other] = [Buffer.alloc(size, 1), Buffer.alloc(size, 1)];
  const { cpu } = await cpuOf(ROUNDS, () => one.compare(other));
  return (2 * size) / summary(cpu).median / MILLION;
}

function refuseDifference(engine: Answers, sql: Answers): void {
  for (const name of ["edges", "medians"] as const) {
    for (const [key, values] of engine[name]) {
      const others = sql[name].get(key) ?? [];
      if (
        values.some(
          (value, i) => Math.abs(value - (others[i] ?? Number.NaN)) > 1e-9 * Math.max(1, Math.abs(value)) || others[i] === undefined,
        )
      ) {
        throw new Error(`${name} of ${key}: the engine says ${values.join(", ")}, DuckDB ${others.join(", ")}`);
      }
    }
  }
  if (engine.edges.size !== sql.edges.size) throw new Error(`edges: the engine has ${engine.edges.size}, DuckDB ${sql.edges.size}`);
  const [own, theirs] = [engine, sql].map(({ variants, chosen }) => JSON.stringify({ variants, chosen }));
  if (own !== theirs) throw new Error(`the engine says ${own}, DuckDB ${theirs}`);
}
