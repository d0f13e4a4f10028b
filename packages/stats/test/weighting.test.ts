import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  npsMoments,
  postStratify,
  rake,
  responseRates,
  weightCost,
  weightedMean,
  type PostStratification,
  type Raking,
} from "@counterseat/stats";
import { expectEnds, expectNear, golden, run, textColumns } from "./golden.ts";
import { sharedFolder } from "./shared-folder.ts";

type Ends = readonly [number, number];

describe.skipIf(sharedFolder === null)("weighting against the expected values", () => {
  it("an NPS brought to the sizes of its strata", () => {
    type Stratum = Readonly<Record<"N" | "n" | "p" | "pa" | "d" | "weight", number>> & { readonly name: string };
    type File = Readonly<Record<"unweighted_nps" | "poststratified_nps" | "se_with_fpc" | "kish_deff" | "n_eff", number>> & {
      readonly strata: readonly Stratum[];
      readonly ci95: Ends;
    };
    const file = golden<File>("voice", "poststratified_nps.json");
    const strata = file.strata.map(
      ({ name, N, p, pa, d }) => [name, { population: N, promoters: p, passives: pa, detractors: d }] as const,
    );
    type Made = Omit<PostStratification, "weights"> & { readonly weights: Readonly<Record<string, number>> };
    const check = (made: Made): void => {
      expectNear(made.estimate, file.poststratified_nps);
      expectNear(made.unweighted, file.unweighted_nps);
      expectNear(made.standardError, file.se_with_fpc);
      expectEnds(made.interval, file.ci95);
      expectNear(made.designEffect, file.kish_deff);
      expectNear(made.effectiveN, file.n_eff);
      for (const { name, weight } of file.strata) expectNear(made.weights[name], weight, name);
    };
    check(run<Made>("stats.post-stratify", { strata: Object.fromEntries(strata) }));
    const rows = strata.flatMap(([name, { promoters, passives, detractors }]) =>
      [10, 7, 0].flatMap((answer, i) => Array.from({ length: [promoters, passives, detractors][i] ?? 0 }, () => ({ name, answer }))),
    );
    const columns = textColumns({ size: rows.map(({ name }) => name), score: rows.map(({ answer }) => answer) });
    const populations = Object.fromEntries(file.strata.map(({ name, N }) => [name, N]));
    check(run<Made>("stats.post-stratify", { column: "score", group: "size", populations, score: "nps" }, columns));
  });

  it("an NPS raked to two margins", () => {
    type Table = readonly (readonly number[])[];
    type File = Readonly<
      Record<"unweighted_nps" | "raked_nps" | "se" | "kish_deff" | "n_eff" | "iterations" | "weight_min" | "weight_max", number>
    > &
      Readonly<Record<"seed_counts" | "cell_weights" | "promoters" | "detractors", Table>> & {
        readonly row_targets: readonly number[];
        readonly col_targets: readonly number[];
        readonly ci95: Ends;
      };
    const file = golden<File>("voice", "raking.json");
    const margins = [file.row_targets, file.col_targets];
    const made = run<Omit<Raking, "weights"> & { readonly weights: Table }>("stats.rake", { table: file.seed_counts, margins });
    expect(made).toMatchObject({ iterations: file.iterations, doubts: [], n: 200 });
    expect(made.maxError).toBeLessThan(1e-12);
    expectNear(made.designEffect, file.kish_deff);
    expectNear(made.effectiveN, file.n_eff);
    expectNear(Math.min(...made.weights.flat()), file.weight_min);
    expectNear(Math.max(...made.weights.flat()), file.weight_max);
    const rows: { row: string; column: string; answer: number }[] = [];
    const groups = file.seed_counts.flatMap((row, r) =>
      row.map((n, c) => {
        expectNear(made.weights[r]?.[c], file.cell_weights[r]?.[c] ?? Number.NaN, `${r} ${c}`);
        const promoters = file.promoters[r]?.[c] ?? 0;
        const detractors = file.detractors[r]?.[c] ?? 0;
        for (let i = 0; i < n; i += 1)
          rows.push({ row: `r${r}`, column: `c${c}`, answer: i < promoters ? 9 : i < promoters + detractors ? 6 : 8 });
        return { answers: npsMoments({ promoters, passives: n - promoters - detractors, detractors }), weight: made.weights[r]?.[c] ?? 0 };
      }),
    );
    const check = (score: {
      readonly estimate: number | null;
      readonly standardError: number | null;
      readonly interval: Ends | null;
    }): void => {
      expectNear(score.estimate, file.raked_nps);
      expectNear(score.standardError, file.se);
      expectEnds(score.interval, file.ci95);
    };
    check(weightedMean({ groups }));
    const columns = textColumns({
      region: [...rows.map(({ row }) => row), "r0"],
      segment: [...rows.map(({ column }) => column), "c0"],
      score: [...rows.map(({ answer }) => answer), ""],
    });
    const named = (prefix: string, shares: readonly number[]): object =>
      Object.fromEntries(shares.map((share, i) => [`${prefix}${i}`, share]));
    const byFile = run<Raking & { readonly estimate: number; readonly standardError: number; readonly interval: Ends }>(
      "stats.rake",
      { margins: { region: named("r", file.row_targets), segment: named("c", file.col_targets) }, column: "score", score: "nps" },
      columns,
    );
    check(byFile);
    expect(byFile).toMatchObject({ n: 200, missing: 1, unweighted: expect.closeTo(file.unweighted_nps, 9) });
    expect(byFile.weights).toHaveLength(201);
    expect(byFile.weights?.[200]).toBeNull();
  });

  it("response rates", () => {
    type File = Readonly<
      Record<"I" | "P" | "R" | "NC" | "O" | "U" | "e" | `RR${1 | 2 | 3 | 4 | 5 | 6}` | "COOP1" | "REF1" | "CON1", number>
    >;
    const file = golden<File>("voice", "response_rates.json");
    const { I: complete, P: partial, R: refused, NC: notReached, O: other, U: unknown, e: eligibleShare } = file;
    const made = responseRates({ complete, partial, refused, notReached, other, unknown, eligibleShare });
    const expected = [file.RR1, file.RR2, file.RR3, file.RR4, file.RR5, file.RR6, file.COOP1, file.REF1, file.CON1];
    const { rr1, rr2, rr3, rr4, rr5, rr6, cooperation1, refusal1, contact1 } = made;
    for (const [i, rate] of [rr1, rr2, rr3, rr4, rr5, rr6, cooperation1, refusal1, contact1].entries()) {
      expectNear(rate, expected[i] ?? Number.NaN, `rate ${i}`);
    }
  });
});

