import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDesigned, conformToTree, designedPaths, prepare, readTree, treeText } from "@counterseat/journey";
import { draws, logOf, runOf, trees } from "./random-trees.ts";

const HOUR = 3_600_000;

describe("a designed journey beside what happened", () => {
  it("allows what its runs do next to each other, and nothing that no run ever does", () => {
    fc.assert(
      fc.property(trees, draws, (tree, draw) => {
        const paths = designedPaths(tree);
        const pairs = new Set(paths.pairs.map((pair) => pair.join()));
        const run = runOf(tree, draw);
        for (const [at, step] of run.entries())
          expect(at === 0 ? paths.starts.includes(step) : pairs.has(`${run[at - 1]},${step}`), `${treeText(tree)} ${run.join("")}`).toBe(
            true,
          );
        const end = run.at(-1);
        expect(end === undefined || paths.ends.includes(end), `${treeText(tree)} ${run.join("")}`).toBe(true);
      }),
      { numRuns: 2000 },
    );
    const { steps, starts, ends, pairs } = designedPaths(readTree("->( 'a', X( tau, 'b' ), *( 'c', 'd' ) )"));
    expect([steps, starts, ends]).toEqual([["a", "b", "c", "d"], ["a"], ["c"]]);
    expect(pairs.map((pair) => pair.join("")).sort()).toEqual(["ab", "ac", "bc", "cd", "dc"]);
  });

  it("compares journeys of its kind from its first step on, and calls nothing skipped that is not reached yet", () => {
    const tree = readTree("->( 'a', 'b', 'c', 'd' )");
    const ways = ["xabcd", "abcd", "acd", "abccd", "abqcd", "ab", "a", "xyz", "bcd"].map((way) => [...way]);
    const log = logOf(ways);
    const found = compareDesigned({ log, tree, asOf: 100 * HOUR });
    expect(found).toMatchObject({
      begun: 7,
      compared: Int32Array.of(0, 1, 2, 3, 4),
      unfinished: [
        { step: "a", cases: 1 },
        { step: "b", cases: 1 },
      ],
      earlier: [{ step: "x", cases: 1 }],
      exact: 2,
      givenUp: 0,
    });
    expect(found.deviations).toEqual([
      { kind: "skipped", step: "b", cases: 1, times: 1, after: "a", before: "c", designed: true, members: Int32Array.of(2) },
      { kind: "extra", step: "c", cases: 1, times: 1, after: "c", before: "d", designed: true, members: Int32Array.of(3) },
      { kind: "extra", step: "q", cases: 1, times: 1, after: "b", before: "c", designed: false, members: Int32Array.of(4) },
    ]);
    expect(found.fitness?.mean).toBeCloseTo((2 + (1 - 1 / 7) + 2 * (1 - 1 / 9)) / 5, 12);
    expect(compareDesigned({ log, tree: readTree("'nowhere'"), asOf: 0 })).toMatchObject({
      begun: 0,
      exact: 0,
      fitness: null,
      deviations: [],
    });
  });

  it("says the same of whole journeys as conformance does", () => {
    fc.assert(
      fc.property(
        trees,
        fc.array(fc.tuple(draws, fc.array(fc.tuple(fc.nat(9), fc.constantFrom(..."abcz")), { maxLength: 2 })), {
          minLength: 1,
          maxLength: 6,
        }),
        (tree, given) => {
          const { starts, ends } = designedPaths(tree);
          const traces = given
            .map(([draw, changes]) => {
              const trace = runOf(tree, draw).slice(0, 8);
              for (const [at, step] of changes) trace.splice(at % (trace.length + 1), 1, step);
              return trace;
            })
            .filter((trace) => starts.includes(trace[0] ?? "") && ends.includes(trace.at(-1) ?? ""));
          fc.pre(traces.length > 0);
          const log = logOf(traces);
          const [beside, whole] = [compareDesigned({ log, tree, asOf: 0 }), conformToTree(log, tree)];
          expect(beside.exact / traces.length).toBeCloseTo(whole.exactFit ?? -1, 12);
          expect(beside.fitness?.mean).toBeCloseTo(whole.alignments.averageFitness ?? -1, 12);
          expect(beside.deviations).toEqual(whole.deviations.map((one) => expect.objectContaining(one) as unknown));
          for (const { cases, members } of beside.deviations) expect(members).toHaveLength(cases);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("measures promised times from the designed step before, and from the first to the last", () => {
    const activities = ["a", "b", "c"];
    const at = [
      [0, 0, 0],
      [0, 1, 2],
      [0, 2, 3],
      [1, 0, 0],
      [1, 1, 9],
      [1, 2, 10],
      [2, 0, 0],
      [3, 0, 19],
      [4, 0, 0],
      [4, 2, 5],
    ];
    const log = prepare({
      caseCode: Int32Array.from(at, ([kase]) => kase),
      activity: Int32Array.from(at, ([, step]) => step),
      time: Float64Array.from(at, ([, , hour]) => hour * HOUR),
      activities,
    });
    const tree = readTree("->( 'a', 'b', 'c' )");
    const { promises } = compareDesigned({ log, tree, promises: new Map([["b", 3 * 3600]]), whole: 8 * 3600, asOf: 20 * HOUR });
    // Case 2 waits for b since hours, case 3 is not due yet; case 4 passed b by, which is no promise about time.
    expect(promises.map(({ step, kept: { n, kept, late, open } }) => [step, n, kept, late, open])).toEqual([
      ["b", 3, 1, 2, 1],
      [null, 4, 2, 2, 1],
    ]);
  });
});
