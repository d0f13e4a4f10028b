import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  append,
  compact,
  countEdges,
  edgeTimes,
  loadEngine,
  logOf,
  model,
  openEngine,
  prepare,
  saveEngine,
  casesContaining,
  sizeOf,
  typescriptKernels,
  wasmKernels,
  withdrawCases,
} from "@counterseat/journey";
import { bucketOf, xxHash32 } from "../src/engine/typescript-kernels.ts";
import { bucketRange, valueAtRank } from "../src/engine/exact-ranks.ts";
import { answers, type Log, opened } from "./engine-answers.ts";

type Event = {
  readonly kase: number;
  readonly step: number;
  readonly time: number;
  readonly source: number;
  readonly ordinal: number;
  readonly resource: number;
};

const NAMES = ["näh", "pay", "call", "ship", "return", "cancel", "again"];

/** Few cases, many ties, waits from nothing to centuries, several sources; each (source, ordinal) once. */
const eventsOf = fc.uniqueArray(
  fc.record({
    kase: fc.integer({ min: 0, max: 12 }),
    step: fc.integer({ min: 0, max: NAMES.length - 1 }),
    time: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 0, max: 2 ** 31 }), fc.integer({ min: -(2 ** 45), max: 2 ** 45 })),
    source: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) }),
    ordinal: fc.integer({ min: 0, max: 5000 }),
    resource: fc.integer({ min: -1, max: 3 }),
  }),
  { maxLength: 150, selector: ({ source, ordinal }) => `${source} ${ordinal}` },
);

function logFrom(events: readonly Event[], activities: readonly string[] = NAMES): Required<Log> {
  return {
    caseCode: Uint32Array.from(events, ({ kase }) => kase),
    activity: Int32Array.from(events, ({ step }) => step),
    time: Float64Array.from(events, ({ time }) => time),
    source: Uint16Array.from(events, ({ source }) => source),
    ordinal: Uint32Array.from(events, ({ ordinal }) => ordinal),
    resource: Int32Array.from(events, ({ resource }) => resource),
    activities,
  };
}

function wasm() {
  const kernels = wasmKernels();
  if (kernels === null) throw new Error("this runtime has no WebAssembly");
  return kernels;
}

/** Names that need edges of four bytes. */
const MANY = [...NAMES, ...Array.from({ length: 300 }, (_, n) => `rare ${n}`)];

