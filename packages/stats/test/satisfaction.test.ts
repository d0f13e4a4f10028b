import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ces,
  cesDifference,
  countAnswers,
  csat,
  csatDifference,
  csatOfAnswers,
  fisherExact,
  newcombe,
  shareDifference,
  shareInterval,
  shrinkShares,
  welch,
  type CesFigure,
  type CsatFigure,
  type Figure,
  type ShareDifference,
} from "@counterseat/stats";
import { expectEnds, expectNear, golden, run, textColumns } from "./golden.ts";
import { sharedFolder } from "./shared-folder.ts";

type Ends = readonly [number, number];

const ONE_TO_FIVE = { min: 1, max: 5 };
const ONE_TO_SEVEN = { min: 1, max: 7 };
const answersTo = (max: number): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 60 });
const share = fc.integer({ min: 1, max: 80 }).chain((n) => fc.record({ n: fc.constant(n), successes: fc.integer({ min: 0, max: n }) }));

describe.skipIf(sharedFolder === null)("satisfaction and effort against the expected values", () => {
  it("CSAT with every interval, at 95 and 90 percent", () => {
    type Case = { readonly k: number; readonly n: number; readonly p: number } & Readonly<Record<string, Ends>>;
    const { cases } = golden<{ readonly cases: readonly Case[] }>("voice", "csat_top2box.json");
    const names = { wilson: "wilson", "agresti-coull": "agresti_coull", "clopper-pearson": "beta", jeffreys: "jeffreys", wald: "normal" };
    expect(cases.length).toBeGreaterThan(6);
    for (const one of cases) {
      const made = run<CsatFigure>("stats.csat", { satisfied: one.k, n: one.n });
      expectNear(made.value, one.p);
      expect(made).toMatchObject({ method: "wilson", unit: "share", n: one.n, satisfied: one.k });
      expect(run("stats.csat", { k: one.k, n: one.n })).toEqual(made);
      for (const [method, file] of Object.entries(names)) {
        for (const level of [95, 90]) {
          const { interval } = run<CsatFigure>("stats.csat", { satisfied: one.k, n: one.n, method, confidence: level / 100 });
          expectEnds(interval, one[`${file}_${level}`] ?? [], `${one.k} of ${one.n}, ${method} ${level}`);
        }
      }
    }
  });

  it("the difference of two shares, with every interval and test", () => {
    type Case = Readonly<
      Record<"k1" | "n1" | "k2" | "n2" | "z_pooled" | "p_pooled" | "chi2_N_minus_1" | "p_N_minus_1" | "fisher_p", number>
    > & {
      readonly newcombe_ci_p2_minus_p1: Ends;
      readonly agresti_caffo_ci: Ends;
    };
    const { cases } = golden<{ readonly cases: readonly Case[] }>("voice", "csat_diff.json");
    expect(cases.length).toBeGreaterThan(3);
    for (const one of cases) {
      const sides = { a: { successes: one.k2, n: one.n2 }, b: { successes: one.k1, n: one.n1 } };
      const by = (options: Readonly<Record<string, unknown>>): ShareDifference =>
        run("stats.proportion-difference", { ...sides, ...options });
      const usual = by({});
      expectNear(usual.estimate, one.k2 / one.n2 - one.k1 / one.n1);
      expectNear(usual.statistic, one.chi2_N_minus_1);
      expectNear(usual.p, one.p_N_minus_1);
      expectEnds(usual.interval, one.newcombe_ci_p2_minus_p1);
      expect(usual).toMatchObject({ df: 1, method: "newcombe", test: "n-1" });
      expectEnds(by({ method: "agresti-caffo" }).interval, one.agresti_caffo_ci);
      expectNear(by({ test: "fisher" }).p, one.fisher_p);
      // The expected z is of the first share minus the second.
      expectNear(by({ test: "pooled-z" }).statistic, -one.z_pooled);
      expectNear(by({ test: "pooled-z" }).p, one.p_pooled);
    }
  });

  it("CES from raw answers, as a column, a list and counts", () => {
    type File = Readonly<Record<"n" | "mean" | "top3" | "top3_pct" | "bottom3_pct", number>> & {
      readonly raw: readonly number[];
      readonly ci95: Ends;
      readonly top3_wilson: Ends;
    };
    const file = golden<File>("voice", "ces.json");
    const made = run<CesFigure>("stats.ces", { column: "effort", scale: "1-7" }, textColumns({ effort: file.raw }));
    expectNear(made.value, file.mean);
    expectEnds(made.interval, file.ci95);
    expect(made).toMatchObject({
      n: file.n,
      method: "student-t",
      unit: "points on 1-7",
      scale: "1-7",
      doubts: ["low-precision"],
      missing: 0,
    });
    expectNear(made.easy.value, file.top3_pct / 100);
    expectNear(made.easy.value, file.top3 / file.n);
    expectEnds(made.easy.interval, file.top3_wilson);
    expectNear(made.hard.value, file.bottom3_pct / 100);
    const { missing: _, ...rest } = { missing: 0, ...made };
    expect(run("stats.ces", { answers: file.raw, scale: [1, 7] })).toEqual(rest);
    expect(run("stats.ces", { counts: countAnswers("test", file.raw, ONE_TO_SEVEN).counts, scale: 7 })).toEqual(rest);
  });

  it("shares of small teams, drawn towards the share of all", () => {
    type Team = { readonly k: number; readonly n: number; readonly raw: number; readonly shrunk: number; readonly ci: Ends };
    const file = golden<{ readonly mu: number; readonly M: number; readonly teams: readonly Team[] }>("voice", "shrinkage.json");
    const made = shrinkShares({ teams: file.teams.map(({ k, n }) => ({ successes: k, n })), strength: file.M });
    expectNear(made.pooled, file.mu);
    expect(made.teams).toHaveLength(file.teams.length);
    for (const [i, team] of file.teams.entries()) {
      expectNear(made.teams[i]?.raw, team.raw);
      expectNear(made.teams[i]?.shrunk, team.shrunk);
      expectEnds(made.teams[i]?.interval, team.ci);
    }
  });
});

