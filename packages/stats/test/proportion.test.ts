import { describe, expect, it } from "vitest";
import { kernels, newcombe, nps, wilson, type ProportionDifference } from "@counterseat/stats";
import { sharedFolder, sharedText } from "./shared-folder.ts";

describe("wilson", () => {
  it("gives the values of statsmodels' proportion_confint", () => {
    expect(wilson({ successes: 18, n: 20 })).toEqual([expect.closeTo(0.6989663547715127, 12), expect.closeTo(0.9721335187862318, 12)]);
    expect(wilson({ successes: 18, n: 20, confidence: 0.9 })).toEqual([
      expect.closeTo(0.7383369536731331, 12),
      expect.closeTo(0.9663367764380953, 12),
    ]);
    expect(wilson({ successes: 0, n: 10 })).toEqual([0, expect.closeTo(0.27753279986288926, 12)]);
    expect(wilson({ successes: 10, n: 10 })).toEqual([expect.closeTo(1 - 0.27753279986288926, 12), 1]);
    expect(wilson({ successes: 0, n: 0 })).toBeNull();
    expect(() => wilson({ successes: 3, n: 2 })).toThrow(RangeError);
  });
});

describe("newcombe", () => {
  it("gives the top-box gap of leaders and customers", () => {
    const gap = newcombe({ a: { successes: 10, n: 12 }, b: { successes: 9, n: 60 } });
    expect(gap.estimate).toBeCloseTo(0.6833333333333333, 12);
    expect(gap.interval).toEqual([expect.closeTo(0.3808118967756349, 12), expect.closeTo(0.821510710707276, 12)]);
  });

  it("has no test when nobody or everybody succeeded, and nothing without answers", () => {
    expect(newcombe({ a: { successes: 0, n: 5 }, b: { successes: 0, n: 9 } })).toMatchObject({
      estimate: 0,
      p: null,
      doubts: ["no-spread"],
    });
    expect(newcombe({ a: { successes: 0, n: 0 }, b: { successes: 0, n: 0 } })).toEqual({
      estimate: null,
      interval: null,
      statistic: null,
      df: null,
      p: null,
      doubts: ["no-answers-a", "no-answers-b"],
    });
  });

  it.skipIf(sharedFolder === null)("gives the golden values as a kernel", () => {
    type Case = {
      k1: number;
      n1: number;
      k2: number;
      n2: number;
      chi2_N_minus_1: number;
      p_N_minus_1: number;
      newcombe_ci_p2_minus_p1: [number, number];
    };
    const { cases } = JSON.parse(sharedText("golden", "voice", "csat_diff.json")) as { cases: readonly Case[] };
    const kernel = kernels.find(({ name }) => name === "stats.proportion-difference");
    for (const one of cases) {
      const args = { a: { successes: one.k2, n: one.n2 }, b: { successes: one.k1, n: one.n1 } };
      const result = kernel?.run({ columns: null, args }) as ProportionDifference;
      expect(result.statistic).toBeCloseTo(one.chi2_N_minus_1, 10);
      expect(result.p).toBeCloseTo(one.p_N_minus_1, 10);
      expect(result.interval).toEqual(one.newcombe_ci_p2_minus_p1.map((end) => expect.closeTo(end, 10)));
    }
  });
});

describe("nps", () => {
  it("gives the adjusted Wald interval, cut to the scale", () => {
    expect(nps({ promoters: 19, passives: 11, detractors: 6 })).toMatchObject({
      value: expect.closeTo(36.111111111111114, 12),
      n: 36,
      interval: [expect.closeTo(9.672301530319011, 9), expect.closeTo(56.99436513634766, 9)],
      method: "adjusted-wald",
      doubts: [],
    });
    expect(nps({ promoters: 5, passives: 0, detractors: 0 })).toMatchObject({
      value: 100,
      interval: [expect.closeTo(17.49145303416897, 9), 100],
      doubts: ["low-precision"],
    });
    expect(nps({ promoters: 0, passives: 0, detractors: 0 })).toMatchObject({ value: null, interval: null, doubts: ["no-answers"] });
    expect(() => nps({ promoters: -1, passives: 0, detractors: 0 })).toThrow(RangeError);
  });

  it.skipIf(sharedFolder === null)("gives all golden values as a kernel", () => {
    type Case = {
      promoters: number;
      passives: number;
      detractors: number;
      nps: number;
      conf: number;
      adjusted_wald: { ci_clamped: [number, number] };
    };
    const { cases } = JSON.parse(sharedText("golden", "voice", "nps_ci.json")) as { cases: readonly Case[] };
    const kernel = kernels.find(({ name }) => name === "stats.nps");
    for (const { promoters, passives, detractors, conf, nps: value, adjusted_wald: wald } of cases) {
      expect(kernel?.run({ columns: null, args: { promoters, passives, detractors, confidence: conf } })).toMatchObject({
        value: expect.closeTo(value, 9),
        interval: wald.ci_clamped.map((end) => expect.closeTo(end, 9)),
      });
    }
  });
});
