import { describe, expect, test } from "vitest";
import { beforeLeaving } from "../src/index.ts";

const DAY = 86_400_000;
const generator = (seed: number) => {
  let state = seed;
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
};

/** A company in which experience 0 comes to everybody alike and experience 1 makes leaving in the 60 days after it so many times as likely. */
function company(seed: number, hazard: number, people = 3000) {
  const random = generator(seed);
  const rows: { who: number; what: number; at: number }[] = [];
  const since = new Float64Array(people);
  const until = new Float64Array(people).fill(Number.POSITIVE_INFINITY);
  const likeness = new Int32Array(people);
  for (let who = 0; who < people; who += 1) {
    likeness[who] = Math.floor(3 * random());
    since[who] = -DAY * Math.floor(900 * random());
    let last = -Infinity;
    for (let day = 0; day < 365; day += 10) {
      if (random() < 0.05) rows.push({ who, what: 0, at: day * DAY });
      if (random() < 0.02) {
        rows.push({ who, what: 1, at: day * DAY });
        last = day;
      }
      if (random() < 0.006 * (day - last <= 60 ? hazard : 1)) {
        rows.push({ who, what: 2, at: (day + 1) * DAY });
        until[who] = (day + 2) * DAY;
        break;
      }
    }
  }
  return {
    customer: Int32Array.from(rows, ({ who }) => who),
    experience: Int32Array.from(rows, ({ what }) => what),
    time: Float64Array.from(rows, ({ at }) => at),
    experiences: 3,
    since,
    until,
    likeness,
    window: 70 * DAY,
  };
}

describe("before leaving", () => {
  test("what makes leaving likelier is found with its odds, what comes to everybody is not, and the leaving itself is set aside", () => {
    const { found, leavers, stayers, leavingItself } = beforeLeaving(company(5, 3));
    expect(leavingItself).toEqual([2]);
    expect(leavers).toBeGreaterThan(300);
    expect(stayers).toBeGreaterThan(3.8 * leavers);
    const [first, second] = found;
    expect([first?.experience, first?.different, second?.experience, second?.different]).toEqual([1, true, 0, false]);
    expect(first?.interval?.[0]).toBeLessThan(3);
    expect(first?.interval?.[1]).toBeGreaterThan(2.2);
  });

  test("where nothing makes leaving likelier, about one in twenty intervals misses one, and alarms are rare", () => {
    let [missed, alarms] = [0, 0];
    const rounds = 60;
    for (let round = 0; round < rounds; round += 1) {
      const { found } = beforeLeaving(company(100 + round * 31, 1, 1200));
      for (const { interval, different } of found) {
        if (interval !== null && (interval[0] > 1 || interval[1] < 1)) missed += 1;
        if (different) alarms += 1;
      }
    }
    expect(missed / (2 * rounds)).toBeLessThan(0.12);
    expect(alarms).toBeLessThanOrEqual(8);
  });

  test("the same data in another order give the same answer", () => {
    const given = company(9, 2, 1000);
    const order = Array.from(given.time.keys()).reverse();
    const turned = {
      ...given,
      customer: Int32Array.from(order, (i) => given.customer[i]),
      experience: Int32Array.from(order, (i) => given.experience[i]),
      time: Float64Array.from(order, (i) => given.time[i]),
    };
    expect(beforeLeaving(turned)).toEqual(beforeLeaving(given));
  });

  test("nobody who left, or nobody like them, says nothing", () => {
    const given = company(3, 1, 50);
    expect(beforeLeaving({ ...given, until: given.until.map(() => Number.POSITIVE_INFINITY) })).toMatchObject({ leavers: 0, found: [] });
    const alone = beforeLeaving({ ...given, likeness: given.likeness.map((_, who) => who) });
    expect([alone.leavers, alone.found]).toEqual([0, []]);
    expect(() => beforeLeaving({ ...given, until: new Float64Array(3) })).toThrow("50, 3, 50");
  });
});
