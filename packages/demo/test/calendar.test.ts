import { expect, test } from "vitest";
import { calendarOf, toUtc } from "../src/calendar.ts";

const iso = (utc: number): string => new Date(utc).toISOString();

test("the record runs from local midnight to local midnight over 730 days, 731 with a leap day", () => {
  const calendar = calendarOf();
  expect([iso(calendar.start), iso(calendar.end), calendar.days]).toEqual(["2024-09-30T22:00:00.000Z", "2026-09-30T22:00:00.000Z", 730]);
  expect(calendarOf("2025-01-01").days).toBe(731);
  expect(iso(toUtc(calendar, 643 * 1440))).toBe("2026-07-05T22:00:00.000Z");
});

test("local time agrees with the zone tables of the host around every change of the clock and never runs backwards", () => {
  const calendar = calendarOf();
  const local = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Luxembourg", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  let before = -Infinity;
  for (let minute = 0; minute < calendar.minutes; minute += 30) {
    const utc = toUtc(calendar, minute);
    expect(utc).toBeGreaterThanOrEqual(before);
    before = utc;
    const [hour, part] = local.format(utc).split(":").map(Number);
    const skipped = utc === toUtc(calendar, minute + 1) && utc === toUtc(calendar, minute - 1);
    if (!skipped && hour * 60 + part !== minute % 1440) expect([2, 3]).toContain(hour);
  }
});

test("an end that is not the first of a month is refused", () => {
  expect(() => calendarOf("2026-10-02")).toThrow(/first of a month/);
});