describe("postStratify", () => {
  const stratum = fc.record({
    population: fc.integer({ min: 100, max: 5000 }),
    promoters: fc.integer({ min: 1, max: 30 }),
    passives: fc.integer({ min: 0, max: 30 }),
    detractors: fc.integer({ min: 0, max: 30 }),
  });
  const read = ({
    population,
    ...counts
  }: {
    population: number;
    promoters: number;
    passives: number;
    detractors: number;
  }): {
    population: number;
    answers: ReturnType<typeof npsMoments>;
  } => ({ population, answers: npsMoments(counts) });

  it("does not care in which order the strata come, or how large all are together", () => {
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 5 }), (given) => {
        const strata = given.map(read);
        const made = postStratify({ strata });
        expectNear(postStratify({ strata: strata.toReversed() }).estimate, made.estimate ?? Number.NaN);
        expectNear(
          postStratify({ strata: given.map((one) => read({ ...one, population: one.population * 10 })) }).estimate,
          made.estimate ?? Number.NaN,
        );
        expect(made.designEffect).toBeGreaterThanOrEqual(1 - 1e-12);
        const means = strata.map(({ answers }) => answers.mean ?? 0);
        expect(made.estimate).toBeGreaterThanOrEqual(Math.min(...means) - 1e-9);
        expect(made.estimate).toBeLessThanOrEqual(Math.max(...means) + 1e-9);
      }),
    );
  });

  it("is sure of a census and unsure of a stratum nobody answered in", () => {
    const census = { population: 4, promoters: 2, passives: 1, detractors: 1 };
    expect(postStratify({ strata: [read(census)] })).toMatchObject({ estimate: 25, interval: [25, 25] });
    const silent = { population: 9, promoters: 0, passives: 0, detractors: 0 };
    expect(postStratify({ strata: [read(census), read(silent)] })).toMatchObject({
      estimate: null,
      unweighted: 25,
      doubts: ["no-answers"],
    });
    const single = { population: 9, promoters: 1, passives: 0, detractors: 0 };
    expect(postStratify({ strata: [read(single)] })).toMatchObject({ estimate: 100, interval: null, doubts: ["too-few-answers"] });
    const alike = { population: 9, promoters: 3, passives: 0, detractors: 0 };
    expect(postStratify({ strata: [read(alike)] })).toMatchObject({ interval: null, doubts: ["no-spread"] });
    expect(postStratify({ strata: [] })).toMatchObject({ estimate: null, doubts: ["no-answers"] });
  });

  it("refuses what is wrong, by its name", () => {
    const kernel = "stats.post-stratify";
    expect(() => run(kernel, { strata: { big: { population: 1, n: 2, mean: 3, variance: 1 } } })).toThrow(
      'stratum "big": "population" is 1',
    );
    expect(() => run(kernel, { strata: { big: { n: 2, mean: 3, variance: 1 } } })).toThrow('stratum "big": "population" is required');
    expect(() => run(kernel, { strata: { big: { population: 9, promoters: 2 } } })).toThrow('stratum "big": "passives" is required');
    expect(() => run(kernel, {})).toThrow('give "strata"');
    const columns = textColumns({ g: ["x", "y"], v: [1, 2] });
    expect(() => run(kernel, { column: "v", group: "g", populations: { x: 3 } }, columns)).toThrow('no number for the group "y" of row 2');
    expect(() => run(kernel, { group: "g", populations: { x: 3, y: 3 } }, columns)).toThrow('"column"');
    expect(run(kernel, { column: "v", group: "g", populations: { x: 1, y: 3 } }, columns)).toMatchObject({ estimate: 1.75 });
  });
});

