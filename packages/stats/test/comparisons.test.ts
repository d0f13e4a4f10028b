import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  adjustPValues,
  equivalence,
  kruskal,
  mannWhitney,
  welch,
  welchAnova,
  type Equivalence,
  type MannWhitney,
  type SeveralGroupsTest,
} from "@counterseat/stats";
import { expectEnds, expectNear, golden, run, textColumns } from "./golden.ts";
import { sharedFolder, sharedText } from "./shared-folder.ts";

type Ends = readonly [number, number];

const column = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 40 });

describe.skipIf(sharedFolder === null)("comparisons of groups against the expected values", () => {
  type Pair = {
    readonly mann_whitney: Readonly<
      Record<"U1" | "p_tie_corrected_continuity" | "p_tie_corrected_no_continuity" | "prob_superiority_A12" | "A12_se" | "A12_df", number>
    > & { readonly A12_ci95: Ends };
    readonly welch: { readonly p: number };
  };
  type File = {
    readonly pairs: Readonly<Record<string, Pair>>;
    readonly welch_anova: Readonly<Record<"F" | "df1" | "df2" | "p", number>>;
    readonly kruskal_wallis: Readonly<Record<"H" | "p", number>>;
    readonly holm_adjusted_welch_p: Readonly<Record<string, number>>;
    readonly bh_adjusted_welch_p: Readonly<Record<string, number>>;
  };
  const file = (): File => golden<File>("culture", "gap_statistics.json");
  const example = (): ReturnType<typeof textColumns> => {
    const [, ...lines] = sharedText("data", "culture", "three_sided_example.csv").trim().split(/\r?\n/);
    const rows = lines.map((line) => line.split(","));
    return textColumns({ group: rows.map(([group = ""]) => group), rating: rows.map(([, rating = ""]) => rating) });
  };
  const args = { column: "rating", group: "group" };

  it("ranks of two groups", () => {
    const { pairs } = file();
    expect(Object.keys(pairs)).toHaveLength(3);
    for (const [name, { mann_whitney: expected }] of Object.entries(pairs)) {
      const two = { ...args, groups: name.split("_vs_") };
      const made = run<MannWhitney>("stats.mann-whitney", two, example());
      expectNear(made.statistic, expected.U1, name);
      expectNear(made.estimate, expected.prob_superiority_A12, name);
      expectNear(made.standardError, expected.A12_se, name);
      expectNear(made.df, expected.A12_df, name);
      expectEnds(made.interval, expected.A12_ci95, name);
      expect((made.p ?? 1) / expected.p_tie_corrected_continuity).toBeCloseTo(1, 9);
      const plain = run<MannWhitney>("stats.mann-whitney", { ...two, continuity: false }, example());
      expect((plain.p ?? 1) / expected.p_tie_corrected_no_continuity).toBeCloseTo(1, 9);
    }
  });

  it("several groups at once", () => {
    const { welch_anova: anova, kruskal_wallis: ranks } = file();
    const byMeans = run<SeveralGroupsTest>("stats.welch-anova", args, example());
    expectNear(byMeans.statistic, anova.F);
    expect(byMeans.df).toEqual([anova.df1, expect.closeTo(anova.df2, 8)]);
    expect((byMeans.p ?? 1) / anova.p).toBeCloseTo(1, 9);
    const byRanks = run<SeveralGroupsTest>("stats.kruskal", args, example());
    expectNear(byRanks.statistic, ranks.H);
    expect((byRanks.p ?? 1) / ranks.p).toBeCloseTo(1, 9);
    expect(byRanks).toMatchObject({ df: 2, groups: { leader: 12, frontline: 40, customer: 60 }, missing: 0 });
  });

  it("many p values", () => {
    type Many = Readonly<Record<"p" | "bh_adjusted" | "holm_adjusted" | "bonferroni", readonly number[]>> & {
      readonly bh_reject: readonly boolean[];
    };
    const many = golden<Many>("voice", "fdr.json");
    const by = (method: string): { readonly adjusted: readonly number[]; readonly reject: readonly boolean[] } =>
      run("stats.fdr", { p: many.p, method });
    expect(by("benjamini-hochberg").reject).toEqual(many.bh_reject);
    for (const [method, expected] of [
      ["benjamini-hochberg", many.bh_adjusted] as const,
      ["holm", many.holm_adjusted] as const,
      ["bonferroni", many.bonferroni] as const,
    ]) {
      expect(by(method).adjusted).toHaveLength(expected.length);
      for (const [i, p] of by(method).adjusted.entries()) expectNear(p, expected[i] ?? Number.NaN, `${method} ${i}`);
    }
    const { pairs, holm_adjusted_welch_p: holm, bh_adjusted_welch_p: bh } = file();
    const p = Object.values(pairs).map((pair) => pair.welch.p);
    for (const [i, name] of Object.keys(pairs).entries()) {
      expect((adjustPValues(p, "holm")[i] ?? 1) / (holm[name] ?? 0)).toBeCloseTo(1, 9);
      expect((adjustPValues(p)[i] ?? 1) / (bh[name] ?? 0)).toBeCloseTo(1, 9);
    }
  });
});

