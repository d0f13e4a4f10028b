import { describe, expect, it } from "vitest";
import { parseTime } from "./parse-time.ts";
import { ReadingError } from "./reading-error.ts";
import { zoneToUtc } from "./time-zone.ts";
import { voteDateOrder } from "./vote-date-order.ts";

const utc = zoneToUtc("UTC");

describe("times", () => {
  it.each([
    ["2011-10-11T13:45:40Z", "2011-10-11T13:45:40.000Z"],
    ["2011-10-11 13:45:40.276000+02:00", "2011-10-11T11:45:40.276Z"],
    ["2012-10-09T14:50:17+0530", "2012-10-09T09:20:17.000Z"],
    ["2010-12-30T14:32:00.000+01", "2010-12-30T13:32:00.000Z"],
    ["2014/10/22 11:15:41.000", "2014-10-22T11:15:41.000Z"],
    ["2014.1.2 3:04", "2014-01-02T03:04:00.000Z"],
    ["2006-07-24", "2006-07-24T00:00:00.000Z"],
    ["19970112", "1997-01-12T00:00:00.000Z"],
    ["20171002105600", "2017-10-02T10:56:00.000Z"],
    ["20171002T105600Z", "2017-10-02T10:56:00.000Z"],
    ["03/04/2024 16:05", "2024-04-03T16:05:00.000Z"],
    ["3.4.24", "2024-04-03T00:00:00.000Z"],
    ["31.12.99", "1999-12-31T00:00:00.000Z"],
    ["03/04/2024 4:05:06 PM", "2024-04-03T16:05:06.000Z"],
    ["03/04/2024, 12:05 am", "2024-04-03T00:05:00.000Z"],
    ["2024-02-29 24:00:00", "2024-03-01T00:00:00.000Z"],
    ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
    ["1514764800", "2018-01-01T00:00:00.000Z"],
    ["1514764800123", "2018-01-01T00:00:00.123Z"],
    ["12. März 2024", "2024-03-12T00:00:00.000Z"],
    ["12-Jan-2020 10:00", "2020-01-12T10:00:00.000Z"],
    ["Jan 12, 2020", "2020-01-12T00:00:00.000Z"],
    ["12 août 2021", "2021-08-12T00:00:00.000Z"],
    ["Thu, 01 Jan 2015 00:00:00 GMT", "2015-01-01T00:00:00.000Z"],
  ])("reads %s", (text, expected) => {
    expect(new Date(parseTime(text, "dmy", utc)).toISOString()).toBe(expected);
  });

  it.each([
    "",
    "x",
    "2024-02-30",
    "31/04/2024",
    "2024-13-01",
    "2024-01-01 25:00",
    "12:30",
    "2024-01-01T10:61",
    "1",
    "12345",
    "10:00 2024-01-01",
    "=1+1",
    "2024-01/02",
  ])("refuses %s", (text) => {
    expect(parseTime(text, "dmy", utc)).toBeNaN();
  });

  it("keeps digits below the millisecond", () => {
    expect(parseTime("1970-01-01T00:00:00.000123Z", null, utc)).toBeCloseTo(0.123, 9);
    expect(parseTime("1514764800.5", null, utc)).toBe(1514764800500);
  });

  it("reads month first and two-digit years first when told so", () => {
    expect(parseTime("03/04/2024", "mdy", utc)).toBe(Date.UTC(2024, 2, 4));
    expect(parseTime("24-03-04", "ymd", utc)).toBe(Date.UTC(2024, 2, 4));
  });
});

describe("time zones", () => {
  const berlin = zoneToUtc("Europe/Berlin");
  const at = (text: string, zone = berlin): string => new Date(parseTime(text, "dmy", zone)).toISOString();

  it("follows summer and winter time", () => {
    expect(at("2024-01-15 12:00")).toBe("2024-01-15T11:00:00.000Z");
    expect(at("2024-07-15 12:00")).toBe("2024-07-15T10:00:00.000Z");
    expect(at("2024-03-31 01:59:59")).toBe("2024-03-31T00:59:59.000Z");
    expect(at("2024-03-31 03:00")).toBe("2024-03-31T01:00:00.000Z");
    expect(at("2024-10-27 03:00")).toBe("2024-10-27T02:00:00.000Z");
  });

  it("moves a skipped time on by the hour and takes the earlier of two", () => {
    expect(at("2024-03-31 02:30")).toBe("2024-03-31T01:30:00.000Z");
    expect(at("2024-10-27 02:30")).toBe("2024-10-27T00:30:00.000Z");
    expect(at("2024-11-03 01:30", zoneToUtc("America/New_York"))).toBe("2024-11-03T05:30:00.000Z");
  });

  it("knows half hours, fixed offsets and dates before 1970", () => {
    expect(at("2024-04-07 01:45", zoneToUtc("Australia/Lord_Howe"))).toBe("2024-04-06T14:45:00.000Z");
    expect(at("2024-01-01 00:00", zoneToUtc("+05:30"))).toBe("2023-12-31T18:30:00.000Z");
    expect(at("1960-07-01 12:00", zoneToUtc("America/New_York"))).toBe("1960-07-01T16:00:00.000Z");
  });

  it("is the inverse of the zone's own clock for every hour of two years", () => {
    const zone = zoneToUtc("America/Sao_Paulo");
    const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "America/Sao_Paulo", dateStyle: "short", timeStyle: "medium" });
    let wrong = 0;
    for (let hour = Date.UTC(2018, 0, 1); hour < Date.UTC(2020, 0, 1); hour += 3_600_000 * 3) {
      const back = parseTime(clock.format(hour), null, zone);
      if (back !== hour) wrong += back === hour - 3_600_000 ? 0 : 1;
    }
    expect(wrong).toBe(0);
  });

  it("names an unknown zone", () => {
    expect(() => zoneToUtc("Mars/Olympus")).toThrow(ReadingError);
  });
});

describe("the vote on day and month", () => {
  it.each([
    [["03/04/2024", "13/04/2024"], "dmy", true],
    [["03/04/2024", "04/13/2024"], "mdy", true],
    [["97-12-31", "98-01-02"], "ymd", true],
    [["03/04/2024", "04/05/2024"], null, true],
    [["03.04.2024", "04.05.24"], "dmy", true],
    [["13/04/2024", "14/04/2024", "04/15/2024"], "dmy", true],
    [["2024-01-02", "20240103"], "ymd", false],
    [["1514764800"], null, false],
    [[], null, false],
  ] as const)("%j is %s", (texts, order, needed) => {
    expect(voteDateOrder(texts)).toEqual({ order, needed, both: false });
  });
});