describe("rake", () => {
  const table = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
  const shares = (length: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: length, maxLength: length });
  const cellsOf = (counts: readonly (readonly number[])[]): { n: number; levels: number[] }[] =>
    counts.flatMap((row, r) => row.map((n, c) => ({ n, levels: [r, c] })));

  it("meets every margin with mean weight 1, and keeps what the margins say nothing of", () => {
    fc.assert(
      fc.property(table, shares(2), shares(3), (counts, rows, columns) => {
        const cells = cellsOf(counts);
        const { weights, doubts, designEffect, effectiveN } = rake({ cells, margins: [rows, columns] });
        expect(doubts).toEqual([]);
        const weighted = cells.map(({ n }, i) => n * (weights?.[i] ?? Number.NaN));
        const total = cells.reduce((sum, { n }) => sum + n, 0);
        const part = (m: number, level: number): number =>
          cells.reduce((sum, { levels }, i) => sum + (levels[m] === level ? (weighted[i] ?? 0) : 0), 0) / total;
        for (const [m, margin] of [rows, columns].entries()) {
          const all = margin.reduce((sum, share) => sum + share, 0);
          for (const [level, share] of margin.entries()) expect(part(m, level)).toBeCloseTo(share / all, 9);
        }
        // Fitting margins leaves the odds ratios of the table as they were, so those of the weights are 1.
        const [a = 0, b = 0, , d = 0, e = 0] = weights ?? [];
        expect((a * e) / (b * d)).toBeCloseTo(1, 9);
        expect(designEffect).toBeGreaterThanOrEqual(1 - 1e-12);
        expect((designEffect ?? 0) * (effectiveN ?? 0)).toBeCloseTo(total, 6);
      }),
    );
  });

  it("keeps weights within a cap, and says that the shares are then not met", () => {
    const cells = cellsOf([
      [80, 10],
      [5, 5],
    ]);
    const margins = [
      [0.3, 0.7],
      [0.4, 0.6],
    ];
    const free = rake({ cells, margins });
    expect(Math.max(...(free.weights ?? []))).toBeGreaterThan(3);
    const capped = rake({ cells, margins, cap: [0.3, 3] });
    expect(capped.doubts).toEqual(["capped"]);
    expect(rake({ cells: cells.toReversed(), margins, cap: [0.3, 3] }).doubts).toEqual(["capped"]);
    expect(Math.max(...(capped.weights ?? []))).toBeLessThanOrEqual(3 + 1e-9);
    expect(Math.min(...(capped.weights ?? []))).toBeGreaterThanOrEqual(0.3 - 1e-9);
    expect(cells.reduce((sum, { n }, i) => sum + n * (capped.weights?.[i] ?? 0), 0)).toBeCloseTo(100, 9);
    expect(capped.designEffect).toBeLessThan(free.designEffect ?? 0);
    expect(
      rake({
        cells,
        margins: [
          [85, 15],
          [90, 10],
        ],
        cap: [0.3, 3],
      }).doubts,
    ).toEqual([]);
  });

  it("has no weights where people have no answers, or the margins contradict each other", () => {
    expect(
      rake({
        cells: cellsOf([
          [3, 0],
          [2, 0],
        ]),
        margins: [
          [1, 1],
          [1, 1],
        ],
      }),
    ).toMatchObject({ weights: null, doubts: ["empty-level"] });
    expect(rake({ cells: [], margins: [[1, 1]] })).toMatchObject({ weights: null, doubts: ["no-answers"] });
    // Rows and columns are one and the same here, and asked to have different shares.
    expect(
      rake({
        cells: cellsOf([
          [3, 0],
          [0, 2],
        ]),
        margins: [
          [0.5, 0.5],
          [0.9, 0.1],
        ],
      }).doubts,
    ).toEqual(["not-converged"]);
  });

  it("refuses what is wrong, by its name", () => {
    expect(() => rake({ cells: [{ n: 1, levels: [2] }], margins: [[1, 1]] })).toThrow("does not name one level of each margin");
    expect(() => rake({ cells: [{ n: 1, levels: [0] }], margins: [[0, 0]] })).toThrow('"margins"[0]');
    expect(() => run("stats.rake", { table: [[1, 2]], margins: [[1], [1]] })).toThrow('"table" must have 1 rows of 1 counts');
    expect(() => run("stats.rake", { table: [[1, 2]], margins: { a: 1 } })).toThrow('"margins" of a table');
    expect(() => run("stats.rake", { table: [[1]], margins: [[1], [1]], cap: [2, 3] })).toThrow('"cap" must lie about 1');
    expect(() => run("stats.rake", { table: [[1]], margins: [[1], [1]], cap: 3 })).toThrow('"cap" must be [least, greatest]');
    expect(() => run("stats.rake", { margins: {} })).toThrow('give "table"');
    const columns = textColumns({ g: ["x", "y"] });
    expect(() => run("stats.rake", { margins: { g: { x: 1 } } }, columns)).toThrow('"margins"."g" has no share for "y" of row 2');
    expect(() => run("stats.rake", { margins: { h: { x: 1 } } }, columns)).toThrow('no column "h"');
    expect(run("stats.rake", { margins: { g: { x: 3, y: 1 } } }, columns)).toMatchObject({
      weights: [1.5, 0.5],
      estimate: null,
      missing: 0,
    });
  });
});

