import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventRow } from "../ingest/event-row.ts";
import { findDrift } from "./find-drift.ts";
import { NOON, rowOfTrack, scanned } from "./test-rows.ts";

const DAY = 86_400_000;
/** The same event again and again, each day another customer's. */
const many = (n: number, event: string, propertiesOf: (i: number) => object, from = NOON): EventRow[] =>
  Array.from({ length: n }, (_, i) => rowOfTrack(event, propertiesOf(i), { at: from + i * DAY, userId: `u${i % 40}` }));
const drift = (before: EventRow[], after: EventRow[], spanRatio = 1) =>
  findDrift({ before: scanned(before), after: scanned(after), spanRatio }).changes;
const PLANS = ["basic", "plus"];
const usual = (i: number) => ({ plan: PLANS[i % 2], amount: 5 });

describe("drift", () => {
  test("an event and a property that never came before, with when and how often", () => {
    const after = [...many(10, "Paid", (i) => ({ ...usual(i), ...(i < 4 ? { coupon: "X" } : {}) })), ...many(3, "Refunded", () => ({}))];
    expect(drift(many(60, "Paid", usual), after)).toEqual([
      expect.objectContaining({
        kind: "new-property",
        event: "Paid",
        property: "coupon",
        is: "word",
        n: 4,
        first: new Date(NOON).toISOString(),
        last: new Date(NOON + 3 * DAY).toISOString(),
      }),
      expect.objectContaining({ kind: "new-event", event: "Refunded", property: null, n: 3 }),
    ]);
  });

  test("what comes no longer is told once it would have come three times", () => {
    const before = [...many(60, "Paid", usual), ...many(30, "Called", () => ({}))];
    const gone = drift(
      before,
      many(60, "Paid", () => ({ amount: 5 })),
      0.1,
    );
    expect(gone).toEqual([
      expect.objectContaining({ kind: "gone-property", event: "Paid", property: "plan", was: "word", n: 60, expected: 60 }),
      expect.objectContaining({ kind: "gone-event", event: "Called", n: 30, expected: 3 }),
    ]);
    expect(
      drift(
        before,
        many(2, "Paid", () => ({ amount: 5 })),
        0.09,
      ),
    ).toEqual([]); // 2 and 2.7 expected: too little to say so
  });

  test("what came by the hundred on one day is not gone when it does not come for a week", () => {
    const once = Array.from({ length: 100 }, () => rowOfTrack("Migrated", {}));
    expect(drift([...many(60, "Paid", usual), ...once], many(60, "Paid", usual))).toEqual([]);
  });

  test("a type that changed, and no word that reads like a date", () => {
    const numbers = drift(
      many(60, "Paid", () => ({ seats: 3 })),
      many(20, "Paid", (i) => ({ seats: i < 7 ? "3" : 3 })),
    );
    expect(numbers).toEqual([expect.objectContaining({ kind: "type-changed", property: "seats", was: "number", is: "word", n: 7 })]);
    const note = (i: number) => ({ note: `note ${i}` });
    expect(
      drift(
        many(60, "Paid", note),
        many(20, "Paid", () => ({ note: "2026-11-20" })),
      ),
    ).toEqual([]);
  });

  test("new values of an enumeration are shown where five customers have them, and counted where fewer do", () => {
    const found = drift(
      many(100, "Paid", usual),
      many(40, "Paid", (i) => ({ plan: i < 8 ? "gold" : i < 10 ? "Ada's own" : "plus", amount: 5 })),
    );
    expect(found).toEqual([
      expect.objectContaining({ kind: "new-value", property: "plan", value: "gold", n: 8 }),
      expect.objectContaining({ kind: "new-value", property: "plan", value: null, n: 2 }),
    ]);
    expect(JSON.stringify(found)).not.toContain("Ada");
    // Free text always has new values.
    expect(
      drift(
        many(100, "Paid", (i) => ({ note: `n${i}` })),
        many(40, "Paid", (i) => ({ note: `m${i}` })),
      ),
    ).toEqual([]);
  });

  test("of nothing before nothing is told", () => {
    expect(findDrift({ before: scanned([]), after: scanned(many(5, "Paid", usual)), spanRatio: 1 })).toMatchObject({
      before: { rows: 0, from: null },
      after: { rows: 5 },
      changes: [],
    });
  });

  const one = fc.record({ event: fc.constantFrom("Paid", "Called"), i: fc.nat(200), extra: fc.option(fc.constantFrom("web", 3, true)) });
  const rowsOf = (ones: readonly { event: string; i: number; extra: unknown }[]) =>
    ones.map(({ event, i, extra }) => rowOfTrack(event, { ...usual(i), extra }, { at: NOON + i * DAY, userId: `u${i}` }));
  test("held against itself nothing drifts, and one event more is the only change", () => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 150 }), (ones) => {
        const rows = rowsOf(ones);
        expect(drift(rows, rows)).toEqual([]);
        expect(drift(rows, [...rows, rowOfTrack("Never seen", {})]).map(({ kind, event }) => `${kind} ${event}`)).toEqual([
          "new-event Never seen",
        ]);
        expect(drift(rows, [...rows].reverse())).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