describe("mannWhitney", () => {
  it("counts the pairs in which a is ahead, ties half", () => {
    fc.assert(
      fc.property(column, column, (a, b) => {
        let ahead = 0;
        for (const x of a) for (const y of b) ahead += x > y ? 1 : x === y ? 0.5 : 0;
        const made = mannWhitney({ a, b });
        expect(made.statistic).toBeCloseTo(ahead, 8);
        const turned = mannWhitney({ a: b, b: a });
        expectNear(made.estimate, 1 - (turned.estimate ?? Number.NaN));
        expect(turned.p).toBe(made.p);
        // Ranks know no distances: stretching the scale changes nothing.
        const stretch = (side: number[]): number[] => side.map((x) => Math.exp(x / 2) - 40);
        expect(mannWhitney({ a: stretch(a), b: stretch(b) })).toEqual(made);
      }),
    );
  });

  it("is scipy's, and says where it has no interval or no test", () => {
    const [a, b] = [
      [1, 2, 2, 5],
      [3, 4, 4, 9, 7],
    ];
    expectNear(mannWhitney({ a, b }).p, 0.1083608161727848);
    expectNear(mannWhitney({ a, b, continuity: false }).p, 0.08378893804239139);
    const made = mannWhitney({ a, b });
    expectNear((0.5 - (made.estimate ?? 0)) / (made.standardError ?? 0), 2.160246899469287);
    expect(mannWhitney({ a: [1, 2], b: [3, 4] })).toMatchObject({ estimate: 0, interval: null, doubts: ["no-overlap"] });
    expect(mannWhitney({ a: [3, 3], b: [3] })).toMatchObject({ estimate: 0.5, p: null, doubts: ["no-spread"] });
    expect(mannWhitney({ a: [3, 3], b: [4] })).toMatchObject({ interval: null, doubts: ["too-few-answers-b"] });
    expect(mannWhitney({ a: [], b: [4] })).toMatchObject({ estimate: null, doubts: ["no-answers-a"] });
    expect(() => mannWhitney({ a: [Number.NaN], b: [4] })).toThrow(RangeError);
    expect(() => run("stats.mann-whitney", { a: [1, 2], b: 3 })).toThrow('"b" must be a list');
    expect(() => run("stats.mann-whitney", { a: [1], b: [3], continuity: 1 })).toThrow('"continuity" must be true or false');
  });
});

describe("several groups", () => {
  it("two groups by Welch's F are Welch's t squared", () => {
    fc.assert(
      fc.property(column, column, (x, y) => {
        const [a, b] = [Float64Array.from(x), Float64Array.from(y)];
        const t = welch({ a, b });
        const f = welchAnova([a, b]);
        if (f.statistic === null || t.doubts.length > 0) {
          expect(f.doubts).toEqual(["no-spread"]);
          return;
        }
        expectNear(f.statistic, (t.statistic ?? Number.NaN) ** 2);
        expectNear(f.p, t.p ?? Number.NaN);
        expect(f.df).toEqual([1, expect.closeTo(t.df ?? Number.NaN, 6)]);
      }),
    );
  });

  it("two groups by Kruskal and Wallis are the rank test without the half step", () => {
    fc.assert(
      fc.property(column, column, (a, b) => {
        const expected = mannWhitney({ a, b, continuity: false });
        const made = kruskal([a, [], b]);
        if (expected.p === null) expect(made.doubts).toEqual(["no-spread"]);
        else expectNear(made.p, expected.p);
      }),
    );
  });

  it("is scipy's, and says where there is nothing to compare", () => {
    const groups = { x: [1, 2, 2, 5], y: [3, 4, 4, 9, 7], z: [8, 8, 2] };
    expect(run("stats.kruskal", { groups })).toMatchObject({
      statistic: expect.closeTo(3.5710714285714347, 10),
      p: expect.closeTo(0.16770719379122967, 10),
      groups: { x: 4, y: 5, z: 3 },
    });
    expect(run("stats.welch-anova", { groups: Object.values(groups) })).toEqual({
      ...run<object>("stats.welch-anova", { groups }),
      groups: { 1: 4, 2: 5, 3: 3 },
    });
    expect(kruskal([[1, 2]])).toMatchObject({ statistic: null, doubts: ["too-few-groups"] });
    expect(welchAnova([Float64Array.of(1, 2), Float64Array.of(3)])).toMatchObject({ statistic: null, doubts: ["too-few-answers"] });
    expect(() => run("stats.kruskal", { groups: { x: 3 } })).toThrow('"groups"."x" must be a list');
    const columns = textColumns({ g: ["x", "y", "z"], v: [1, 2, 3] });
    expect(() => run("stats.kruskal", { column: "v", group: "g", groups: ["x"] }, columns)).toThrow(
      '"groups" must name two or more of: x, y, z',
    );
    expect(() => run("stats.kruskal", { column: "v", group: "g", groups: ["x", "q"] }, columns)).toThrow('no row has the group "q"');
    expect(run("stats.kruskal", { column: "v", group: "g", groups: ["z", "x"] }, columns)).toMatchObject({ groups: { z: 1, x: 1 } });
  });
});

