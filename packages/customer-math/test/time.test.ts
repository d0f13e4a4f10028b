import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseWindow, ledgerOfTransactions, standingAt } from "@counterseat/customer-math";
import { dayOfIso, daysFromEpoch, isoOfDay } from "../src/civil-days.ts";
import { boundaryIndex, endedBy, periodBoundaries, type PeriodsInput } from "../src/periods.ts";
import { readTime } from "../src/read-time.ts";
import { civilTimes } from "../src/zone.ts";
import { idleCounts, windowErrors } from "../src/window-errors.ts";
import { columnsOf, purchases, windows, type Purchase } from "./naive-ledger.ts";

const ZONES = [
  "Europe/Vienna",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "Asia/Beirut",
];

/** What calendar and clock show, asked of the runtime in another way than the code under test does. */
function wallClock(instant: number, timeZone: string): number {
  const text = new Date(instant).toLocaleString("sv-SE", { timeZone });
  return Date.parse(`${text.replace(" ", "T")}Z`) + (((instant % 1000) + 1000) % 1000);
}

describe("civil time", () => {
  it("is what the wall shows, on every day of a change too", () => {
    const instant = fc.integer({ min: Date.UTC(2011, 11, 1), max: Date.UTC(2026, 11, 31) });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.array(instant, { minLength: 1, maxLength: 5 }), (zone, instants) => {
        const civil = civilTimes(Float64Array.from(instants), zone);
        expect(Array.from(civil)).toEqual(instants.map((at) => wallClock(at, zone)));
      }),
      { numRuns: 150 },
    );
    for (const zone of ZONES) {
      // Every quarter of an hour of three weeks in which some of these zones change.
      const quarters = Array.from({ length: 2000 }, (_, i) => Date.UTC(2017, 9, 10) + i * 900_000);
      const civil = civilTimes(Float64Array.from(quarters), zone);
      expect(Array.from(civil).filter((at, i) => at !== wallClock(quarters[i], zone))).toEqual([]);
    }
  });

  it("moves a ledger with its zone: the same calendar in another zone is the same ledger", () => {
    fc.assert(
      fc.property(purchases, windows, fc.constantFrom(...ZONES), (rows, window, timeZone) => {
        const instants = columnsOf(rows);
        const there = ledgerOfTransactions({ transactions: instants, period: "month", window, timeZone });
        const civil = Float64Array.from(rows, ({ at }) => wallClock(at, timeZone));
        expect(ledgerOfTransactions({ transactions: { ...instants, time: civil }, period: "month", window })).toEqual(there);
        for (const row of there) {
          const { active } = standingAt({ transactions: instants, window, at: row.to, timeZone });
          expect(active.reduce((sum, one) => sum + one, 0)).toBe(row.closing.n);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a day-dated purchase in a window of civil days across summer time", () => {
    // The midnights of 1 January and 1 April in Vienna lie 90 days less one hour apart.
    const transactions = columnsOf([
      { customer: 0, at: Date.parse("2025-01-01T00:00+01:00"), cents: 100 },
      { customer: 1, at: Date.parse("2024-12-31T00:00+01:00"), cents: 100 },
      { customer: 2, at: Date.parse("2025-03-31T23:59:59.999+02:00"), cents: 100 },
      { customer: 3, at: Date.parse("2025-04-01T00:00+02:00"), cents: 100 },
    ]);
    const { active } = standingAt({ transactions, window: 90, at: "2025-04-01", timeZone: "Europe/Vienna" });
    expect(Array.from(active)).toEqual([1, 0, 1, 0]);
    const rows = ledgerOfTransactions({ transactions, window: 90, period: "quarter", timeZone: "Europe/Vienna" });
    expect(rows.map(({ from, closing }) => [from, closing.n])).toEqual([
      ["2024-10-01", 1],
      ["2025-01-01", 2],
      ["2025-04-01", 0],
    ]);
  });

  it("refuses an unknown zone, also where there is nothing to move", () => {
    expect(() => civilTimes(Float64Array.of(0), "Europe/Atlantis")).toThrow('"Europe/Atlantis" is not a time zone');
    expect(() => civilTimes(new Float64Array(0), "Europe/Atlantis")).toThrow(RangeError);
  });
});

describe("periods", () => {
  const between = (input: Omit<PeriodsInput, "firstDay" | "lastDay">, first: string, last: string): string[] =>
    Array.from(periodBoundaries({ ...input, firstDay: dayOfIso(first) ?? NaN, lastDay: dayOfIso(last) ?? NaN }), isoOfDay);

  it("cover first and last day, and follow the fiscal year", () => {
    expect(between({ period: "month" }, "2024-01-31", "2024-03-01")).toEqual(["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]);
    expect(between({ period: "quarter" }, "2024-02-29", "2024-02-29")).toEqual(["2024-01-01", "2024-04-01"]);
    expect(between({ period: "quarter", fiscalStart: 2 }, "2024-01-15", "2024-02-01")).toEqual(["2023-11-01", "2024-02-01", "2024-05-01"]);
    expect(between({ period: "year", fiscalStart: 10 }, "2024-09-30", "2024-10-01")).toEqual(["2023-10-01", "2024-10-01", "2025-10-01"]);
    expect(between({ period: "month" }, "1969-12-31", "1970-01-01")).toEqual(["1969-12-01", "1970-01-01", "1970-02-01"]);
    expect(between({ period: "month" }, "2024-05-01", "2024-03-01")).toEqual([]);
    expect(() => between({ period: "month" }, "0024-01-01", "2024-03-01")).toThrow("one of the dates is wrong");
    expect(() => between({ period: "year", fiscalStart: 13 }, "2024-01-01", "2024-03-01")).toThrow("month 1 to 12");
  });

  it("end with the as-of day", () => {
    const boundaries = periodBoundaries({ period: "month", firstDay: daysFromEpoch(2024, 1, 5), lastDay: daysFromEpoch(2024, 3, 9) });
    expect(Array.from(endedBy(boundaries, daysFromEpoch(2024, 2, 28)), isoOfDay)).toEqual(["2024-01-01", "2024-02-01"]);
    expect(Array.from(endedBy(boundaries, daysFromEpoch(2024, 2, 29)), isoOfDay)).toEqual(["2024-01-01", "2024-02-01", "2024-03-01"]);
    expect(Array.from(endedBy(boundaries, daysFromEpoch(2024, 1, 30)))).toEqual([]);
  });

  it("find the first boundary on or after any day", () => {
    const boundaries = periodBoundaries({ period: "month", firstDay: 19_000, lastDay: 19_200 });
    const after = boundaryIndex(boundaries);
    for (let day = 18_900; day < 19_300; day += 1) {
      const found = boundaries.findIndex((boundary) => boundary >= day);
      expect(after(day)).toBe(found < 0 ? boundaries.length : found);
    }
  });

  it("count days as the calendar does", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        expect(isoOfDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
        expect(dayOfIso(isoOfDay(day))).toBe(day);
      }),
    );
    expect(dayOfIso("2026-02-29")).toBeNull();
    expect(dayOfIso("2026-2-3")).toBeNull();
  });
});

describe("times as text", () => {
  it("read year-first dates, offsets and milliseconds, and nothing ambiguous", () => {
    expect(readTime("2026-11-23")).toEqual({ millis: Date.UTC(2026, 10, 23), offset: null });
    expect(readTime(" 2026-11-23T14:50:17.25+05:30 ")).toEqual({ millis: Date.UTC(2026, 10, 23, 14, 50, 17, 250), offset: 19_800_000 });
    expect(readTime("2026/11/23 14:50-03")).toEqual({ millis: Date.UTC(2026, 10, 23, 14, 50), offset: -10_800_000 });
    expect(readTime("20261123")).toEqual({ millis: Date.UTC(2026, 10, 23), offset: null });
    expect(readTime("1795445417000")).toEqual({ millis: 1_795_445_417_000, offset: 0 });
    for (const text of [
      "23.11.2026",
      "11/23/2026",
      "2026-13-01",
      "2026-02-30",
      "20260230",
      "2026-11-23T25:00",
      "2026-11-23T10:00+24:00",
      "",
      "12",
    ])
      expect(readTime(text)).toBeNull();
  });
});

describe("how wrong a window is", () => {
  it("judges at the first instant of the cut, and looks on up to the first instant of the end", () => {
    const day = (customer: number, n: number, cents = 1): Purchase => ({ customer, at: n * 86_400_000, cents });
    const { customer, customers, time, amount } = columnsOf([
      day(0, 90), // silent for ten days; back at the cut itself
      day(0, 100),
      day(1, 90), // silent for ten days; back only when nobody looks any more
      day(1, 110),
      day(2, 97), // silent for three days; a refund is no coming back
      day(2, 105, -1),
      day(3, 104), // not known yet
    ]);
    const errors = windowErrors(idleCounts({ customer, customers, time, amount, cut: 100, end: 110 }));
    const told = errors.map(({ window, declaredLost, cameBack, kept, gone }) => [window, declaredLost, cameBack, kept, gone]);
    expect(told).toHaveLength(10);
    expect(told[1]).toEqual([2, 3, 1, 0, 0]);
    expect(told[2]).toEqual([3, 2, 1, 1, 1]);
    expect(told[8]).toEqual([9, 2, 1, 1, 1]);
    expect(told[9]).toEqual([10, 0, 0, 3, 2]);
    expect(errors[9]).toMatchObject({ cameBackShare: null, cameBackInterval: null, goneShare: 2 / 3 });
  });
});

describe("a window without enough to go by", () => {
  it("is the usual one and says so", () => {
    const few = columnsOf([{ customer: 0, at: Date.UTC(2024, 0, 1), cents: 5 }]);
    expect(chooseWindow({ transactions: few, period: "month" })).toMatchObject({
      window: 365,
      errors: null,
      doubts: ["window-not-from-data", "short-horizon"],
    });
    expect(chooseWindow({ transactions: columnsOf([]), period: "year" })).toMatchObject({ window: 366, doubts: ["window-not-from-data"] });
    expect(() => chooseWindow({ transactions: few, period: "month", tolerance: 2 })).toThrow("the tolerance is 2");
    expect(() => chooseWindow({ transactions: few, period: "month", horizon: 0 })).toThrow("the horizon is 0");
    expect(() => chooseWindow({ transactions: few, period: "month", cut: "1.1.2024" })).toThrow('"cut" is "1.1.2024"');
  });
});
