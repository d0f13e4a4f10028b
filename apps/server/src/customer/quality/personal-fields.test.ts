import fc from "fast-check";
import { expect, test } from "vitest";
import type { PersonRecord } from "../../platform/events/contract.ts";
import { countFields, findConflicts } from "./personal-fields.ts";

const record = (source: string, told: string, values: PersonRecord["values"]): PersonRecord => ({ source, told, values });
const PEOPLE = {
  records: [
    record("crm", "c1", { email: "Ada@x.example", phone: "+44 20 7946 0958", city: "Harbour" }),
    record("crm", "c2", { email: "bo@x.example" }),
    record("shop", "s1", { email: "ada@x.example ", phone: "020 7946 0958", city: "St. Peter" }),
    record("shop", "s2", { email: "b.o@x.example", city: "" }),
    record("desk", "d9", { email: "else@x.example" }),
  ],
  links: [
    ["s1", "c1"],
    ["s2", "c2"],
  ] as const,
};

test("how something is written is no conflict; what is different is one, and each source is counted for itself", () => {
  const of = new Map(countFields(PEOPLE).map(({ source, field, ...counts }) => [`${source} ${field}`, counts]));
  expect(of.get("crm email")).toEqual({ names: 2, filled: 2, compared: 2, different: 1 });
  expect(of.get("shop phone")).toEqual({ names: 2, filled: 1, compared: 1, different: 0 });
  expect(of.get("crm city")).toEqual({ names: 2, filled: 1, compared: 1, different: 1 });
  expect(of.get("desk email")).toEqual({ names: 1, filled: 1, compared: 0, different: 0 }); // nobody else knows them
  expect(of.has("desk phone")).toBe(false);
});

test("a source that knows somebody by two names may say two things, and one of them is enough", () => {
  const two = {
    records: [...PEOPLE.records, record("crm", "c1b", { city: "St Peter" })],
    links: [...PEOPLE.links, ["c1b", "c1"] as const],
  };
  expect(findConflicts(two, { source: "crm", field: "city", limit: 10 })).toEqual({ conflicts: [], total: 0 });
});

test("conflicts are named with what each source wrote, up to a limit, and counted beyond it", () => {
  expect(findConflicts(PEOPLE, { source: "shop", field: "email", limit: 10 })).toEqual({
    total: 1,
    conflicts: [
      {
        customer: "c2",
        field: "email",
        said: [
          { source: "crm", values: ["bo@x.example"] },
          { source: "shop", values: ["b.o@x.example"] },
        ],
      },
    ],
  });
  expect(findConflicts(PEOPLE, { source: "shop", field: "email", limit: 0 })).toEqual({ conflicts: [], total: 1 });
  expect(findConflicts(PEOPLE, { source: "desk", field: "email", limit: 10 }).total).toBe(0);
});

const anyone = fc.record({
  source: fc.constantFrom("crm", "shop", "desk"),
  customer: fc.nat(6),
  name: fc.nat(2),
  email: fc.option(fc.constantFrom("a@x", "b@x", "A@X", "c@x"), { nil: undefined }),
});
test("counts and lists agree, in any order of the records", () => {
  fc.assert(
    fc.property(fc.array(anyone, { maxLength: 60 }), (ones) => {
      const unique = [...new Map(ones.map((one) => [`${one.source}${one.customer}-${one.name}`, one]))];
      const people = {
        records: unique.map(([told, { source, email }]) => record(source, told, email === undefined ? {} : { email })),
        links: unique.map(([told, { customer }]) => [told, `k${customer}`] as const),
      };
      const counts = countFields(people);
      for (const { source, field, names, filled, compared, different } of counts) {
        expect(findConflicts(people, { source, field, limit: 1000 })).toMatchObject({ total: different });
        expect(names).toBeGreaterThanOrEqual(filled);
        expect(compared).toBeGreaterThanOrEqual(different);
      }
      expect(countFields({ ...people, records: [...people.records].reverse() })).toEqual(counts);
    }),
  );
});
