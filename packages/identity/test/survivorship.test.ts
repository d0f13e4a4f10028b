import fc from "fast-check";
import { expect, test } from "vitest";
import { type Criterion, type PropertyRule, surviving, type SurvivorshipRules, type ValueRecord } from "@counterseat/identity";

const CRITERIA = ["identified", "trusted", "newest", "oldest"] as const satisfies readonly Criterion[];

function rules(other: PropertyRule, more: Partial<SurvivorshipRules> = {}): SurvivorshipRules {
  return { trust: ["crm", "shop"], properties: {}, other, ...more };
}

function record(at: number, source: string | null, values: ValueRecord["values"], identified = false): ValueRecord {
  return { position: at, at, source, identified, values };
}

const RECORDS = [
  record(1, "web", { plan: "trial", city: "Bern", utm: "x" }),
  record(2, "shop", { plan: "basic", city: "" }, true),
  record(3, "crm", { plan: "pro", city: null, phone: [] }),
  record(4, null, { plan: "free", city: " " }),
];

test.each([
  [["newest"], "free"],
  [["oldest"], "trial"],
  [["trusted"], "pro"],
  [["identified"], "basic"],
  [["identified", "oldest"], "basic"],
  [[], "free"],
] as const)("by %j the plan is %s", (by, plan) => {
  expect(surviving(RECORDS, rules({ by }))["plan"].value).toBe(plan);
});

test("an empty value is skipped, unless it counts and so takes the value away", () => {
  expect(surviving(RECORDS, rules({ by: ["newest"] }))).toEqual({
    city: { value: "Bern", from: { position: 1, at: 1, source: "web" } },
    plan: { value: "free", from: { position: 4, at: 4, source: null } },
    utm: { value: "x", from: { position: 1, at: 1, source: "web" } },
  });
  const counts = surviving(RECORDS, rules({ by: ["newest"], empty: "counts" }));
  expect([counts["city"].value, counts["phone"].value]).toEqual([" ", []]);
  for (const value of [0, false, {}, "0"]) expect(surviving([record(1, null, { value })], rules({ by: [] }))["value"].value).toBe(value);
});

test("each property by its own rule, and names of the language are names like others", () => {
  const properties = { plan: { by: ["oldest"] }, city: { by: ["trusted"] } } as const;
  const odd = record(9, "web", JSON.parse('{"__proto__": 1, "constructor": 2, "plan": "late"}') as Record<string, unknown>);
  const found = surviving([...RECORDS, odd], rules({ by: ["newest"] }, { properties }));
  expect(Object.entries(found).map(([name, { value }]) => [name, value])).toEqual([
    ["__proto__", 1],
    ["city", "Bern"],
    ["constructor", 2],
    ["plan", "trial"],
    ["utm", "x"],
  ]);
});

test("sources that are not named are equal, and come after those that are", () => {
  const found = surviving(
    [record(1, "a", { v: 1 }), record(2, "b", { v: 2 }), record(3, null, { v: 3 })],
    rules({ by: ["trusted", "oldest"] }),
  );
  expect(found["v"].value).toBe(1);
});

test("of one place in the log the later of its records; of records alike in everything the order they come in says nothing", () => {
  const one = { position: 5, at: 5, source: "web" };
  expect(
    surviving(
      [
        { ...one, ordinal: 1, values: { v: "b" } },
        { ...one, values: { v: "a" } },
      ],
      rules({ by: ["newest"] }),
    )["v"].value,
  ).toBe("b");
  const alike = [
    { ...one, values: { v: "b" } },
    { ...one, values: { v: "a" } },
    { ...one, values: { v: ["a"] } },
  ];
  for (const by of CRITERIA) {
    const values = [alike, alike.toReversed()].map((records) => surviving(records, rules({ by: [by] }))["v"].value);
    expect(values[0]).toEqual(values[1]);
  }
});

test("the same whatever the order, and the same as sorting everything", () => {
  const records = fc.array(
    fc.record({
      position: fc.integer({ min: 1, max: 4 }),
      at: fc.integer({ min: 1, max: 3 }),
      source: fc.constantFrom("crm", "shop", "web", null),
      identified: fc.boolean(),
      values: fc.dictionary(fc.constantFrom("a", "b"), fc.constantFrom<unknown>("x", "y", 1, null, ""), { maxKeys: 2 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(records, fc.array(fc.constantFrom(...CRITERIA), { maxLength: 3 }), fc.boolean(), (some, by, counts) => {
      const told = rules({ by, empty: counts ? "counts" : "skip" });
      const found = surviving(some, told);
      expect(JSON.stringify(surviving(some.toReversed(), told))).toBe(JSON.stringify(found));
      const score = {
        identified: ({ identified }: ValueRecord) => (identified === true ? 0 : 1),
        trusted: ({ source }: ValueRecord) => (source === "crm" ? 0 : source === "shop" ? 1 : 2),
        newest: ({ at, position }: ValueRecord) => -(at * 100 + position),
        oldest: ({ at, position }: ValueRecord) => at * 100 + position,
      };
      for (const name of ["a", "b"]) {
        const having = some.filter(
          ({ values }) => Object.hasOwn(values, name) && (counts || !["", null].includes(values[name] as string | null)),
        );
        const best = [...by, "newest" as const].reduce((left, criterion) => {
          const least = Math.min(...left.map(score[criterion]));
          return left.filter((one) => score[criterion](one) === least);
        }, having);
        if (best.length === 0) expect(found).not.toHaveProperty(name);
        else
          expect(best.map(({ values, source }) => JSON.stringify([values[name], source]))).toContain(
            JSON.stringify([found[name].value, found[name].from.source]),
          );
      }
    }),
  );
});
