import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freshnessOf, volumeOf } from "./rhythm.ts";

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 10, 20, 12);
/** Rows on some days before noon of that day. */
const on = (...days: number[]) => Float64Array.from(days, (day) => NOON - day * DAY);
const daily = (weeks: number, each: (week: number) => number) =>
  on(...Array.from({ length: weeks * 7 }, (_, day) => Array<number>(each(Math.floor(day / 7))).fill(day + 1)).flat(), 0);

describe("how fresh a source is", () => {
  test("it is late once it is silent for longer than it usually is", () => {
    const often = on(...Array.from({ length: 30 }, (_, i) => i));
    expect(freshnessOf(often, NOON + DAY)).toEqual({ state: "usual", silent: 1, usual: { days: 1, n: 29 } });
    expect(freshnessOf(often, NOON + 2 * DAY)).toMatchObject({ state: "late", silent: 2 });
    const weekly = on(...Array.from({ length: 12 }, (_, i) => 7 * i));
    expect(freshnessOf(weekly, NOON + 7.9 * DAY).state).toBe("usual");
    expect(freshnessOf(weekly, NOON + 8 * DAY)).toEqual({ state: "late", silent: 8, usual: { days: 7, n: 11 } });
  });

  test("too little to go by says so, and clocks ahead of ours are no silence", () => {
    expect(freshnessOf(on(), NOON)).toEqual({ state: "unknown", silent: null, usual: null });
    expect(freshnessOf(on(0, 1, 5), NOON + 90 * DAY)).toEqual({ state: "unknown", silent: 90, usual: null });
    expect(freshnessOf(on(...Array.from({ length: 30 }, (_, i) => i)), NOON - DAY)).toMatchObject({ state: "usual", silent: 0 });
  });
});

describe("how much a source brings", () => {
  test("a week like those before is usual, twice as much is more, a half is less", () => {
    expect(volumeOf(daily(9, () => 100))).toMatchObject({ state: "usual", last: 700, weeks: 8 });
    expect(volumeOf(daily(9, (week) => (week === 0 ? 200 : 100)))).toMatchObject({ state: "more", last: 1400 });
    expect(volumeOf(daily(9, (week) => (week === 0 ? 50 : 100)))).toMatchObject({ state: "less", last: 350 });
    // A source that jumps about has a wide usual range.
    expect(volumeOf(daily(9, (week) => (week === 0 ? 200 : week % 2 === 0 ? 60 : 190))).state).toBe("usual");
  });

  test("few weeks tell nothing, and the day that may not be over counts for nothing", () => {
    expect(volumeOf(on())).toEqual({ state: "unknown", last: null, usual: null, weeks: 0 });
    expect(volumeOf(daily(4, () => 100))).toMatchObject({ state: "unknown", last: 700, usual: null, weeks: 3 });
    expect(volumeOf(daily(5, () => 1)).usual).not.toBe(null);
  });

  test("of steady sources about one in twenty is called unusual, whatever their size", () => {
    for (const mean of [20, 400]) {
      let unusual = 0;
      let seed = mean;
      const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
      const poisson = () =>
        Math.max(0, Math.round(mean + Math.sqrt(mean) * Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())));
      for (let round = 0; round < 400; round += 1) {
        const times = on(
          0,
          ...Array.from({ length: 9 }, (_, week) => Array.from({ length: poisson() }, (_row, i) => week * 7 + 1 + (i % 7))).flat(),
        );
        if (volumeOf(times).state !== "usual") unusual += 1;
      }
      expect(unusual / 400).toBeLessThan(0.06);
    }
  });

  test("neither depends on the order of rows or on rows without a time", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 80 }), (days) => {
        const times = on(...days);
        const mixed = Float64Array.from([...times.toReversed(), Number.NaN]);
        expect(volumeOf(mixed)).toEqual(volumeOf(times));
        expect(freshnessOf(mixed, NOON + 3 * DAY)).toEqual(freshnessOf(times, NOON + 3 * DAY));
      }),
    );
  });
});
