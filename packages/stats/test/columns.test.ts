import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { figure, kernels, mean, moments, quantile, quantilesReordering } from "@counterseat/stats";

const column = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -1e9, max: 1e9, noNaN: true })), { maxLength: 200 });

describe("quantile", () => {
  it("is numpy's default on a known column", () => {
    // numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [10, 50, 90])
    expect(quantilesReordering(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6), [0.1, 0.5, 0.9])).toEqual([1, 3.5, expect.closeTo(6.9, 12)]);
  });

  it("agrees with a full sort, and leaves the column alone", () => {
    fc.assert(
      fc.property(column, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p, q) => {
        const sorted = values.toSorted((x, y) => x - y);
        const naive = (share: number): number => {
          const place = (sorted.length - 1) * share;
          const low = sorted[Math.floor(place)] ?? 0;
          return low + (place % 1) * ((sorted[Math.ceil(place)] ?? 0) - low);
        };
        const copy = [...values];
        if (values.length === 0) expect(quantile(values, p)).toBeNull();
        else expect(quantile(values, p)).toBeCloseTo(naive(p), 5);
        expect(values).toEqual(copy);
        const both = [Math.min(p, q), Math.max(p, q)];
        const expected = values.length === 0 ? [] : both.map((share) => expect.closeTo(naive(share), 5));
        expect(quantilesReordering(Float64Array.from(values), both)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("is quick on columns made to be slow: equal, sorted, organ pipe", () => {
    const n = 200_000;
    for (const shape of [() => 1, (i: number) => i, (i: number) => -i, (i: number) => Math.min(i, n - i)]) {
      const values = Float64Array.from({ length: n }, (_, i) => shape(i));
      const sorted = values.toSorted();
      expect(quantile(values, 0.5)).toBe(((sorted[n / 2 - 1] ?? 0) + (sorted[n / 2] ?? 0)) / 2);
    }
  });

  it("refuses shares outside 0..1 and NaN", () => {
    expect(() => quantile([1], 1.5)).toThrow(RangeError);
    expect(() => quantilesReordering(Float64Array.of(1, 2), [0.9, 0.5])).toThrow(RangeError);
    expect(() => quantile([Number.NaN], 0.5)).toThrow(RangeError);
  });
});

describe("moments", () => {
  it("holds where a sum of squares would lose everything", () => {
    const far = moments(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16));
    expect(far).toEqual({ n: 4, mean: 1e9 + 10, variance: 30 });
  });

  it("is null where there is nothing", () => {
    expect(moments([])).toEqual({ n: 0, mean: null, variance: null });
    expect(moments([3])).toEqual({ n: 1, mean: 3, variance: null });
    expect(mean([])).toBeNull();
    expect(() => mean([1, Number.NaN])).toThrow(RangeError);
  });
});

describe("figure", () => {
  const base = { unit: "points", n: 3, metric: "test@1" };
  it("fills in what is not said", () => {
    expect(figure({ ...base, value: 4 })).toEqual({ ...base, value: 4, interval: null, asOf: null, doubts: [] });
  });

  it("refuses what is not a number, and a missing value without a reason", () => {
    expect(() => figure({ ...base, value: Number.NaN })).toThrow(RangeError);
    expect(() => figure({ ...base, value: Infinity })).toThrow(RangeError);
    expect(() => figure({ ...base, value: 1, interval: [0, Number.NaN] })).toThrow(RangeError);
    expect(() => figure({ ...base, value: 1, interval: [2, 1] })).toThrow(RangeError);
    expect(() => figure({ ...base, value: 1, n: Number.NaN })).toThrow(RangeError);
    expect(() => figure({ ...base, value: null })).toThrow(RangeError);
    expect(figure({ ...base, value: null, doubts: ["no-answers"] }).value).toBeNull();
  });
});

describe("kernels", () => {
  const columns = { names: ["who", "score"], columns: { who: ["a", "b", "a", "b", "c"], score: ["1", "2", "3", "", "x"] } };
  const run = (name: string, args: Record<string, unknown>): unknown => kernels.find((one) => one.name === name)?.run({ columns, args });

  it("reads two groups from a file and counts the missing answers", () => {
    expect(run("stats.welch", { column: "score", group: "who", groups: ["a", "b"] })).toMatchObject({
      estimate: 0,
      missing: 1,
      doubts: ["too-few-answers-b"],
    });
    expect(run("stats.proportion-difference", { column: "score", group: "who", groups: ["a", "b"], atLeast: 2 })).toMatchObject({
      estimate: -0.5,
    });
    expect(run("stats.welch", { a: [1, 2, 3], b: { n: 3, mean: 2, variance: 1 } })).toMatchObject({ estimate: 0, p: 1 });
  });

  it("refuses unreadable input and says what is wrong", () => {
    expect(() => run("stats.welch", { column: "score", group: "who" })).toThrow('"groups" must name two of: a, b, c');
    expect(() => run("stats.welch", { column: "score", group: "who", groups: ["a", "c"] })).toThrow('row 5 of column score is "x"');
    expect(() => run("stats.welch", { column: "scores", group: "who" })).toThrow('no column "scores"');
    expect(() => run("stats.welch", { a: [1, "2"], b: [1] })).toThrow(RangeError);
    expect(() => run("stats.nps", { promoters: 1, passives: 1 })).toThrow('"detractors" is required');
    expect(() => run("stats.suppress", { cells: { A: 1 }, k: 5, total: true })).toThrow('unknown argument "total"');
  });
});
