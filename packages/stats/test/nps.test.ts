import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mannWhitney,
  nps,
  npsDifference,
  npsInterval,
  npsMoments,
  npsPosterior,
  npsSampleSize,
  npsVariance,
  welch,
  type NpsCounts,
  type NpsDifference,
  type NpsFigure,
  type SampleSize,
} from "@counterseat/stats";
import { expectEnds, expectNear, golden, run, textColumns } from "./golden.ts";
import { sharedFolder } from "./shared-folder.ts";

type Ends = readonly [number, number];

/** The three answers 10, 8 and 2, as often as counted. */
function answersOf({ promoters, passives, detractors }: NpsCounts): number[] {
  return [10, 8, 2].flatMap((answer, i) => Array.from({ length: [promoters, passives, detractors][i] ?? 0 }, () => answer));
}

const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 }));
const counts = fc
  .record({ promoters: count, passives: count, detractors: count })
  .filter((c) => c.promoters + c.passives + c.detractors > 0);
const confidence = fc.constantFrom(0.8, 0.9, 0.95, 0.99);

describe.skipIf(sharedFolder === null)("Net Promoter Score against the expected values", () => {
  it("the score, its variance, every interval and the posterior", () => {
    type Case = NpsCounts & {
      readonly conf: number;
      readonly n: number;
      readonly nps: number;
      readonly var_unit: number;
      readonly se_mle: number;
      readonly wald_z: Ends;
      readonly trinomial_mean_t: { readonly sd: number; readonly ci: Ends };
      readonly adjusted_wald: { readonly ci_clamped: Ends; readonly nps_adj: number };
      readonly score_restricted_mle: Ends;
      readonly bootstrap_exact_percentile: Ends;
      readonly dirichlet_075_150_075: { readonly mean: number; readonly sd: number };
    };
    const { cases } = golden<{ readonly cases: readonly Case[] }>("voice", "nps_ci.json");
    expect(cases.length).toBeGreaterThan(10);
    for (const one of cases) {
      const { promoters, passives, detractors, conf, n } = one;
      const groups = { promoters, passives, detractors };
      const what = `P${promoters} N${passives} D${detractors} at ${conf}`;
      const made = run<NpsFigure>("stats.nps", { ...groups, confidence: conf });
      expectNear(made.value, one.nps, what);
      expect(made).toMatchObject({ n, method: "adjusted-wald", unit: "points" });
      expectEnds(made.interval, one.adjusted_wald.ci_clamped, `${what} adjusted Wald`);
      expectNear(npsVariance(promoters / n, detractors / n), one.var_unit, what);
      expectNear(100 * Math.sqrt(npsVariance(promoters / n, detractors / n) / n), one.se_mle, what);
      expectNear(Math.sqrt(npsMoments(groups).variance ?? Number.NaN), one.trinomial_mean_t.sd, what);
      // The expected values of these two methods are not cut at the ends of the scale.
      const within = ([low, high]: Ends): Ends => [Math.max(-100, low), Math.min(100, high)];
      const byMethod = (method: string): Ends | null => run<NpsFigure>("stats.nps", { ...groups, confidence: conf, method }).interval;
      expectEnds(byMethod("wald"), within(one.wald_z), `${what} Wald`);
      expectEnds(byMethod("student-t"), within(one.trinomial_mean_t.ci), `${what} t`);
      expectEnds(byMethod("score"), one.score_restricted_mle, `${what} score`);
      expectEnds(byMethod("bootstrap"), one.bootstrap_exact_percentile, `${what} bootstrap`);
      expectNear(npsPosterior(groups).mean, one.dirichlet_075_150_075.mean, what);
      expectNear(npsPosterior(groups).standardDeviation, one.dirichlet_075_150_075.sd, what);
    }
  });

  it("raw answers, as a column and as a list", () => {
    const file = golden<NpsCounts & { readonly raw: readonly number[]; readonly n: number; readonly nps: number }>("voice", "nps_raw.json");
    const { promoters, passives, detractors } = file;
    const expected = { ...nps({ promoters, passives, detractors }), promoters, passives, detractors };
    expect(expected.value).toBeCloseTo(file.nps, 12);
    const columns = textColumns({ score: [...file.raw.slice(0, 5), "", "NA", ...file.raw.slice(5)] });
    expect(run("stats.nps", { column: "score", scale: "0-10" }, columns)).toEqual({ ...expected, missing: 2 });
    expect(run("stats.nps", { answers: file.raw, scale: [0, 10] })).toEqual(expected);
    expect(run<NpsFigure>("stats.nps", { answers: file.raw }).doubts).toEqual(["scale-assumed"]);
  });

  it("the difference of two, by all three ways", () => {
    type Tested = { readonly diff: number; readonly se: number; readonly z: number; readonly p_two_sided: number; readonly ci: Ends };
    type Case = {
      readonly a: NpsCounts;
      readonly b: NpsCounts;
      readonly adjusted_wald_plus3_each: Tested;
      readonly unadjusted: Tested;
      readonly welch_t_trinomial: { readonly t: number; readonly p: number };
      readonly mann_whitney: { readonly U: number; readonly p: number };
    };
    const { cases } = golden<{ readonly cases: readonly Case[] }>("voice", "nps_diff.json");
    expect(cases.length).toBeGreaterThan(3);
    for (const one of cases) {
      const sides = { a: one.a, b: one.b };
      for (const [method, expected] of [["adjusted-wald", one.adjusted_wald_plus3_each] as const, ["wald", one.unadjusted] as const]) {
        const made = run<NpsDifference>("stats.nps-difference", { ...sides, method });
        expectNear(made.estimate, expected.diff, method);
        expectNear(made.observed, one.unadjusted.diff, method);
        expectNear(made.standardError, expected.se, method);
        expectNear(made.statistic, expected.z, method);
        expectNear(made.p, expected.p_two_sided, method);
        expectEnds(made.interval, expected.ci, method);
      }
      const byWelch = run<NpsDifference>("stats.nps-difference", { ...sides, method: "welch" });
      expectNear(byWelch.statistic, one.welch_t_trinomial.t);
      expectNear(byWelch.p, one.welch_t_trinomial.p);
      const byRank = mannWhitney({ a: answersOf(one.a), b: answersOf(one.b) });
      expectNear(byRank.statistic, one.mann_whitney.U);
      expectNear(byRank.p, one.mann_whitney.p);
    }
  });

  it("sample sizes", () => {
    type Asked = { readonly s2: number; readonly conf: number };
    type File = {
      readonly precision: readonly (Asked & { readonly moe: number; readonly n: number; readonly n_ceil: number })[];
      readonly comparison: readonly (Asked & { diff: number; power: number; n_per_group: number; ceil: number })[];
    };
    const { precision, comparison } = golden<File>("voice", "nps_sample_size.json");
    expect(precision.length + comparison.length).toBeGreaterThan(20);
    for (const { moe: margin, s2: variance, conf, n, n_ceil: answers } of precision) {
      const made = run<SampleSize>("stats.nps-sample-size", { margin, variance, confidence: conf });
      expectNear(made.n, n);
      expect(made).toMatchObject({ answers, groups: 1 });
    }
    for (const { diff: difference, s2: variance, conf, power, n_per_group: n, ceil: answers } of comparison) {
      const made = run<SampleSize>("stats.nps-sample-size", { difference, variance, confidence: conf, power });
      expectNear(made.n, n);
      expect(made).toMatchObject({ answers, groups: 2 });
    }
  });

  it("covers the true score as often as simulated, computed here over every sample instead of drawn", () => {
    type Row = {
      readonly n: number;
      readonly p_pro: number;
      readonly p_det: number;
      readonly cover_wald: number;
      readonly cover_adjusted_wald: number;
    };
    const { R: draws, rows } = golden<{ readonly R: number; readonly rows: readonly Row[] }>("voice", "nps_ci_coverage_sim.json");
    const small = rows.filter(({ n }) => n <= 50);
    expect(small.length).toBeGreaterThan(5);
    for (const row of small) {
      const { n, p_pro: up, p_det: down } = row;
      const truth = 100 * (up - down);
      const same = 1 - up - down;
      const cover = { "adjusted-wald": 0, wald: 0 };
      let first = same ** n;
      for (let promoters = 0; promoters <= n; promoters += 1) {
        let chance = first;
        for (let detractors = 0; promoters + detractors <= n; detractors += 1) {
          const passives = n - promoters - detractors;
          for (const method of ["adjusted-wald", "wald"] as const) {
            const ends = npsInterval({ promoters, passives, detractors, confidence: 0.95, method });
            if (ends !== null && ends[0] <= truth && truth <= ends[1]) cover[method] += chance;
          }
          chance *= (passives * down) / ((detractors + 1) * same);
        }
        first *= ((n - promoters) * up) / ((promoters + 1) * same);
      }
      for (const [method, simulated] of [["adjusted-wald", row.cover_adjusted_wald] as const, ["wald", row.cover_wald] as const]) {
        const noise = 4.5 * Math.sqrt((simulated * (1 - simulated)) / draws);
        expect(Math.abs(cover[method] - simulated), `${method} n ${n} p ${up} d ${down}`).toBeLessThan(noise);
      }
    }
  });
});

