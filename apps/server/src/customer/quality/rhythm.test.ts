import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rhythmOf } from "./rhythm.ts";
import { volumeOf } from "./volume.ts";

describe("freshness", () => {
  test.each<[string, number[], number, Partial<ReturnType<typeof rhythmOf>>]>([
    ["nothing ever arrived", [], 100, { arrivals: 0, silence: null, usual: null, late: null }],
    ["too few arrivals for a rhythm", [1, 2, 3, 4, 5], 90, { arrivals: 5, silence: 85, usual: null, late: null }],
    ["every day, and not yet today", [1, 2, 3, 4, 5, 6], 7, { silence: 1, usual: 1, late: false }],
    ["every day, and none yesterday", [1, 2, 3, 4, 5, 6], 8, { silence: 2, usual: 1, late: true }],
    ["every week", [0, 7, 14, 21, 28, 35], 42, { silence: 7, usual: 7, late: false }],
    ["every week, a day over", [0, 7, 14, 21, 28, 35], 43, { silence: 8, usual: 7, late: true }],
    [
      "days that are told twice, in any order, and one in the future",
      [3, 1, 2, 2, 6, 5, 4, 99],
      7,
      { arrivals: 6, silence: 1, late: false },
    ],
  ])("%s", (_name, days, today, expected) => {
    expect(rhythmOf(days, today)).toMatchObject(expected);
  });

  test("what comes every working day is not late on Sunday, and is on Tuesday", () => {
    const monday = 4; // day 0 was a Thursday
    const workdays = Array.from({ length: 70 }, (_, day) => monday + day).filter((day) => (day - monday) % 7 < 5);
    const friday = workdays.at(-1) ?? 0;
    expect([2, 3, 4].map((after) => rhythmOf(workdays, friday + after).late)).toEqual([false, false, true]);
  });

  test("never late while the silence is no longer than the longest gap, late behind it where all gaps are equal", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 5, maxLength: 50 }), (gaps) => {
        let day = 0;
        const days = [0, ...gaps.map((gap) => (day += gap))];
        const { usual } = rhythmOf(days, day);
        const within = gaps.filter((gap) => gap <= (usual ?? 0)).length;
        expect(within / gaps.length).toBeGreaterThanOrEqual(0.8); // of five, four
        expect(rhythmOf(days, day + Math.max(...gaps) + 1).late).toBe(true);
        expect(rhythmOf(days, day).late).toBe(false);
      }),
    );
  });
});

describe("volume", () => {
  test("as usual, less and more", () => {
    expect(volumeOf(700, [690, 710, 705, 695])?.state).toBe("as-usual");
    expect(volumeOf(350, [690, 710, 705, 695])).toMatchObject({ state: "less", usual: 700 });
    expect(volumeOf(1400, [690, 710, 705, 695])?.state).toBe("more");
    expect(volumeOf(350, [200, 1200, 100, 1300])?.state).toBe("as-usual"); // its own weeks differ as much
  });

  test("four equal weeks promise nothing Poisson counts would not", () => {
    const found = volumeOf(80, [100, 100, 100, 100]);
    expect(found?.state).toBe("as-usual");
    // 3.182 is Student's 97.5 % point at 3 degrees of freedom, as printed in every table.
    expect(found?.band[0]).toBeCloseTo(100 - 3.1824 * Math.sqrt(100 * 1.25), 2);
  });

  test("too little to say anything", () => {
    expect([volumeOf(0, [3, 2, 1, 2]), volumeOf(50, [50]), volumeOf(50, [])]).toEqual([null, null, null]);
  });

  test("of weeks that are all alike by the same law, about one in twenty is told to differ, and hardly more", () => {
    // Sums of twelve draws each: about normal, from a generator of its own with a fixed seed.
    let state = 7;
    const draw = () => (state = (state * 16807) % 2147483647) / 2147483647;
    const week = () => Math.round(1000 + 60 * (Array.from({ length: 12 }, draw).reduce((sum, u) => sum + u, 0) - 6));
    const told = Array.from({ length: 4000 }, () => volumeOf(week(), [week(), week(), week(), week()])?.state);
    const alarms = told.filter((one) => one !== "as-usual").length / told.length;
    expect(alarms).toBeGreaterThan(0.02);
    expect(alarms).toBeLessThan(0.06);
  });
});
