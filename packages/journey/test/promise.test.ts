import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { kernels, promiseKept } from "@counterseat/journey";
import { sharedFolder } from "./real-logs.ts";

/** `10/2/2017 10:56`, month first; NaN for an empty cell. */
function american(cell: string): number {
  const [, month, day, year, hour, minute] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d+)$/.exec(cell) ?? [];
  return month === undefined ? Number.NaN : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
}

describe.skipIf(sharedFolder === null)("the promised day of real orders", () => {
  it("was missed by 691 of 9,722 by date and by 814 by instant; half came eleven and a half days early or more", () => {
    const file = readFileSync(join(sharedFolder ?? "", "data", "journey", "olist", "olist_orders_dataset.csv.gz"));
    const rows = gunzipSync(file)
      .toString("utf8")
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(","));
    const delivered = rows.filter((cells) => !Number.isNaN(american(cells[6] ?? "")) && cells[7] !== "");
    const promised = Float64Array.from(delivered, (cells) => american(cells[7] ?? ""));
    const happened = Float64Array.from(delivered, (cells) => american(cells[6] ?? ""));
    const by = (how: "instant" | "date") => promiseKept({ promised, happened, by: how, zone: "UTC" });
    expect(by("date")).toMatchObject({ n: 9722, late: 691, kept: 9031, open: 0 });
    expect(by("instant")).toMatchObject({ n: 9722, late: 814 });
    expect((by("instant").lateness?.median ?? 0) / 86_400).toBeCloseTo(-11.5, 0);
    expect((by("instant").lateness?.mean ?? 0) / 86_400).toBeCloseTo(-11.2, 1);
  });
});

describe("journey.promise", () => {
  const kernel = kernels.find((one) => one.name === "journey.promise");
  const run = (promised: readonly string[], happened: readonly string[], args: Readonly<Record<string, unknown>> = {}) =>
    kernel?.run({
      columns: { names: ["due", "done"], columns: { due: promised, done: happened } },
      args: { promised: "due", happened: "done", ...args },
    });

  it("reads dates as they come, and asks where they can be read two ways", () => {
    expect(run(["10/18/2017 0:00", "2/3/2017 0:00", ""], ["10/18/2017 21:25", "2/4/2017 9:00", "1/1/2017"])).toMatchObject({
      n: 2,
      kept: 1,
      late: 1,
    });
    expect(run(["18.10.2017", "2.3.2017"], ["18.10.2017 21:25", "4.2.2017 9:00"], { by: "instant" })).toMatchObject({
      n: 2,
      kept: 1,
      late: 1,
    });
    expect(() => run(["2/3/2017"], ["2/3/2017"])).toThrow(/column "due", row 1: "2\/3\/2017" may be day or month first/);
    expect(run(["2/3/2017"], [""], { dates: "day-first", asOf: "2017-03-03" })).toMatchObject({ n: 1, late: 1 });
    expect(run(["2/3/2017"], [""], { dates: "month-first", asOf: "2017-02-03" })).toMatchObject({ n: 0, open: 1, keptShare: null });
  });

  it("says what is wrong", () => {
    expect(() => run(["soon"], [""])).toThrow(/row 1: "soon" is no time/);
    expect(() => run(["30/02/2026"], [""], { dates: "day-first" })).toThrow(/is no time, day-first/);
    expect(() => run([], [], { by: "week" })).toThrow(/"by" is one of instant, date/);
    expect(() => run([], [], { promised: "gone" })).toThrow(/there is no column "gone"; there are due, done/);
    expect(() => kernel?.run({ columns: null, args: {} })).toThrow(/give a file/);
  });
});

describe("a promised moment", () => {
  const at = (...times: readonly string[]) => Float64Array.from(times, (time) => (time === "" ? Number.NaN : Date.parse(time)));

  it("is a day in the organisation's zone when it is a date", () => {
    // Half past eleven at night in Vienna is still the day; in UTC as well; in Auckland it is the next.
    const promised = at("2026-03-01T12:00Z");
    const happened = at("2026-03-01T22:30Z");
    for (const [zone, late] of [
      ["Europe/Vienna", 0],
      ["UTC", 0],
      ["Asia/Tokyo", 1],
    ] as const)
      expect(promiseKept({ promised, happened, by: "date", zone }).late, zone).toBe(late);
    expect(promiseKept({ promised, happened, by: "instant", zone: "UTC" })).toMatchObject({ late: 1, lateness: { median: 37_800 } });
  });

  it("is late already where it is past and has not happened, and open before", () => {
    const promised = at("2026-03-01T12:00Z", "2026-03-09T12:00Z", "2026-03-02T12:00Z");
    const happened = at("", "", "2026-03-02T12:00Z");
    expect(promiseKept({ promised, happened, by: "instant", zone: "UTC", asOf: Date.parse("2026-03-05T00:00Z") })).toMatchObject({
      n: 2,
      kept: 1,
      late: 1,
      open: 1,
      keptShare: 0.5,
    });
    expect(promiseKept({ promised, happened, by: "instant", zone: "UTC" })).toMatchObject({ n: 1, open: 2 });
    expect(promiseKept({ promised: at(), happened: at(), by: "date", zone: "UTC" })).toEqual({
      n: 0,
      kept: 0,
      late: 0,
      open: 0,
      keptShare: null,
      lateness: null,
    });
  });

  it("refuses columns that do not fit, promises that are no time, and unknown zones", () => {
    expect(() => promiseKept({ promised: at(""), happened: at(""), by: "date", zone: "UTC" })).toThrow(/row 0: the promised time is NaN/);
    expect(() => promiseKept({ promised: at(), happened: at(""), by: "date", zone: "UTC" })).toThrow(/differ in length/);
    expect(() => promiseKept({ promised: at(), happened: at(), by: "date", zone: "Moon/Sea" })).toThrow(/not a time zone/);
  });
});