describe("Net Promoter Score", () => {
  it("has an interval inside the scale that is never a point, whatever the answers", () => {
    fc.assert(
      fc.property(counts, confidence, (groups, level) => {
        for (const method of ["adjusted-wald", "score"] as const) {
          const { value, interval } = nps({ ...groups, confidence: level, method });
          const [low, high] = interval ?? [Number.NaN, Number.NaN];
          expect(low).toBeGreaterThanOrEqual(-100);
          expect(high).toBeLessThanOrEqual(100);
          expect(high - low).toBeGreaterThan(0);
          if (method === "score") expect(low <= (value ?? 0) + 1e-9 && (value ?? 0) - 1e-9 <= high).toBe(true);
        }
      }),
    );
  });

  it("mirrors when promoters and detractors change places", () => {
    fc.assert(
      fc.property(counts, confidence, ({ promoters, passives, detractors }, level) => {
        for (const method of ["adjusted-wald", "score", "student-t", "wald"] as const) {
          const one = nps({ promoters, passives, detractors, confidence: level, method });
          const other = nps({ promoters: detractors, passives, detractors: promoters, confidence: level, method });
          expect(one.value).toBeCloseTo(-(other.value ?? Number.NaN), 9);
          if (one.interval === null || other.interval === null) expect(other.interval).toBe(one.interval);
          else expectEnds(one.interval, [-other.interval[1], -other.interval[0]], method);
        }
      }),
    );
  });

  it("grows surer with more of the same answers and with less confidence asked", () => {
    const width = (interval: Ends | null): number => (interval === null ? Number.NaN : interval[1] - interval[0]);
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 9 }), ({ promoters, passives, detractors }, times) => {
        const groups = { promoters, passives, detractors };
        const more = { promoters: promoters * times, passives: passives * times, detractors: detractors * times };
        expect(nps(more).value).toBeCloseTo(nps(groups).value ?? Number.NaN, 9);
        expect(width(nps({ ...more, method: "score" }).interval)).toBeLessThan(width(nps({ ...groups, method: "score" }).interval));
        expect(width(nps({ ...groups, confidence: 0.8 }).interval)).toBeLessThan(width(nps({ ...groups, confidence: 0.95 }).interval));
      }),
    );
  });

  it("has no t interval for one answer, and says so; nothing without answers", () => {
    expect(nps({ promoters: 1, passives: 0, detractors: 0, method: "student-t" })).toMatchObject({
      value: 100,
      interval: null,
      doubts: ["too-few-answers", "low-precision"],
    });
    expect(nps({ promoters: 0, passives: 0, detractors: 0, method: "score" })).toMatchObject({ value: null, doubts: ["no-answers"] });
    expect(npsMoments({ promoters: 0, passives: 0, detractors: 0 })).toEqual({ n: 0, mean: null, variance: null });
  });

  it("resamples as a drawn bootstrap would, up to its limit", () => {
    // Two answers, one of each kind: the four resamples give -100, 0, 0, 100.
    expect(npsInterval({ promoters: 1, passives: 0, detractors: 1, confidence: 0.5, method: "bootstrap" })).toEqual([-100, 0]);
    expect(() => nps({ promoters: 20_001, passives: 0, detractors: 0, method: "bootstrap" })).toThrow("up to 20000 answers");
  });
});