describe("equivalence", () => {
  it("is scipy's pair of one-sided tests", () => {
    const sides = { a: [1.2, 3.4, 2.2, 5.1, 4.4], b: [2.0, 2.9, 3.8, 4.1, 2.2, 3.3] };
    expectNear(run<Equivalence>("stats.equivalence", { ...sides, margin: 1 }).p, 0.1781773021079367);
    const two = run<Equivalence>("stats.equivalence", { ...sides, margin: 2 });
    expectNear(two.p, 0.0324520526075107);
    expect(two.equivalent).toBe(true);
    const plain = run<Equivalence>("stats.welch", sides);
    expectEnds(two.interval, plain.interval ?? []);
    expect(equivalence({ a: Float64Array.of(4), b: Float64Array.of(3), populationA: 1, populationB: 1, margin: 2 })).toMatchObject({
      estimate: 1,
      equivalenceInterval: [1, 1],
      equivalent: true,
    });
    expect(() => run("stats.equivalence", sides)).toThrow('"margin" is required');
    expect(() => run("stats.equivalence", { ...sides, margin: -1 })).toThrow('"margin" must be positive');
  });

  it("is shown exactly when the narrower interval lies within the margin, whichever side is first and whatever the unit", () => {
    let shown = 0;
    fc.assert(
      fc.property(column, column, fc.double({ min: 0.2, max: 5, noNaN: true }), (x, y, margin) => {
        const [a, b] = [Float64Array.from(x), Float64Array.from(y)];
        const made = equivalence({ a, b, margin });
        if (made.equivalenceInterval === null) {
          expect(made).toMatchObject({ equivalent: null, p: null });
          return;
        }
        const [low, high] = made.equivalenceInterval;
        if (Math.min(low + margin, margin - high) > 1e-9) {
          shown += 1;
          expect(made.equivalent).toBe(true);
        } else if (Math.min(low + margin, margin - high) < -1e-9) expect(made.equivalent).toBe(false);
        expectNear(equivalence({ a: b, b: a, margin }).p, made.p ?? Number.NaN);
        expectNear(equivalence({ a: a.map((v) => v * 10), b: b.map((v) => v * 10), margin: margin * 10 }).p, made.p ?? Number.NaN);
      }),
      { seed: 5 },
    );
    expect(shown).toBeGreaterThan(5);
  });
});

describe("many p values", () => {
  const many = fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(null)), { maxLength: 30 });

  it("reject what the step-up and step-down rules of the papers reject, in any order", () => {
    fc.assert(
      fc.property(many, (p) => {
        const sorted = p.filter((value) => value !== null).toSorted((x, y) => x - y);
        const m = sorted.length;
        const level = 0.3;
        let finds = 0;
        for (const [i, value] of sorted.entries()) if (value <= (level * (i + 1)) / m) finds = i + 1;
        let firstKept = sorted.findIndex((value, i) => value > level / (m - i));
        if (firstKept === -1) firstKept = m;
        const count = (adjusted: readonly (number | null)[]): number => adjusted.filter((value) => value !== null && value <= level).length;
        expect(count(adjustPValues(p))).toBe(finds);
        expect(count(adjustPValues(p, "holm"))).toBe(firstKept);
        expect(adjustPValues(p.toReversed()).toReversed()).toEqual(adjustPValues(p));
        for (const [i, value] of p.entries()) expect(adjustPValues(p)[i] === null).toBe(value === null);
      }),
    );
  });

  it("come as arguments or as a column, and are refused by their place", () => {
    const columns = textColumns({ p: ["0.01", "", "0.04"] });
    expect(run("stats.fdr", { column: "p" }, columns)).toEqual(run("stats.fdr", { p: [0.01, null, 0.04] }));
    expect(run("stats.fdr", { p: [0.01, null, 0.04] })).toMatchObject({
      adjusted: [0.02, null, 0.04],
      reject: [true, null, true],
      tests: 2,
    });
    expect(run("stats.fdr", { p: [0.01, 0.04], alpha: 0.03 })).toMatchObject({ level: 0.03, reject: [true, false] });
    expect(() => run("stats.fdr", { p: [0.1, 1.2] })).toThrow('"p"[1] must lie in 0..1');
    expect(() => run("stats.fdr", { p: 0.1 })).toThrow('"p" must be a list');
    expect(() => run("stats.fdr", {})).toThrow('"p" is required');
    expect(() => run("stats.fdr", { p: [], level: 5 })).toThrow('"level" must lie between 0 and 1');
    expect(() => run("stats.fdr", { column: "p" }, textColumns({ p: [0.1, 7] }))).toThrow("row 2 of column p is 7");
  });
});
