import fc from "fast-check";
import { expect, test } from "vitest";
import type { PersonRecord } from "../../platform/events/contract.ts";
import { countFields, findConflicts } from "./personal-fields.ts";
import { unify } from "./unify.ts";

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

const row = fc.record({
  source: fc.constantFrom("crm", "shop", "desk"),
  stream: fc.constantFrom("events", "customers", "responses"),
  customer: fc.option(fc.constantFrom("a", "b", "c", "d"), { nil: null }),
});
test("rows are on a customer others know, on one only their source knows, or on nobody; worked out the long way it is the same", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 80 }), (rows) => {
      const coded = (values: readonly (string | null)[]) => {
        const dictionary = [...new Set(values)].filter((value) => value !== null);
        return { codes: Int32Array.from(values, (value) => (value === null ? -1 : dictionary.indexOf(value))), dictionary };
      };
      const scan = {
        length: rows.length,
        words: { source: coded(rows.map((one) => one.source)), stream: coded(rows.map((one) => one.stream)) },
        codes: { customer: coded(rows.map((one) => one.customer)).codes },
      };
      const known = (source: string): Set<string> =>
        new Set(rows.filter((one) => one.source === source).flatMap((one) => one.customer ?? []));
      const sources = [...new Set(rows.map((one) => one.source))].sort();
      const expected = sources.flatMap((source) => {
        const elsewhere = (who: string) => sources.some((other) => other !== source && known(other).has(who));
        const mine = rows.filter((one) => one.source === source && one.stream !== "customers");
        const counts = {
          source,
          rows: mine.length,
          shared: mine.filter((one) => one.customer !== null && elsewhere(one.customer)).length,
          nobodys: mine.filter((one) => one.customer === null).length,
          customers: known(source).size,
          sharedCustomers: [...known(source)].filter(elsewhere).length,
        };
        return counts.rows + counts.customers === 0 ? [] : [counts];
      });
      const everybody = new Set<string>(rows.flatMap((one) => one.customer ?? []));
      const shared = [...everybody].filter((who) => sources.filter((source) => known(source).has(who)).length > 1).length;
      expect(unify(scan)).toEqual({ sources: expected, customers: { all: everybody.size, shared } });
    }),
  );
});
