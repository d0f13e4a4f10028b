import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePlan, isBlocked } from "./compile-plan.ts";
import { proposeEvents } from "./propose-events.ts";
import { rowOfTrack, scanned } from "./test-rows.ts";
import { type ExpectedEvent, ExpectedEvents, type ExpectedProperty, type Mode } from "./words.ts";

const property = (name: string, type: ExpectedProperty["type"], over: Partial<ExpectedProperty> = {}): ExpectedProperty => ({
  name,
  type,
  required: false,
  values: null,
  ...over,
});
const PAID: ExpectedEvent = {
  name: "Paid",
  properties: [
    property("amount", "money", { required: true }),
    property("channel", "enumeration", { values: ["web", "shop"] }),
    property("coupon", "word"),
    property("paidAt", "time"),
    property("gift", "boolean"),
    property("items", "structure"),
  ],
};

function against(properties: Record<string, unknown>, { event = "Paid", mode = "warn" as Mode } = {}) {
  const plan = compilePlan({ mode, events: [PAID] });
  if (plan === null) throw new Error("a plan with an event holds something");
  const found = plan.check(rowOfTrack(event, properties), properties);
  return { found: found.map(({ kind, property: name }) => `${kind} ${name ?? ""}`.trim()), blocked: isBlocked(plan, found) };
}

describe("a plan held against an event", () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ["what fits", { amount: 5, channel: "web", coupon: "X", paidAt: "2026-11-20T10:00:00Z", gift: true, items: [1] }, []],
    ["an amount by another name", { revenue: 5 }, []],
    ["an amount by another name, as text", { total: "5.20" }, []],
    ["a channel in other letters, since rows hold its id", { amount: 5, channel: "WEB" }, []],
    ["what belongs to another property", { amount: 5, currency: "EUR", case: "o-1" }, []],
    ["null, which counts as absent", { amount: 5, coupon: null, other: null }, []],
    ["nothing of what is required", {}, ["missing-property amount"]],
    ["a value that is not allowed", { amount: 5, channel: "fax" }, ["unexpected-value channel"]],
    [
      "other types",
      { amount: 5, coupon: 7, paidAt: "tomorrow", gift: "yes", items: 3 },
      ["coupon", "paidAt", "gift", "items"].map((name) => `wrong-type ${name}`),
    ],
    ["a property more", { amount: 5, colour: "red" }, ["unexpected-property colour"]],
    ["a column more", { amount: 5, score: 3 }, ["unexpected-property score"]],
    ["another name that is no amount", { amount: 5, value: "high" }, ["unexpected-property value"]],
  ])("%s", (_name, properties, expected) => {
    expect(against(properties).found).toEqual(expected);
  });

  test("an event of another name is against it, and only a plan that blocks blocks", () => {
    expect(against({}, { event: "Refunded", mode: "block" })).toEqual({ found: ["unexpected-event"], blocked: true });
    expect(against({}, { event: "Refunded" }).blocked).toBe(false);
    expect(against({}, { mode: "observe" })).toEqual({ found: ["missing-property amount"], blocked: false });
    expect(against({ amount: 5, colour: "red" }, { mode: "block" })).toEqual({ found: ["unexpected-property colour"], blocked: false });
  });

  test("a plan without events holds nothing against anything", () => {
    expect(compilePlan({ mode: "block", events: [] })).toBeNull();
  });

  test("a plan that contradicts itself is none", () => {
    const valid = (events: unknown) => ExpectedEvents.safeParse(events).success;
    expect(valid([PAID])).toBe(true);
    expect(valid([PAID, PAID])).toBe(false);
    expect(valid([{ name: "A", properties: [property("x", "word"), property("x", "number")] }])).toBe(false);
    expect(valid([{ name: "A", properties: [property("x", "enumeration")] }])).toBe(false);
    expect(valid([{ name: "A", properties: [property("x", "word", { values: ["a"] })] }])).toBe(false);
  });
});

const value = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("web", "shop"),
  fc.array(fc.integer()),
  fc.constant("2026-01-01T00:00:00Z"),
);
const name = fc.oneof(fc.constantFrom("colour", "coupon", "gift"), fc.string({ minLength: 1, maxLength: 8 }));
const told = fc.record({
  event: fc.constantFrom("Paid", "Called", "Visited"),
  userId: fc.constantFrom("u-1", "u-2", "u-3", "u-4", "u-5", "u-6"),
  properties: fc
    .record(
      {
        amount: fc.double({ min: 0, max: 1e6, noNaN: true }),
        channel: fc.constantFrom("Web", "shop"),
        score: fc.integer(),
        comment: fc.string(),
      },
      { requiredKeys: [] },
    )
    .chain((known) => fc.dictionary(name, value, { maxKeys: 4 }).map((rest) => ({ ...rest, ...known }))),
});

test("whatever came, nothing of it is against the plan that is proposed from it", () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 120 }), (events) => {
      // As they arrive: JSON, and what the door itself refuses left out.
      const whole = events.flatMap(({ event, userId, properties }) => {
        const sent = JSON.parse(JSON.stringify(properties)) as Record<string, unknown>;
        try {
          return [{ sent, row: rowOfTrack(event, sent, { userId }) }];
        } catch {
          return [];
        }
      });
      const proposal = proposeEvents(scanned(whole.map(({ row }) => row)));
      const plan = compilePlan({ mode: "block", events: ExpectedEvents.parse(proposal.events) });
      if (plan === null) return whole.length === 0;
      const found = whole.flatMap(({ row, sent }) => plan.check(row, sent));
      // A name that is blank or has blanks around it is in no plan: it would not come back from a form as it went in.
      return found.every((one) => one.kind === "unexpected-property" && one.property?.trim() !== one.property);
    }),
    { numRuns: 300 },
  );
});
