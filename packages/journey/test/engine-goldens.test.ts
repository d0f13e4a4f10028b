import { beforeAll, describe, expect, it } from "vitest";
import {
  caseTimes,
  columnsFromText,
  countEdges,
  countVariants,
  edgeTimes,
  type JourneyLog,
  logOf,
  model,
  prepare,
  projectEdges,
  typescriptKernels,
  wasmKernels,
} from "@counterseat/journey";
import { project } from "../src/projection.ts";
import { answers, type Log, opened } from "./engine-answers.ts";
import { columnsOfFile, sharedFolder } from "./real-logs.ts";

const LOGS = [
  "running-example.xes",
  "receipt.csv",
  "hospital_billing.csv.gz",
  "sepsis.csv.gz",
  "traffic_fines.csv.gz",
  "helpdesk.xes.gz",
  "02_teleclaims.xes.gz",
  "bpic2012.xes.gz",
  "06_bpic2013_closed.xes.gz",
  "roadtraffic100traces.xes",
  "olist/olist_events.csv.gz",
];

/** The expected values are checked on `model` (goldens.test.ts); here the engine's two kernel sets are held against it and each other. */
describe.skipIf(sharedFolder === null).each(LOGS)("the engine on %s", (file) => {
  let log: JourneyLog;
  let columns: Log;
  beforeAll(() => {
    const text = columnsFromText(columnsOfFile(file, "true"), {});
    const time = text.columns.time.map((at) => Math.round(at));
    log = prepare({ ...text.columns, time });
    columns = { ...text.columns, time };
  });

  it("counts and times every edge as the model does", () => {
    const engine = opened(columns, wasm);
    const expected = new Map(model(log).edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]));
    const edges = countEdges(engine);
    const inner = [...edges.from.keys()].filter((e) => edges.from[e] >= 0 && edges.to[e] >= 0);
    const asked = inner.slice(0, 500).map((e) => [edges.from[e], edges.to[e]] as const);
    const times = edgeTimes(engine, { edges: asked, shares: [0.5, 0.9] });
    const actual = times.map(({ count, min, max, quantiles: [median, p90] }, i) => {
      const [from, to] = asked[i].map((step) => log.activities[step]);
      const sum = edges.cohorts[0].sum[inner[i]];
      const seconds = { median: median ?? 0, p90: p90 ?? 0, min: min ?? 0, max: max ?? 0, sum, mean: sum / count };
      expect(edges.cohorts[0].count[inner[i]]).toBe(count);
      return { from, to, count, ...Object.fromEntries(Object.entries(seconds).map(([name, value]) => [name, value / 1000])) };
    });
    expect(inner).toHaveLength(expected.size);
    for (const edge of actual) expect(edge).toEqual(expected.get(`${edge.from}\n${edge.to}`));
    const { starts, ends } = model(log);
    const points = (own: Int32Array, other: Int32Array): object =>
      Object.fromEntries(
        [...own.entries()].filter(([, step]) => step < 0).map(([e]) => [log.activities[other[e]], edges.cohorts[0].count[e]]),
      );
    expect(points(edges.from, edges.to)).toEqual(starts);
    expect(points(edges.to, edges.from)).toEqual(ends);
  });

  it("counts variants and case durations as the model does", () => {
    const engine = opened(columns, wasm);
    const { variants, topVariants, cases } = model(log);
    const [found] = countVariants(engine);
    expect({ cases: found.cases, variants: found.variants }).toEqual({ cases, variants });
    expect(found.top.map(({ steps, count }) => ({ activities: steps.map((step) => log.activities[step]), count }))).toEqual(topVariants);
    const durations = Float64Array.from(
      { length: log.cases },
      (_, c) => log.time[log.offsets[c + 1] - 1] - log.time[log.offsets[c]],
    ).sort();
    const { quantiles, sum } = caseTimes(engine, [0, 0.5, 1]);
    const middle = (durations[Math.floor((cases - 1) / 2)] + durations[Math.ceil((cases - 1) / 2)]) / 2;
    expect(quantiles).toEqual([durations[0], middle, durations[cases - 1]]);
    expect(sum).toBe(durations.reduce((total, value) => total + value, 0));
  });

  it("projects as the map does", () => {
    const kept = Uint8Array.from(log.activities, (_, step) => (step % 2 === 0 ? 1 : 0));
    const expected = project(log, kept);
    const own = projectEdges(opened(columns, wasm), kept);
    const wanted = new Map(Array.from({ length: expected.paths }, (_, path) => [`${expected.from[path]} ${expected.to[path]}`, path]));
    expect(own.from).toHaveLength(expected.paths);
    expect(own.unseen).toEqual([expected.unseenCases]);
    for (let e = 0; e < own.from.length; e += 1) {
      const path = wanted.get(`${own.from[e]} ${own.to[e]}`) ?? -1;
      expect([own.cohorts[0].count[e], own.hidden[0].traversals[e], own.hidden[0].events[e]]).toEqual([
        expected.count[path],
        expected.viaHidden[path],
        expected.hiddenEvents[path],
      ]);
    }
    const millis = expected.traversalMillis.reduce((total, value) => total + value, 0);
    expect(own.cohorts[0].sum.reduce((total, value) => total + value, 0)).toBe(millis);
  });

  it("answers the same in WASM and in TypeScript, and gives its log back", () => {
    const engine = opened(columns, wasm);
    expect(answers(engine)).toBe(answers(opened(columns, typescriptKernels)));
    const back = logOf(engine);
    expect(model(back)).toEqual(model(log));
  });
});

function wasm() {
  const kernels = wasmKernels();
  if (kernels === null) throw new Error("this runtime has no WebAssembly");
  return kernels;
}