describe("difference of two Net Promoter Scores", () => {
  it("turns its sign when the sides change places, and only that", () => {
    fc.assert(
      fc.property(counts, counts, fc.constantFrom("adjusted-wald" as const, "wald" as const, "welch" as const), (a, b, method) => {
        const one = npsDifference({ a, b, method });
        const other = npsDifference({ a: b, b: a, method });
        expectNear(one.estimate, -(other.estimate ?? Number.NaN));
        expectNear(one.observed, -(other.observed ?? Number.NaN));
        if (one.p === null) expect(other.p).toBeNull();
        else expectNear(one.p, other.p ?? Number.NaN);
        if (one.interval === null || other.interval === null) expect(other.interval).toBe(one.interval);
        else expectEnds(one.interval, [-other.interval[1], -other.interval[0]]);
      }),
    );
  });

  it("is significant exactly when its interval leaves zero out", () => {
    let found = 0;
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const { interval, p } = npsDifference({ a, b });
        const [low, high] = interval ?? [Number.NaN, Number.NaN];
        if (low > 1e-9 || high < -1e-9) {
          found += 1;
          expect(p).toBeLessThan(0.05);
        } else if (low < -1e-9 && high > 1e-9) expect(p).toBeGreaterThan(0.05);
      }),
      { seed: 11 },
    );
    expect(found).toBeGreaterThan(5);
  });

  it("keeps an interval between two unanimous sides, where the plain one has none", () => {
    const sides = { a: { promoters: 8, passives: 0, detractors: 0 }, b: { promoters: 0, passives: 0, detractors: 9 } };
    const made = npsDifference(sides);
    expect(made.doubts).toEqual(["low-precision-a", "low-precision-b"]);
    expect(made.interval?.[0]).toBeGreaterThan(0);
    expect(made.interval?.[1]).toBeLessThanOrEqual(200);
    expect(npsDifference({ ...sides, method: "wald" })).toMatchObject({ estimate: 200, interval: null, p: null });
    expect(npsDifference({ ...sides, b: { promoters: 0, passives: 0, detractors: 0 } })).toMatchObject({
      estimate: null,
      doubts: ["no-answers-b", "low-precision-a"],
    });
  });

  it("by Welch is Welch's test of the answers counted 100, 0 and -100", () => {
    const [a, b] = [
      { promoters: 9, passives: 4, detractors: 3 },
      { promoters: 5, passives: 6, detractors: 9 },
    ];
    const points = (groups: NpsCounts): Float64Array => Float64Array.from(answersOf(groups), (x) => (x === 10 ? 100 : x === 8 ? 0 : -100));
    const expected = welch({ a: points(a), b: points(b) });
    const made = npsDifference({ a, b, method: "welch" });
    expectNear(made.statistic, expected.statistic ?? Number.NaN);
    expectNear(made.df, expected.df ?? Number.NaN);
    expectEnds(made.interval, expected.interval ?? []);
  });

  it("reads two groups of a file", () => {
    const a = { promoters: 6, passives: 3, detractors: 2 };
    const b = { promoters: 2, passives: 5, detractors: 5 };
    const columns = textColumns({
      team: [...answersOf(a).map(() => "north"), ...answersOf(b).map(() => "south"), "north"],
      score: [...answersOf(a), ...answersOf(b), ""],
    });
    const args = { column: "score", group: "team", scale: "0-10" };
    expect(run("stats.nps-difference", args, columns)).toEqual({ ...npsDifference({ a, b }), groups: ["north", "south"], missing: 1 });
    expect(run("stats.nps-difference", { ...args, groups: ["south", "north"] }, columns)).toMatchObject({
      observed: expect.closeTo(-(npsDifference({ a, b }).observed ?? Number.NaN), 9),
    });
  });
});