describe("CSAT", () => {
  it("counts the two best answers of any scale, with the mean beside them", () => {
    const made = csatOfAnswers(countAnswers("test", [1, 3, 4, 4, 5], ONE_TO_FIVE));
    expect(made).toMatchObject({
      value: 0.6,
      satisfied: 3,
      n: 5,
      mean: { value: 3.4, unit: "points on 1-5", metric: "stats.csat-mean@1" },
    });
    expect(csatOfAnswers(countAnswers("test", [5, 6, 7], ONE_TO_SEVEN))).toMatchObject({ satisfied: 2 });
    expect(() => csatOfAnswers(countAnswers("test", [1, 3], { min: 1, max: 3 }))).toThrow("four points");
  });

  it("has an interval inside 0 to 1 around the share, by every method, and mirrors when good and bad change places", () => {
    fc.assert(
      fc.property(
        share,
        fc.constantFrom("wilson" as const, "agresti-coull" as const, "clopper-pearson" as const, "wald" as const),
        (one, method) => {
          const ends = shareInterval({ ...one, method });
          const [low, high] = ends ?? [Number.NaN, Number.NaN];
          const middle = one.successes / one.n;
          expect(low >= 0 && low <= middle + 1e-12 && middle - 1e-12 <= high && high <= 1, `${low} ${middle} ${high}`).toBe(true);
          expectEnds(shareInterval({ successes: one.n - one.successes, n: one.n, method }), [1 - high, 1 - low], method);
        },
      ),
    );
  });

  it("without answers has no value, and a unanimous one keeps its width", () => {
    expect(csat({ satisfied: 0, n: 0 })).toMatchObject({ value: null, interval: null, doubts: ["no-answers"] });
    expect(csat({ satisfied: 4, n: 4 }).interval?.[0]).toBeLessThan(0.6);
    expect(csatOfAnswers(countAnswers("test", [5, 5, 5], ONE_TO_FIVE)).mean).toMatchObject({
      value: 5,
      interval: null,
      doubts: ["no-spread", "low-precision"],
    });
  });

  it("refuses what is wrong, by its name", () => {
    expect(() => run("stats.csat", { satisfied: 5, n: 4 })).toThrow('"satisfied" is 5, more than "n", 4');
    expect(() => run("stats.csat", { satisfied: 5 })).toThrow('"n" is required');
    expect(() => run("stats.csat", {})).toThrow('"satisfied" is required');
    expect(() => run("stats.csat", { satisfied: 1, k: 1, n: 2 })).toThrow("mean the same");
    expect(() => run("stats.csat", { n: 2, answers: [1, 2] })).toThrow('"n" or the answers themselves');
    expect(() => run("stats.csat", { satisfied: 1, n: 2, method: "exact" })).toThrow('"method" must be one of wilson');
    expect(() => run("stats.csat", { column: "stars", scale: "1-5" }, textColumns({ stars: [5, 4.5] }))).toThrow(
      "row 2 of column stars is 4.5",
    );
    expect(() => run("stats.csat", { column: "stars" }, textColumns({ stars: ["good"] }))).toThrow(
      'row 1 of column stars is "good", not a number',
    );
  });
});

