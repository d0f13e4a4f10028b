import { describe, expect, it } from "vitest";
import { compareCohorts } from "@counterseat/journey";
import { logOf } from "./random-trees.ts";

/** Numbers 0..1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Cases that go through twenty optional steps; `skips` tells how often each is left out. */
function traces(cases: number, draw: () => number, skips: (step: number) => number): string[][] {
  return Array.from({ length: cases }, () => [
    "begin",
    ...Array.from({ length: 20 }, (_, i) => `step ${i}`).filter((_, i) => draw() >= skips(i)),
    "end",
  ]);
}

describe("two cohorts", () => {
  it("finds the one step that one of them skips more often", () => {
    const draw = seeded(7);
    const ways = [...traces(400, draw, () => 0.3), ...traces(400, draw, (step) => (step === 5 ? 0.55 : 0.3))];
    const found = compareCohorts({ log: logOf(ways), cohort: Int8Array.from(ways, (_, c) => (c < 400 ? 0 : 1)) });
    expect(found.cases).toEqual([400, 400]);
    const steps = found.differences.filter(({ to, share }) => to === null && share.different);
    expect(steps.map(({ from }) => from)).toEqual(["step 5"]);
    const [low, high] = steps[0]?.share.interval ?? [0, 0];
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBeLessThan(0.4);
  });

  it("finds nothing among hundreds of paths where there is nothing, in nearly every draw", () => {
    let false_ = 0;
    for (let seed = 1; seed <= 40; seed += 1) {
      const draw = seeded(seed * 7919);
      const ways = traces(300, draw, () => 0.4);
      const { differences, tests } = compareCohorts({ log: logOf(ways), cohort: Int8Array.from(ways, (_, c) => c % 2) });
      expect(tests).toBeGreaterThan(100);
      if (differences.some(({ share, wait }) => share.different || wait?.different === true)) false_ += 1;
    }
    // At a false-discovery rate of .05, any find where nothing is has a chance of .05 a draw: 40 draws have seven or more in one of 300.
    expect(false_).toBeLessThan(7);
  });

  it("leaves out who is in neither, counts cases once, and needs a cohort for every case", () => {
    const log = logOf([["a", "a", "b"], ["a"], ["c"]]);
    const found = compareCohorts({ log, cohort: Int8Array.from([0, 1, -1]) });
    expect(found.cases).toEqual([1, 1]);
    expect(found.differences.map(({ from, to, cases }) => [from, to, ...cases])).toEqual([
      ["a", null, 1, 1],
      ["a", "a", 1, 0],
      ["a", "b", 1, 0],
      ["b", null, 1, 0],
    ]);
    expect(() => compareCohorts({ log, cohort: new Int8Array(2) })).toThrow(/2 cohorts for 3 cases/);
  });
});
