import type { LedgerRow } from "@counterseat/customer-math";
import { expect, test } from "vitest";
import { leakAlarm } from "./alarm.ts";

const line = (n: number, value: number) => ({ n, value, margin: null });
/** A year that keeps so many of a thousand, and wins as many cheaper ones as it lost. */
function year(kept: number): LedgerRow {
  const lost = 1000 - kept;
  const none = line(0, 0);
  return {
    from: "2025-01-01",
    to: "2026-01-01",
    opening: line(1000, 60_000),
    new: line(lost, 30 * lost),
    returned: none,
    lost: line(lost, 60 * lost),
    grown: none,
    shrunk: none,
    flat: line(kept, 0),
    inAndOut: none,
    closing: line(1000, 60_000 - 30 * lost),
    gross: null,
  };
}
const flat = (now: number, before: number | null) =>
  leakAlarm({ row: year(now), before: before === null ? null : year(before) }, "EUR", null)?.retentionFlat;

test("retention is called flat only where it is: at most two points from the period before", () => {
  expect([flat(800, 800), flat(800, 780), flat(780, 800)]).toEqual([true, true, true]);
  expect([flat(800, 900), flat(800, 779), flat(821, 800), flat(800, null)]).toEqual([false, false, false, false]);
});
