import { describe, expect, it } from "vitest";
import { kernels, type JourneyModelOutput } from "@counterseat/journey";
import { columnsOfFile, golden, REAL_LOGS, sharedFolder } from "./real-logs.ts";

/** Expected values by pm4py 2.7.14 and an independent plain-Python reference that agrees with it. */
type Golden = {
  readonly n_events: number;
  readonly n_cases: number;
  readonly activities: Readonly<Record<string, number>>;
  readonly n_variants: number;
  readonly top_variants: readonly { readonly n: number; readonly trace: readonly string[] }[];
  readonly dfg: readonly (readonly [string, string, number])[];
  readonly start_activities: Readonly<Record<string, number>>;
  readonly end_activities: Readonly<Record<string, number>>;
  readonly performance_dfg_s: readonly (readonly [string, string, Readonly<Record<(typeof TIMES)[number], number>>])[];
  readonly case_duration_s: Readonly<Record<string, number>>;
  readonly rework: Readonly<Record<string, { readonly cases_with_rework: number; readonly extra_events: number }>>;
  readonly handover_of_work?: {
    readonly resources: number;
    readonly adjacent_pairs_both_known: number;
    readonly handovers_between_different_resources: number;
    readonly counts_top300: readonly (readonly [string, string, number])[];
    readonly n_pairs: number;
  };
  readonly pm4py_eventually_follows?: { readonly n: number; readonly top50: readonly (readonly [string, string, number])[] };
  readonly pm4py_temporal_profile_mean_std_s?: readonly (readonly [string, string, number, number])[];
};

const TIMES = ["mean", "median", "p90", "min", "max", "sum"] as const;

const KEY = "\u0000";

describe.skipIf(sharedFolder === null)("journey.model on real logs", () => {
  for (const { name, file, clock } of REAL_LOGS) {
    describe(file, () => {
      const expected = sharedFolder === null ? ({} as Golden) : golden<Golden>(name);
      const actual = sharedFolder === null ? ({} as JourneyModelOutput) : modelOf(file, clock);

      it("counts events, cases, steps and variants", () => {
        expect({ events: actual.events, cases: actual.cases, variants: actual.variants }).toEqual({
          events: expected.n_events,
          cases: expected.n_cases,
          variants: expected.n_variants,
        });
        expect(new Set(actual.activities)).toEqual(new Set(Object.keys(expected.activities)));
        const counts = actual.activities.map((step) => expected.activities[step]);
        expect(counts).toEqual([...counts].sort((x, y) => y - x));
        expect(actual.starts).toEqual(expected.start_activities);
        expect(actual.ends).toEqual(expected.end_activities);
      });

      it("finds every edge with its count and times", () => {
        expect(table(actual.edges, (e) => e.count)).toEqual(new Map(expected.dfg.map(([from, to, n]) => [from + KEY + to, n])));
        const times = new Map(expected.performance_dfg_s.map(([from, to, stats]) => [from + KEY + to, stats]));
        let worst = 0;
        for (const edge of actual.edges) {
          const wanted = times.get(edge.from + KEY + edge.to);
          for (const field of TIMES) worst = Math.max(worst, difference(edge[field], wanted?.[field] ?? Number.NaN));
        }
        expect(worst).toBeLessThan(1e-6);
      });

      it("ranks the variants", () => {
        expect(actual.topVariants).toEqual(expected.top_variants.map(({ n, trace }) => ({ activities: trace, count: n })));
      });

      it("measures rework and case durations", () => {
        const rework = Object.entries(expected.rework).map(
          ([step, r]) => [step, { casesWithRework: r.cases_with_rework, extraEvents: r.extra_events }] as const,
        );
        expect(actual.rework).toEqual(Object.fromEntries(rework));
        for (const [field, value] of Object.entries(actual.caseDuration ?? {})) {
          expect(difference(value, expected.case_duration_s[field] ?? Number.NaN), field).toBeLessThan(1e-6);
        }
      });

      it.skipIf(expected.handover_of_work === undefined)("counts hand-overs between known resources", () => {
        const wanted = expected.handover_of_work;
        expect(actual.handover).toMatchObject({
          adjacentPairsBothKnown: wanted?.adjacent_pairs_both_known,
          handoversBetweenDifferentResources: wanted?.handovers_between_different_resources,
          resources: wanted?.resources,
        });
        expect(actual.handover.counts).toHaveLength(wanted?.n_pairs ?? -1);
        const counts = table(actual.handover.counts, (pair) => pair.count);
        for (const [from, to, n] of wanted?.counts_top300 ?? []) expect(counts.get(from + KEY + to), `${from} to ${to}`).toBe(n);
      });

      it.skipIf(expected.pm4py_eventually_follows === undefined)("knows what eventually follows, and after how long", () => {
        expect(actual.eventuallyFollows).toHaveLength(expected.pm4py_eventually_follows?.n ?? -1);
        const counts = table(actual.eventuallyFollows, (pair) => pair.count);
        for (const [from, to, n] of expected.pm4py_eventually_follows?.top50 ?? [])
          expect(counts.get(from + KEY + to), `${from} to ${to}`).toBe(n);
        const profile = new Map(actual.temporalProfile.map((pair) => [pair.from + KEY + pair.to, pair]));
        expect(profile.size).toBe(expected.pm4py_temporal_profile_mean_std_s?.length);
        let worst = 0;
        for (const [from, to, mean, std] of expected.pm4py_temporal_profile_mean_std_s ?? []) {
          const pair = profile.get(from + KEY + to);
          worst = Math.max(worst, difference(pair?.mean ?? Number.NaN, mean), difference(pair?.std ?? Number.NaN, std));
        }
        expect(worst).toBeLessThan(1e-6);
      });
    });
  }
});

describe.skipIf(sharedFolder === null)("journey.model on true instants", () => {
  it("gives the longest loan application of bpic2012, which ends after summer time did, the hour that its wall clock hides", () => {
    const wall = modelOf("bpic2012.xes.gz", "wall").caseDuration?.max ?? 0;
    expect(modelOf("bpic2012.xes.gz", "true").caseDuration?.max).toBeCloseTo(wall + 3600, 6);
  });
});

function modelOf(file: string, clock: "true" | "wall"): JourneyModelOutput {
  const kernel = kernels.find((one) => one.name === "journey.model");
  return kernel?.run({ columns: columnsOfFile(file, clock), args: {} }) as JourneyModelOutput;
}

function table<T extends { readonly from: string; readonly to: string }>(
  rows: readonly T[],
  value: (row: T) => number,
): Map<string, number> {
  return new Map(rows.map((row) => [row.from + KEY + row.to, value(row)]));
}

/** Relative, but absolute below one second; NaN counts as wrong. */
function difference(actual: number, expected: number): number {
  const size = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  return Number.isNaN(size) ? Infinity : size;
}
