import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapState, moreNeeded, welch, type Moments } from "@counterseat/stats";

describe("gapState", () => {
  it("reads an interval against the margin", () => {
    expect(gapState({ interval: [22.3, 37.4] })).toBe("gap");
    expect(gapState({ interval: [-12, -5.1] })).toBe("gap");
    expect(gapState({ interval: [-4, 5] })).toBe("no-gap");
    expect(gapState({ interval: [5, 9] })).toBe("not-known-yet");
    expect(gapState({ interval: [-20, 20] })).toBe("not-known-yet");
    expect(gapState({ interval: null })).toBe("not-known-yet");
    expect(gapState({ interval: [3, 8], margin: 2 })).toBe("gap");
    expect(() => gapState({ interval: null, margin: 0 })).toThrow(RangeError);
  });
});

/** Answers on 0-100. */
const side = fc.record({
  n: fc.integer({ min: 2, max: 60 }),
  mean: fc.double({ min: 0, max: 100, noNaN: true }),
  variance: fc.double({ min: 1, max: 900, noNaN: true }),
});

function stateWith(a: Moments, b: Moments, moreA: number, moreB: number): string {
  return gapState({ interval: welch({ a: { ...a, n: a.n + moreA }, b: { ...b, n: b.n + moreB } }).interval });
}

describe("moreNeeded", () => {
  it("names the number at which Welch's interval settles, and not one fewer", () => {
    const seen = { settled: 0, b: 0, a: 0, both: 0 };
    fc.assert(
      fc.property(side, side, (a, b) => {
        const needed = moreNeeded({ a, b });
        if (needed.b !== null) {
          expect(stateWith(a, b, 0, needed.b)).not.toBe("not-known-yet");
          if (needed.b > 0) expect(stateWith(a, b, 0, needed.b - 1)).toBe("not-known-yet");
          seen[needed.b === 0 ? "settled" : "b"] += 1;
          return;
        }
        for (const more of [0, 1, 10, 100, 1000, 100_000, 10_000_000]) expect(stateWith(a, b, 0, more)).toBe("not-known-yet");
        if (needed.a !== null) {
          expect(stateWith(a, b, needed.a, 0)).not.toBe("not-known-yet");
          expect(stateWith(a, b, needed.a - 1, 0)).toBe("not-known-yet");
          seen.a += 1;
        } else if (needed.both !== null) {
          expect(stateWith(a, b, needed.both, needed.both)).not.toBe("not-known-yet");
          expect(stateWith(a, b, needed.both - 1, needed.both - 1)).toBe("not-known-yet");
          seen.both += 1;
        }
      }),
      { numRuns: 400, seed: 7 },
    );
    // The property is worth nothing if one of its branches is never taken.
    for (const [branch, times] of Object.entries(seen)) expect(times, branch).toBeGreaterThan(0);
  });

  it("says when only more leaders can help", () => {
    const leaders = { n: 3, mean: 80, variance: 150 };
    const customers = { n: 400, mean: 66, variance: 400 };
    const needed = moreNeeded({ a: leaders, b: customers });
    expect(needed).toMatchObject({ b: null, both: null, reason: null });
    expect(needed.a).toBeGreaterThan(0);
  });

  it("gives no number where none exists", () => {
    const b = { n: 20, mean: 50, variance: 100 };
    expect(moreNeeded({ a: { n: 1, mean: 60, variance: null }, b })).toEqual({ b: null, a: null, both: null, reason: "too-few-answers" });
    expect(moreNeeded({ a: { n: 5, mean: 55, variance: 9 }, b })).toEqual({ b: null, a: null, both: null, reason: "on-the-margin" });
    expect(moreNeeded({ a: { n: 5, mean: 60, variance: 0 }, b: { n: 5, mean: 50, variance: 0 } }).reason).toBe("no-spread");
    expect(() => moreNeeded({ a: b, b, confidence: 2 })).toThrow(RangeError);
  });

  it("asks only the customers when the leaders all agree", () => {
    const needed = moreNeeded({ a: { n: 6, mean: 80, variance: 0 }, b: { n: 10, mean: 72, variance: 400 } });
    expect(needed.b).toBeGreaterThan(0);
    expect(stateWith({ n: 6, mean: 80, variance: 0 }, { n: 10, mean: 72, variance: 400 }, 0, needed.b ?? 0)).toBe("gap");
  });
});