describe("weighted mean and cost", () => {
  it("with equal weights is the plain mean with its plain standard error", () => {
    const one = npsMoments({ promoters: 9, passives: 4, detractors: 3 });
    const other = npsMoments({ promoters: 2, passives: 4, detractors: 7 });
    const all = npsMoments({ promoters: 11, passives: 8, detractors: 10 });
    const made = weightedMean({ groups: [one, other].map((answers) => ({ answers, weight: 2.5 })) });
    expectNear(made.estimate, all.mean ?? Number.NaN);
    expectNear(made.standardError, Math.sqrt((all.variance ?? 0) / all.n));
    expect(
      weightCost([
        { n: 16, weight: 2.5 },
        { n: 13, weight: 2.5 },
      ]),
    ).toEqual({ designEffect: 1, effectiveN: 29 });
    expect(weightCost([])).toBeNull();
    expect(weightedMean({ groups: [] })).toMatchObject({ estimate: null, doubts: ["no-answers"] });
    expect(() => weightedMean({ groups: [{ answers: one, weight: -1 }] })).toThrow("a weight is -1");
  });
});

describe("response rates", () => {
  it("are null where nobody is asked, and refuse what is no count", () => {
    const nobody = { complete: 0, partial: 0, refused: 0, notReached: 0, other: 0, unknown: 0, eligibleShare: 1 };
    expect(responseRates(nobody)).toMatchObject({ rr1: null, rr6: null, cooperation1: null });
    expect(() => responseRates({ ...nobody, refused: -1 })).toThrow('"refused"');
    expect(() => responseRates({ ...nobody, eligibleShare: 80 })).toThrow('"eligibleShare"');
  });
});
