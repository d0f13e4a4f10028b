import { describe, expect, it } from "vitest";
import { kernels, moments, studentQuantile, welch, type Moments, type WelchResult } from "@counterseat/stats";
import { sharedFolder, sharedText } from "./shared-folder.ts";

/** Answers on 0-10 as moments (R's t.test and scipy agree on the expected values to 1e-12). */
const LEADERS: Moments = { n: 12, mean: 8.333333333333334, variance: 0.8876253645985945 ** 2 };
const FRONTLINE: Moments = { n: 40, mean: 6.35, variance: 1.2719861311935432 ** 2 };
const CUSTOMERS: Moments = { n: 60, mean: 5.35, variance: 2.097819691400364 ** 2 };

function expectClose(actual: number | null | undefined, expected: number, tolerance: number = 1e-9): void {
  expect(actual).not.toBeNull();
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThan(tolerance * Math.max(1, Math.abs(expected)));
}

describe("welch", () => {
  it("gives the published gaps between leaders, frontline and customers", () => {
    const belief = welch({ a: LEADERS, b: CUSTOMERS });
    expectClose(belief.estimate, 2.9833333333333343);
    // t(.975; 39.9983) by mpmath; the published interval [2.2298098873536487, 3.73685677931302] used a quantile that is 4e-9 off (scipy 1.10).
    const half = 2.021078054116628 * 0.3728324332507625;
    expectClose(belief.interval?.[0], 2.9833333333333343 - half);
    expectClose(belief.interval?.[1], 2.9833333333333343 + half);
    expectClose(belief.statistic, 8.001807426787844);
    expectClose(belief.df, 39.998307616597586);
    expectClose(belief.standardError, 0.3728324332507625);
    expect((belief.p ?? 1) / 7.862975582909173e-10).toBeCloseTo(1, 9);
    const inner = welch({ a: FRONTLINE, b: CUSTOMERS });
    expectClose(inner.interval?.[0], 0.33050281122023994);
    expectClose(inner.p, 0.00381412978972229);
  });

  it("rests on the other side when one side's answers are all equal", () => {
    const answers = Float64Array.of(4, 6, 7, 5, 9, 3, 6);
    const { n, mean, variance } = moments(answers);
    const result = welch({ a: Float64Array.of(8, 8, 8), b: answers });
    const half = studentQuantile(0.975, n - 1) * Math.sqrt((variance ?? 0) / n);
    expectClose(result.interval?.[0], 8 - (mean ?? 0) - half);
    expectClose(result.interval?.[1], 8 - (mean ?? 0) + half);
    expect(result.df).toBe(n - 1);
    expect(result.doubts).toEqual(["all-equal-a"]);
  });

  it("has no interval where the answers carry none, and says why", () => {
    const nothing = { interval: null, statistic: null, df: null, p: null, standardError: null };
    const two = Float64Array.of(1, 3);
    expect(welch({ a: Float64Array.of(), b: two })).toEqual({ estimate: null, ...nothing, doubts: ["no-answers-a"] });
    expect(welch({ a: two, b: Float64Array.of(5) })).toEqual({ estimate: -3, ...nothing, doubts: ["too-few-answers-b"] });
    expect(welch({ a: Float64Array.of(2, 2), b: Float64Array.of(5, 5) })).toEqual({
      estimate: -3,
      ...nothing,
      doubts: ["all-equal-a", "all-equal-b", "no-spread"],
    });
  });

  it("takes a census of leaders as known, and a part of them in proportion", () => {
    const census = welch({ a: LEADERS, b: CUSTOMERS, populationA: 12 });
    const half = studentQuantile(0.975, 59) * Math.sqrt((CUSTOMERS.variance ?? 0) / 60);
    expectClose(census.interval?.[0], 2.9833333333333343 - half);
    const part = welch({ a: LEADERS, b: CUSTOMERS, populationA: 16 });
    expectClose(part.standardError, Math.sqrt(((LEADERS.variance ?? 0) / 12) * 0.25 + (CUSTOMERS.variance ?? 0) / 60));
    expect(welch({ a: Float64Array.of(4), b: Float64Array.of(1, 2), populationA: 1 }).df).toBe(1);
    expect(welch({ a: Float64Array.of(4), b: Float64Array.of(1), populationA: 1, populationB: 1 }).interval).toEqual([3, 3]);
    expect(() => welch({ a: LEADERS, b: CUSTOMERS, populationA: 11 })).toThrow(RangeError);
  });

  it("refuses misuse", () => {
    expect(() => welch({ a: LEADERS, b: CUSTOMERS, confidence: 95 })).toThrow(RangeError);
    expect(() => welch({ a: Float64Array.of(Number.NaN, 1), b: CUSTOMERS })).toThrow(RangeError);
    expect(() => welch({ a: { n: 3, mean: 1, variance: -1 }, b: CUSTOMERS })).toThrow(RangeError);
    expect(() => welch({ a: { n: 3, mean: null, variance: 1 }, b: CUSTOMERS })).toThrow(RangeError);
  });

  it.skipIf(sharedFolder === null)("as a kernel on the example file gives the golden values", () => {
    type Pair = {
      readonly welch: Readonly<Record<"diff" | "se" | "df" | "t" | "p", number>> & { readonly ci95: readonly [number, number] };
    };
    const { pairs } = JSON.parse(sharedText("golden", "culture", "gap_statistics.json")) as { pairs: Readonly<Record<string, Pair>> };
    const [, ...lines] = sharedText("data", "culture", "three_sided_example.csv").trim().split(/\r?\n/);
    const rows = lines.map((line) => line.split(","));
    const columns = { names: ["group", "rating"], columns: { group: rows.map(([g = ""]) => g), rating: rows.map(([, r = ""]) => r) } };
    const kernel = kernels.find(({ name }) => name === "stats.welch");
    expect(Object.keys(pairs)).toHaveLength(3);
    for (const [name, pair] of Object.entries(pairs)) {
      const result = kernel?.run({ columns, args: { column: "rating", group: "group", groups: name.split("_vs_") } }) as WelchResult;
      expectClose(result.estimate, pair.welch.diff);
      expectClose(result.standardError, pair.welch.se);
      expectClose(result.df, pair.welch.df);
      expectClose(result.statistic, pair.welch.t);
      expect((result.p ?? 1) / pair.welch.p).toBeCloseTo(1, 9);
      expectClose(result.interval?.[0], pair.welch.ci95[0], 1e-8);
      expectClose(result.interval?.[1], pair.welch.ci95[1], 1e-8);
    }
  });
});