describe("CES", () => {
  it("moves with its scale: the same answers one point higher score one point higher", () => {
    fc.assert(
      fc.property(answersTo(7), (answers) => {
        const one = ces({ answers: countAnswers("test", answers, ONE_TO_SEVEN) });
        const shifted = answers.map((answer) => answer - 1);
        const other = ces({ answers: countAnswers("test", shifted, { min: 0, max: 6 }) });
        expectNear(one.value, (other.value ?? Number.NaN) + 1);
        expect(one.doubts).toEqual(other.doubts);
        if (one.interval !== null)
          expectEnds(
            one.interval,
            (other.interval ?? []).map((end) => end + 1),
          );
        expect(one.easy.value).toBe(other.easy.value);
        expect(one.hard.value).toBe(other.hard.value);
      }),
    );
  });

  it("stays on its scale, and turns over with it", () => {
    fc.assert(
      fc.property(answersTo(7), (answers) => {
        const one = ces({ answers: countAnswers("test", answers, ONE_TO_SEVEN) });
        const turned = ces({
          answers: countAnswers(
            "test",
            answers.map((answer) => 8 - answer),
            ONE_TO_SEVEN,
          ),
        });
        expectNear(one.value, 8 - (turned.value ?? Number.NaN));
        expect(one.easy.value).toBe(turned.hard.value);
        const [low, high] = one.interval ?? [1, 7];
        expect(low >= 1 && high <= 7).toBe(true);
      }),
    );
  });

  it("never mixes scales", () => {
    const five = countAnswers("test", [1, 5, 4], ONE_TO_FIVE);
    const seven = countAnswers("test", [1, 5, 7], ONE_TO_SEVEN);
    expect(() => cesDifference({ a: five, b: seven })).toThrow('"scale" differs, 1-5 against 1-7');
    expect(() => csatDifference({ a: five, b: seven })).toThrow('"scale" differs');
    expect(() => run("stats.ces", { answers: [7], scale: "1-5" })).toThrow("answer 1 is 7, not a point of the scale 1-5");
    expect(run<Figure>("stats.ces", { answers: [4, 5, 6] }).doubts).toEqual(["low-precision", "scale-assumed"]);
    expect(() => run("stats.ces", { scale: "1-7" })).toThrow('"counts" must be');
  });
});

describe("differences of satisfaction and effort", () => {
  it("are those of the shares and of the means, and turn their sign with the sides", () => {
    fc.assert(
      fc.property(answersTo(5), answersTo(5), (x, y) => {
        const [a, b] = [countAnswers("test", x, ONE_TO_FIVE), countAnswers("test", y, ONE_TO_FIVE)];
        const good = (side: number[]): number => side.filter((answer) => answer >= 4).length;
        const made = csatDifference({ a, b });
        const { mean, ...ofShares } = made;
        const sides = { a: { successes: good(x), n: x.length }, b: { successes: good(y), n: y.length } };
        expect(ofShares).toEqual(shareDifference({ ...sides, test: made.test }));
        const { estimate, interval } = newcombe(sides);
        expect([made.estimate, made.interval]).toEqual([estimate, interval]);
        expect(ofShares.doubts).not.toContain("few-expected");
        const direct = welch({ a: Float64Array.from(x), b: Float64Array.from(y) });
        expectNear(mean.estimate, direct.estimate ?? Number.NaN);
        if (direct.interval === null) expect(mean.interval).toBeNull();
        else expectEnds(mean.interval, direct.interval);
        const turned = csatDifference({ a: b, b: a });
        expectNear(made.estimate, -(turned.estimate ?? Number.NaN));
        expectEnds(made.interval, (turned.interval ?? []).map((end) => -end).toReversed());
        const effort = cesDifference({ a, b });
        expectNear(effort.estimate, -(cesDifference({ a: b, b: a }).estimate ?? Number.NaN));
        expect(effort.easy.estimate).toBe(made.estimate);
      }),
    );
  });

  it("test shares by Fisher where hardly anybody is expected in a cell, and where nobody differs", () => {
    const side = (good: number, bad: number) =>
      countAnswers("test", [...Array<number>(good).fill(5), ...Array<number>(bad).fill(1)], ONE_TO_FIVE);
    const one = csatDifference({ a: side(39, 1), b: side(5, 0) });
    expect(one).toMatchObject({ test: "fisher", statistic: null, p: 1, doubts: [] });
    const all = csatDifference({ a: side(20, 0), b: side(8, 0) });
    expect(all).toMatchObject({ estimate: 0, test: "fisher", p: 1, doubts: [] });
    // One in 62 is not satisfied, and is one of the two: by Campbell p would be below 0.0001.
    const rare = csatDifference({ a: side(60, 0), b: side(1, 1) });
    expectNear(rare.p, 2 / 62);
    expect(csatDifference({ a: side(45, 15), b: side(52, 8) })).toMatchObject({ test: "n-1", df: 1 });
    expect(csatDifference({ a: side(0, 0), b: side(5, 0) })).toMatchObject({ p: null, doubts: ["no-answers-a"] });
  });

  it("read two groups of a file, or two sides", () => {
    const columns = textColumns({ team: ["n", "n", "n", "s", "s", "s", "s"], score: [5, 4, 2, 1, 3, "", 5] });
    const sides = { a: { answers: [5, 4, 2] }, b: { answers: [1, 3, 5] }, scale: "1-5" };
    const args = { column: "score", group: "team", scale: "1-5" };
    for (const name of ["stats.csat-difference", "stats.ces-difference"]) {
      const expected = run<object>(name, sides);
      expect(expected).toMatchObject({ doubts: [] });
      expect(run(name, args, columns)).toEqual({ ...expected, groups: ["n", "s"], missing: 1 });
    }
    const shares = run<object>("stats.proportion-difference", { a: { k: 2, n: 3 }, b: { successes: 1, n: 3 } });
    expect(run("stats.proportion-difference", args, columns)).toEqual({ ...shares, groups: ["n", "s"], missing: 1 });
    expect(run("stats.proportion-difference", { column: "score", group: "team", atLeast: 4 }, columns)).toMatchObject(shares);
    expect(() => run("stats.proportion-difference", { column: "score", group: "team" }, columns)).toThrow(
      '"atLeast" or "scale" is required',
    );
    expect(() => run("stats.proportion-difference", { ...args, atLeast: 4 }, columns)).toThrow("not both");
    expect(() => run("stats.proportion-difference", { a: { successes: 4, n: 3 }, b: { successes: 1, n: 3 } })).toThrow('"a": 4 of 3');
    expect(() => run("stats.proportion-difference", { a: { successes: 4, of: 3 }, b: {} })).toThrow('unknown argument "of"');
  });
});

