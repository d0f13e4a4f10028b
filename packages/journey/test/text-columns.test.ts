import { describe, expect, it } from "vitest";
import { columnsFromText, kernels, readIsoTime, zoneClock, type JourneyModelOutput } from "@counterseat/journey";

function millisOf(text: string): number | null {
  const time = readIsoTime(text);
  return time === null ? null : time.millis - (time.offset ?? 0);
}

describe("readIsoTime", () => {
  it("agrees with the platform where the platform is sure", () => {
    for (const text of [
      "2012-02-29T23:59:59Z",
      "1969-12-31T23:00:00-05:00",
      "2000-03-01T00:00:00+05:30",
      "0001-01-01T00:00:00Z",
      "2012-10-09",
    ]) {
      expect(millisOf(text), text).toBe(Date.parse(text));
    }
  });

  it("reads the forms that exports use", () => {
    expect(millisOf("2011-10-11 13:45:40.276000+02:00")).toBe(Date.UTC(2011, 9, 11, 11, 45, 40, 276));
    expect(millisOf("2014/10/22 11:15:41.000")).toBe(Date.UTC(2014, 9, 22, 11, 15, 41));
    expect(millisOf("2014-10-22 11:15")).toBe(Date.UTC(2014, 9, 22, 11, 15));
    expect(millisOf("2014-10-22T11:15:41.5+0200")).toBe(Date.UTC(2014, 9, 22, 9, 15, 41, 500));
  });

  it("refuses what is no time or could be two", () => {
    for (const text of [
      "",
      "2013-02-29",
      "2012-13-01",
      "2012-1-1",
      "01/02/2012",
      "2012-10-09T24:00",
      "2012-10-09T10:00:60",
      "2012-10/09",
      "2012-10-09T10:00+25:00",
    ]) {
      expect(readIsoTime(text), text).toBeNull();
    }
  });
});

describe("zoneClock", () => {
  const vienna = zoneClock("Europe/Vienna");
  it("reads winter, summer, the skipped hour and the repeated hour", () => {
    expect(vienna(Date.UTC(2024, 0, 1, 12))).toBe(Date.UTC(2024, 0, 1, 11));
    expect(vienna(Date.UTC(2024, 6, 1, 12))).toBe(Date.UTC(2024, 6, 1, 10));
    expect(vienna(Date.UTC(2024, 2, 31, 2, 30))).toBe(Date.UTC(2024, 2, 31, 1, 30));
    expect(vienna(Date.UTC(2024, 9, 27, 2, 30))).toBe(Date.UTC(2024, 9, 27, 0, 30));
  });

  it("refuses a zone nobody knows", () => expect(() => zoneClock("Mars/Olympus")).toThrow(RangeError));
});

describe("journey.model on text columns", () => {
  const columns = {
    names: ["Case ID", "Activity", "Complete Timestamp", "who"],
    columns: {
      "Case ID": ["1", "NA", "1", "NA"],
      Activity: ["ask", "ask", "fix", "fix"],
      "Complete Timestamp": ["2024-01-01", "2024-01-01 00:00:00", "2024-01-01T00:01:00Z", "1704067320000"],
      who: ["Ann", "", "Bob", "Bob"],
    },
  };
  const kernel = kernels.find(({ name }) => name === "journey.model");
  const run = (args: Record<string, unknown>): JourneyModelOutput => kernel?.run({ columns, args }) as JourneyModelOutput;

  it("guesses the columns and keeps a case called NA", () => {
    const output = run({});
    expect(output.cases).toBe(2);
    expect(output.edges).toEqual([{ from: "ask", to: "fix", count: 2, mean: 90, median: 90, p90: 114, min: 60, max: 120, sum: 180 }]);
    expect(output.doubts).toEqual(["no-resource"]);
  });

  it("counts hand-overs only between people it knows", () => {
    const output = run({ resource: "who" });
    expect(output.handover).toEqual({
      resources: 2,
      adjacentPairsBothKnown: 1,
      handoversBetweenDifferentResources: 1,
      unknownShare: 0.5,
      counts: [{ from: "Ann", to: "Bob", count: 1 }],
    });
    expect(output.doubts).toEqual(["resource-partly-unknown"]);
  });

  it("reads naive times in the zone it is given", () => {
    expect(columnsFromText(columns, { timezone: "America/New_York" }).columns.time[0]).toBe(Date.UTC(2024, 0, 1, 5));
  });

  it("refuses what it cannot read, saying where", () => {
    expect(() => run({ activity: "step" })).toThrow('no column "step" for the activity');
    expect(() => run({ caze: "Case ID" })).toThrow('unknown argument "caze"');
    expect(() => columnsFromText({ names: ["a"], columns: { a: ["x"] } })).toThrow("no column looks like the case");
    const late = { ...columns, columns: { ...columns.columns, "Complete Timestamp": ["2024-01-01", "soon", "", ""] } };
    expect(() => columnsFromText(late)).toThrow('row 2: "soon"');
    expect(() => kernel?.run({ columns: null, args: {} })).toThrow(RangeError);
  });
});