describe("the engine", () => {
  it("gives the same answers and bytes whatever order events arrive in, however they are cut, and however often", () => {
    const arrival = fc.record({
      events: eventsOf,
      seed: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
      cuts: fc.array(fc.nat({ max: 150 }), { maxLength: 6 }),
      compactAt: fc.nat({ max: 6 }),
    });
    fc.assert(
      fc.property(arrival, ({ events, seed, cuts, compactAt }) => {
        const batch = opened(logFrom(events), typescriptKernels);
        const shuffled = events
          .map((event, i) => ({ event, key: (i * 7919 + 13) % ((seed[i % seed.length] % 211) + 2) }))
          .sort((x, y) => x.key - y.key)
          .map(({ event }) => event);
        const bounds = [0, ...cuts.map((cut) => Math.min(cut, events.length)), events.length].sort((x, y) => x - y);
        const first = shuffled.slice(0, bounds[1]);
        const grown = opened(logFrom(first), typescriptKernels);
        for (let i = 1; i + 1 < bounds.length; i += 1) {
          const slice = shuffled.slice(bounds[i], bounds[i + 1]);
          expect(append(grown, logFrom(slice)).added).toBe(slice.length);
          expect(append(grown, logFrom(slice.slice(0, 3)))).toMatchObject({ added: 0, known: Math.min(3, slice.length) });
          if (i === compactAt) compact(grown);
        }
        expect(answers(grown)).toBe(answers(batch));
        expect(model(logOf(grown))).toEqual(model(logOf(batch)));
        expect(Buffer.compare(saveEngine(grown), saveEngine(batch))).toBe(0);
        expect(answers(grown)).toBe(answers(batch));
      }),
      { numRuns: 150 },
    );
  });

  // Tables of wide edges are large: a few logs are enough.
  it.each([
    ["narrow", NAMES, 100],
    ["wide", MANY, 3],
  ] as const)("answers the same in WASM and TypeScript, in %s edges, with and without a tail", (_, names, numRuns) => {
    fc.assert(
      fc.property(eventsOf, fc.nat({ max: 150 }), (events, cut) => {
        const [fast, slow] = [wasm, typescriptKernels].map((kernels) => {
          const engine = opened(logFrom(events.slice(0, cut), names), kernels);
          append(engine, logFrom(events.slice(cut), names));
          return engine;
        });
        expect(answers(fast)).toBe(answers(slow));
        expect(Buffer.compare(saveEngine(fast), saveEngine(slow))).toBe(0);
        expect(answers(fast)).toBe(answers(slow));
      }),
      { numRuns },
    );
  });

  it("says what the model says of the same events", () => {
    fc.assert(
      fc.property(eventsOf, (events) => {
        const log = logFrom(events);
        const rows = [...events].sort((x, y) => x.time - y.time || x.source - y.source || x.ordinal - y.ordinal);
        const { caseCode, activity, time } = logFrom(rows);
        const expected = model(
          prepare({
            caseCode: Uint32Array.from(caseCode),
            activity: Int32Array.from(activity),
            time: Float64Array.from(time),
            activities: NAMES,
          }),
        );
        const engine = opened(log, wasm);
        const edges = expected.edges.map((edge) => [NAMES.indexOf(edge.from), NAMES.indexOf(edge.to)] as const);
        const times = edgeTimes(engine, { edges, shares: [0.5, 0.9] });
        for (const [i, edge] of expected.edges.entries()) {
          expect(times[i].count).toBe(edge.count);
          const [median = 0, p90 = 0] = times[i].quantiles;
          expect([times[i].min, times[i].max, median, p90].map((value) => (value ?? 0) / 1000)).toEqual([
            edge.min,
            edge.max,
            edge.median,
            edge.p90,
          ]);
        }
        expect(sizeOf(engine)).toMatchObject({ events: expected.events, cases: expected.cases });
      }),
      { numRuns: 100 },
    );
  });

  it("finds room for steps it did not know, past 255 too", () => {
    const known = logFrom([{ kase: 0, step: 1, time: 0, source: 0, ordinal: 1, resource: -1 }]);
    const engine = opened(known, wasm);
    append(engine, logFrom([{ kase: 0, step: 306, time: 5, source: 0, ordinal: 2, resource: -1 }], MANY));
    const { from, to, cohorts } = countEdges(engine);
    expect([[...from], [...to], [...cohorts[0].sum]]).toEqual([
      [-1, 1, 306],
      [1, 306, -1],
      [0, 5, 0],
    ]);
    expect(() => append(engine, known)).toThrow("the known activities must stand first");
  });

  it("forgets a case that is withdrawn, as if it had never come", () => {
    fc.assert(
      fc.property(eventsOf, (events) => {
        const gone = new Set(events.slice(0, 5).map(({ kase }) => kase));
        const engine = opened(logFrom(events), typescriptKernels);
        withdrawCases(engine, gone);
        const rest = events.filter(({ kase }) => !gone.has(kase));
        expect(model(logOf(engine))).toEqual(model(logOf(opened(logFrom(rest), typescriptKernels))));
        expect(sizeOf(engine).events).toBe(rest.length);
      }),
      { numRuns: 50 },
    );
  });

  it("comes back from its bytes, and refuses every changed, cut or longer copy of them", () => {
    fc.assert(
      fc.property(eventsOf, fc.nat(), fc.integer({ min: 1, max: 255 }), (events, place, change) => {
        const engine = opened(logFrom(events), typescriptKernels);
        const before = answers(engine);
        const bytes = saveEngine(engine);
        expect(answers(loadEngine(bytes))).toBe(before);
        const damaged = Uint8Array.from(bytes);
        damaged[place % bytes.length] ^= change;
        for (const wrong of [damaged, bytes.slice(0, place % bytes.length), Uint8Array.from([...bytes, change])]) {
          expect(() => loadEngine(wrong)).toThrow(/^saved journey engine: .* again$/);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("names the row of a bad value, and adds nothing of a bad delivery", () => {
    const good = logFrom([{ kase: 0, step: 1, time: 0, source: 0, ordinal: 1, resource: -1 }]);
    const engine = opened(good, wasm);
    const two = (change: Partial<Log>): Required<Log> => ({
      ...logFrom([0, 1].map((n) => ({ kase: 2, step: n, time: n, source: 0, ordinal: n, resource: 0 }))),
      ...change,
    });
    expect(() => append(engine, two({ time: [0, 0.5] }))).toThrow("row 1: time 0.5 is not a whole number of milliseconds");
    expect(() => append(engine, two({ activity: [0, 7] }))).toThrow("row 1: activity 7 is not one of the 7 activities");
    expect(() => append(engine, two({ resource: [0, 65_535] }))).toThrow("row 1: resource 65535");
    expect(() => append(engine, two({ source: [0] }))).toThrow("source 1, time 2");
    expect(() => openEngine({ ...two({ time: [3, 3], ordinal: [4, 4] }) })).toThrow("rows 0 and 1: one case has two events");
    expect(sizeOf(engine)).toMatchObject({ events: 1, cases: 1 });
    expect(() => countEdges(engine, new Uint8Array(3))).toThrow("the cohort column has 3 entries");
    expect(() => casesContaining(engine, { all: [9] })).toThrow("no activity 9");
  });
});

describe("its parts", () => {
  it("checksums as published", () => {
    const bytes = (text: string): Uint8Array => Buffer.from(text);
    // Published values of xxHash32 with seed 0.
    expect(xxHash32(bytes(""))).toBe(0x02cc5d05);
    expect(xxHash32(bytes("abc"))).toBe(0x32d153ff);
    expect(xxHash32(bytes("Nobody inspects the spammish repetition"))).toBe(0xe2293b2f);
  });

  it("puts every wait into the bucket whose range holds it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: 0, max: 100 }), fc.maxSafeNat()), (wait) => {
        const { from, to } = bucketRange(bucketOf(wait));
        expect(from <= wait && wait < to).toBe(true);
      }),
    );
  });

  it("finds the value at a rank", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1000, max: 2 ** 40 }), { minLength: 65, maxLength: 400 }), fc.nat(), (list, at) => {
        const rank = at % list.length;
        expect(valueAtRank(Float64Array.from(list), { from: 1000, to: 2 ** 40 + 1 }, rank)).toBe(list.toSorted((x, y) => x - y)[rank]);
      }),
    );
  });
});