describe("tests of two shares", () => {
  it("Fisher's p is scipy's, also where chances are far below the smallest number", () => {
    const tables = [
      [8, 10, 1, 6, 0.034965034965034975],
      [3, 4, 1, 4, 0.48571428571428565],
      [1, 10, 11, 14, 0.0027594561852200836],
      [0, 5, 4, 5, 0.04761904761904762],
      [450, 1000, 480, 1000, 0.19355074678510448],
    ] as const;
    for (const [k1, n1, k2, n2, p] of tables) {
      expect(fisherExact({ a: { successes: k1, n: n1 }, b: { successes: k2, n: n2 } })).toBeCloseTo(p, 12);
    }
    expect(fisherExact({ a: { successes: 0, n: 9000 }, b: { successes: 9000, n: 9000 } })).toBe(0);
    expect(fisherExact({ a: { successes: 3, n: 3 }, b: { successes: 0, n: 0 } })).toBe(1);
  });

  it("do not change when sides, or good and bad, change places", () => {
    fc.assert(
      fc.property(share, share, fc.constantFrom("n-1" as const, "pooled-z" as const, "fisher" as const), (a, b, test) => {
        const turned = ({ successes, n }: typeof a): typeof a => ({ successes: n - successes, n });
        const { p, doubts } = shareDifference({ a, b, test });
        for (const other of [shareDifference({ a: b, b: a, test }), shareDifference({ a: turned(a), b: turned(b), test })]) {
          if (p === null) expect(other.p).toBeNull();
          else expectNear(other.p, p, test);
          expect(other.doubts).toEqual(doubts);
        }
      }),
    );
  });

  it("say where too few are expected for an approximation", () => {
    const sides = { a: { successes: 1, n: 3 }, b: { successes: 0, n: 20 } };
    expect(shareDifference(sides).doubts).toEqual(["few-expected"]);
    expect(shareDifference({ ...sides, test: "fisher" }).doubts).toEqual([]);
    expect(shareDifference({ a: { successes: 0, n: 3 }, b: { successes: 0, n: 0 } })).toMatchObject({
      estimate: null,
      doubts: ["no-answers-b"],
    });
  });
});

describe("shares of small teams", () => {
  it("lie between their own share and the share of all", () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 2, maxLength: 6 }), (teams) => {
        const { pooled, teams: made, doubts } = shrinkShares({ teams });
        if (pooled === null || doubts.length > 0) return;
        for (const { raw, shrunk, interval } of made) {
          expect(shrunk).toBeGreaterThanOrEqual(Math.min(raw ?? 0, pooled) - 1e-12);
          expect(shrunk).toBeLessThanOrEqual(Math.max(raw ?? 0, pooled) + 1e-12);
          expect(interval[0] < shrunk && shrunk < interval[1]).toBe(true);
        }
      }),
    );
    expect(shrinkShares({ teams: [] }).doubts).toEqual(["no-answers"]);
    expect(shrinkShares({ teams: [{ successes: 3, n: 3 }] }).doubts).toEqual(["no-spread"]);
    expect(() => shrinkShares({ teams: [{ successes: 4, n: 3 }] })).toThrow("4 of 3");
  });
});
