import { afterAll, describe, expect, it } from "vitest";
import { openFolder, readWhole } from "./written-file.ts";

const folder = openFolder();
afterAll(() => folder.remove());

const events = (head: string, rows: readonly string[]) => folder.write("two.csv", [head, ...rows].join("\n"));
const many = (row: (i: number) => string) => Array.from({ length: 30 }, (_, i) => row(i));
const two = (n: number) => String(n).padStart(2, "0");

describe("a date and a time of day in two columns", () => {
  it.each([
    ["Datum;Uhrzeit", (i: number) => `${two(13 + (i % 15))}.07.2024;${two(i % 24)}:05`],
    ["Date;Time", (i: number) => `2024-07-${two(13 + (i % 15))} 00:00:00;${two(i % 24)}:05:00`],
    ["date;time of day", (i: number) => `${13 + (i % 15)} Jul 2024;${i % 12 === 0 ? 12 : i % 12}:05 ${i % 24 < 12 ? "AM" : "PM"}`],
    ["Date;Heure", (i: number) => `${two(13 + (i % 15))}/07/2024;${i % 24}h05`],
  ])("are one time: %s", async (head, cells) => {
    const path = events(
      `case_id;activity;${head}`,
      many((i) => `c${i % 7};step ${i % 3};${cells(i)}`),
    );
    const { proposal, batches, accepted } = await readWhole({ path, kind: "events" });
    expect([proposal.questions, proposal.plan.map.clock?.column]).toEqual([[], head.split(";")[1]]);
    expect(accepted).toBe(30);
    expect(Array.from(batches[0]?.columns.time ?? [])).toEqual(
      Array.from({ length: 30 }, (_, i) => Date.UTC(2024, 6, 13 + (i % 15), i % 24, 5)),
    );
  });

  it("are two things where the date has a time of its own, or the header names a span", async () => {
    const whole = events(
      "case_id;activity;timestamp;time",
      many((i) => `c${i % 7};step ${i % 3};2024-07-13 ${two(i % 24)}:30;09:00`),
    );
    const span = events(
      "case_id;activity;date;duration",
      many((i) => `c${i % 7};step ${i % 3};2024-07-${two(1 + i)};0${i % 9}:30`),
    );
    for (const path of [whole, span]) expect((await readWhole({ path, kind: "events" })).proposal.plan.map.clock).toBe(undefined);
  });

  it("an empty one leaves the day, a wrong one refuses the row, and it can be left out", async () => {
    const path = events(
      "case_id;activity;date;time",
      many((i) => `c${i % 7};step ${i % 3};2024-07-13;${i === 4 ? "" : i === 9 ? "25:99h" : i === 12 ? "noon" : "09:30"}`),
    );
    const { batches, refused } = await readWhole({ path, kind: "events" });
    expect(refused.map(({ row, field, reason }) => [row, field, reason])).toEqual([
      [10, "time", '"2024-07-13 25:99" is not a time'],
      [13, "clock", '"noon" is no time of day'],
    ]);
    expect(batches[0]?.columns.time[4]).toBe(Date.UTC(2024, 6, 13));
    const without = await readWhole({ path, kind: "events", map: { clock: "-" } });
    expect([without.accepted, without.batches[0]?.columns.time[0]]).toEqual([30, Date.UTC(2024, 6, 13)]);
  });
});
