import { describe, expect, test } from "vitest";
import { mantelHaenszel, shareDifference } from "../src/index.ts";

// Admissions to Berkeley in 1973 by department: admitted men of men, admitted women of women (P. J. Bickel, E. A. Hammel & J. W. O'Connell, Science 187, 1975).
const BERKELEY = [
  { a: 512, aN: 825, b: 89, bN: 108 },
  { a: 353, aN: 560, b: 17, bN: 25 },
  { a: 120, aN: 325, b: 202, bN: 593 },
  { a: 138, aN: 417, b: 131, bN: 375 },
  { a: 53, aN: 191, b: 94, bN: 393 },
  { a: 22, aN: 373, b: 24, bN: 341 },
];

describe("Mantel-Haenszel", () => {
  test("men are not preferred once departments are compared with themselves, though they are in all", () => {
    const found = mantelHaenszel(BERKELEY);
    expect(found.oddsRatio).toBeCloseTo(0.9046968, 6);
    expect(found.interval?.[0]).toBeCloseTo(0.7719074, 6);
    expect(found.interval?.[1]).toBeCloseTo(1.0603298, 6);
    expect(found.p).toBeGreaterThan(0.2);
    const all = BERKELEY.reduce((sum, one) => ({ a: sum.a + one.a, aN: sum.aN + one.aN, b: sum.b + one.b, bN: sum.bN + one.bN }));
    expect(shareDifference({ a: { successes: all.a, n: all.aN }, b: { successes: all.b, n: all.bN } }).p).toBeLessThan(1e-10);
  });

  test("of matched pairs only those that differ say anything: the odds ratio is one count by the other, the statistic McNemar's", () => {
    const pair = (a: number, b: number, times: number) => Array.from({ length: times }, () => ({ a, aN: 1, b, bN: 1 }));
    const found = mantelHaenszel([...pair(1, 0, 30), ...pair(0, 1, 12), ...pair(1, 1, 200), ...pair(0, 0, 500)]);
    expect(found.oddsRatio).toBeCloseTo(30 / 12, 12);
    expect(found.statistic).toBeCloseTo((30 - 12) ** 2 / 42, 12);
  });

  test("says so where nothing can be compared, and refuses what is no count", () => {
    expect(mantelHaenszel([{ a: 3, aN: 3, b: 0, bN: 0 }])).toMatchObject({ oddsRatio: null, p: null, doubts: ["nothing-to-compare"] });
    expect(mantelHaenszel([{ a: 3, aN: 3, b: 0, bN: 4 }])).toMatchObject({ oddsRatio: null, interval: null, doubts: ["one-side-empty"] });
    expect(() => mantelHaenszel([{ a: 4, aN: 3, b: 0, bN: 4 }])).toThrow("4 of 3");
  });
});