describe("sample size for a Net Promoter Score", () => {
  it("is the least at which the adjusted interval is no wider than the margin", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 25 }), (margin) => {
        const { answers } = npsSampleSize({ margin, variance: 1 });
        const half = (n: number): number => 1.959963984540054 * Math.sqrt(1 / (n + 3)) * 100;
        expect(half(answers)).toBeLessThanOrEqual(margin);
        expect(half(answers - 1)).toBeGreaterThan(margin);
      }),
    );
  });

  it("is at least one, and refuses what is no margin", () => {
    expect(npsSampleSize({ margin: 100, variance: 0.1 }).answers).toBe(1);
    expect(() => npsSampleSize({ margin: 0 })).toThrow('"margin"');
    expect(() => npsSampleSize({ margin: 5, variance: 67 })).toThrow('"variance"');
    expect(() => run("stats.nps-sample-size", { margin: 5, difference: 5 })).toThrow('"margin" and "difference"');
    expect(() => run("stats.nps-sample-size", { margin: 5, power: 0.9 })).toThrow('"power" belongs to "difference"');
    expect(() => run("stats.nps-sample-size", {})).toThrow('"margin" is required');
    expect(() => run("stats.nps-sample-size", { difference: 5, power: 80 })).toThrow('"power"');
  });
});

