import { expect, test } from "vitest";
import { periodOf } from "./period.ts";

const NOW = Date.UTC(2026, 6, 15);
const at = (day: string) => Date.parse(`${day}T09:00:00Z`);
const of = (oldest: string, asked: { rolling?: "month" | "quarter"; from?: string; zone?: string } = {}) =>
  periodOf({ time: Float64Array.of(at(oldest), at("2026-06-30")) }, { rolling: null, zone: "UTC", now: NOW, ...asked });
const firstDays = (period: ReturnType<typeof of>) => period.windows.map(({ from }) => new Date(from).toISOString().slice(0, 10));

test("every window lies wholly within what the answers cover, from the day of the oldest on", () => {
  expect(firstDays(of("2026-03-15", { rolling: "month" }))).toEqual(["2026-04-01", "2026-05-01", "2026-06-01"]);
  expect(firstDays(of("2026-03-02", { rolling: "month" }))).toEqual(["2026-04-01", "2026-05-01", "2026-06-01"]);
  expect(firstDays(of("2026-03-01", { rolling: "month" }))[0]).toBe("2026-03-01");
  expect(firstDays(of("2026-06-02", { rolling: "month" }))).toEqual([]);
});

test("a quarter is the length only where two whole ones are covered, and the pair is of whole ones", () => {
  expect(of("2026-01-01")).toMatchObject({ rolling: "quarter", pair: [{ from: Date.UTC(2026, 3, 1) }, { from: Date.UTC(2026, 0, 1) }] });
  expect(of("2026-01-02")).toMatchObject({ rolling: "month" });
  expect(of("2026-01-02", { rolling: "quarter" }).pair).toBeNull();
});

test("the oldest day is the organisation's, and windows before an asked first day are left out", () => {
  // 23:30 on 28 February in London is already 1 March in Berlin.
  const late = { time: Float64Array.of(Date.UTC(2026, 1, 28, 23, 30), at("2026-06-30")) };
  const asked = { rolling: "month", now: NOW } as const;
  expect(periodOf(late, { ...asked, zone: "Europe/Berlin" }).windows).toHaveLength(4);
  expect(periodOf(late, { ...asked, zone: "Europe/London" }).windows).toHaveLength(4);
  expect(firstDays(of("2026-01-01", { rolling: "month", from: "2026-05-01" }))).toEqual(["2026-05-01", "2026-06-01"]);
});