describe("arguments of the kernels on answers", () => {
  it("are refused with the name of what is wrong", () => {
    const columns = textColumns({ score: [9, 11, 4] });
    expect(() => run("stats.nps", { promoters: 1.5, passives: 0, detractors: 0 })).toThrow('"promoters" must be a whole number');
    expect(() => run("stats.nps", { promoters: 1, passives: -1, detractors: 0 })).toThrow('"passives"');
    expect(() => run("stats.nps", { promoters: 1, passives: 1, detractors: 0, confidence: 95 })).toThrow("95 percent is 0.95");
    expect(() => run("stats.nps", { promoters: 1, passives: 1, detractors: 0, method: "bayes" })).toThrow(
      '"method" must be one of adjusted-wald',
    );
    expect(() => run("stats.nps", { promoters: 1, column: "score" }, columns)).toThrow('"promoters" or the answers themselves');
    expect(() => run("stats.nps", { column: "score", scale: "0-10" }, columns)).toThrow(
      "row 2 of column score is 11, not a point of the scale 0-10",
    );
    expect(() => run("stats.nps", { column: "grade" }, columns)).toThrow('no column "grade"; there are score');
    expect(() => run("stats.nps", { column: "score" })).toThrow('"column" needs a file');
    for (const name of ["stats.nps", "stats.csat", "stats.ces"])
      expect(() => run(name, {}, columns)).toThrow('"column" must name a column of the file');
    expect(() => run("stats.nps", { answers: [1, 5], scale: "1-5" })).toThrow('"scale" must be 0-10');
    expect(() => run("stats.nps", { answers: [1, 5], scale: "five" })).toThrow('"scale" must be written like 0-10');
    expect(() => run("stats.nps", { answers: [1, 5], scale: "10-0" })).toThrow('"scale" must run from');
    expect(() => run("stats.nps", { answers: 5 })).toThrow('"answers" must be a list');
    expect(() => run("stats.nps", { counts: [1, 2, 3] })).toThrow('"counts" needs 11 counts');
    expect(() => run("stats.nps", { counts: { 12: 3 } })).toThrow('"counts" names 12');
    expect(() => run("stats.nps", { counts: { 9: 3 }, answers: [9] })).toThrow("not several");
    expect(() => run("stats.nps-difference", { a: { promoters: 1, passives: 1, detractors: 1 } })).toThrow('"b" must be an object');
    expect(() => run("stats.nps-difference", { a: { promoters: 1, passives: 1 }, b: {} })).toThrow('"a": "detractors" is required');
    expect(() => run("stats.nps-difference", {})).toThrow("give the groups in the arguments, or a file");
  });

  it("may be counts by point, which give what the answers give", () => {
    const expected = run<NpsFigure>("stats.nps", { answers: [10, 10, 9, 7, 3], scale: "0-10" });
    expect(run("stats.nps", { counts: { 10: 2, 9: 1, 7: 1, 3: 1 }, scale: 10 })).toEqual(expected);
    expect(run("stats.nps", { counts: [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 2], scale: { min: 0, max: 10 } })).toEqual(expected);
    expect(expected).toMatchObject({ value: 40, promoters: 3, passives: 1, detractors: 1 });
  });
});
