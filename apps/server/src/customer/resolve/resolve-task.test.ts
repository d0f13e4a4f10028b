import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PersonRecord } from "../../platform/events/contract.ts";
import { type Decided, customersOf } from "./customers-of.ts";
import { resolveTask } from "./resolve-task.ts";
import { recordsOf } from "./test-systems.ts";

const NO_IDS = { beside: [], aliases: [] };
const NO_DEVICES: ReadonlySet<string> = new Set();
const CUTS = { join: Math.log2(9), ask: -Math.log2(19) };
const TRUST = ["crm"];

const base = recordsOf({ seed: 7, scale: 0.02 });
const linksOf = (records: readonly PersonRecord[], decided: readonly Decided[] = []) =>
  new Map(resolveTask({ records, ids: NO_IDS, decided, trust: TRUST, cuts: CUTS }).links.map(([told, customer]) => [told, customer]));

describe("a value that names nobody joins nobody", () => {
  const strangers = (values: (i: number) => PersonRecord["values"]): PersonRecord[] =>
    Array.from({ length: 500 }, (_, i) => ({ source: i % 2 === 0 ? "crm" : "desk", told: `x${i}`, values: values(i) }));
  const word = (n: number, parts: number): string => {
    const syllables = [
      "ba",
      "co",
      "du",
      "fe",
      "gi",
      "ho",
      "ju",
      "ka",
      "le",
      "mi",
      "no",
      "pu",
      "ra",
      "se",
      "ti",
      "vo",
      "wy",
      "xa",
      "ze",
      "qui",
    ];
    return Array.from({ length: parts }, (_, at) => syllables[Math.floor(n / 20 ** at) % 20] ?? "").join("");
  };
  const cases: [string, (i: number) => PersonRecord["values"]][] = [
    ["one e-mail address on 500 records", (i) => ({ given: word(i * 7, 2), family: word(i * 131, 3), email: "info@company.example" })],
    ["one e-mail address and nothing else", () => ({ email: "info@company.example" })],
    ["one telephone of noughts", (i) => ({ given: word(i * 7, 2), family: word(i * 131, 3), phone: "000 000 000" })],
    [
      "null, unknown and nought where a contract should stand",
      (i) => ({ family: word(i * 131, 3), contract: ["null", "unknown", "0", "undefined"][i % 4] ?? "" }),
    ],
  ];
  test.each(cases)("%s", (_, values) => {
    const poison = strangers(values);
    const links = linksOf(
      [...base, ...poison].sort((x, y) => (x.source < y.source ? -1 : x.source > y.source ? 1 : x.told < y.told ? -1 : 1)),
    );
    expect(poison.filter(({ told }) => links.has(told))).toEqual([]);
    expect([...links.values()].filter((customer) => customer.startsWith("x"))).toEqual([]);
  });
});

describe("what the records are called and how they come in order", () => {
  test("changes nothing but the names", () => {
    const links = linksOf(base);
    const shuffled = [...base].sort((x, y) => (x.told.slice(-3) < y.told.slice(-3) ? -1 : 1));
    expect(linksOf(shuffled)).toEqual(links);
    const renamed = base.map((record) => ({ ...record, told: `z-${record.told}` }));
    expect(new Map([...linksOf(renamed)].map(([told, customer]) => [told.slice(2), customer.slice(2)]))).toEqual(links);
  });
});

describe("decisions", () => {
  const names = base.map(({ told }) => told);
  const { evidence } = resolveTask({ records: base, ids: NO_IDS, decided: [], trust: TRUST, cuts: CUTS });
  const near = evidence.map(({ a, b }): [string, string] => [a.told, b.told]);
  const pair = fc.oneof(fc.constantFrom(...near), fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)));
  const decided = fc
    .array(fc.record({ pair, verdict: fc.constantFrom("together" as const, "apart" as const) }), { minLength: 1, maxLength: 6 })
    .map((all) => [...new Map(all.map(({ pair: [a, b], verdict }) => [[a, b].sort().join("\u0000"), { a, b, verdict }])).values()])
    .map((all) => all.filter(({ a, b }) => a !== b));

  test("hold: who is apart is never one customer, whatever else is joined", () => {
    fc.assert(
      fc.property(decided, (all) => {
        const links = linksOf(base, all);
        const of = (name: string) => links.get(name) ?? name;
        for (const { a, b, verdict } of all) if (verdict === "apart") expect(of(a)).not.toBe(of(b));
        if (all.every(({ verdict }) => verdict === "together")) for (const { a, b } of all) expect(of(a)).toBe(of(b));
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  test("a customer goes by the name of the most trusted source, and among its own by the first", () => {
    const records = [
      { source: "b", told: "b1" },
      { source: "a", told: "a2" },
      { source: "a", told: "a1" },
      { source: "c", told: "c1" },
    ];
    const edges = { a: Int32Array.of(0, 1, 2), b: Int32Array.of(1, 2, 3), bits: Float64Array.of(9, 9, 9) };
    const given = { records, known: new Uint32Array(4).fill(0), edges, decided: [], cuts: CUTS };
    expect(customersOf({ ...given, devices: NO_DEVICES, trust: ["a"] }).customer).toEqual(["a1", "a1", "a1", "a1"]);
    expect(customersOf({ ...given, devices: NO_DEVICES, trust: ["c", "a"] }).customer).toEqual(["c1", "c1", "c1", "c1"]);
    expect(customersOf({ ...given, devices: NO_DEVICES, trust: [] }).customer).toEqual(["a1", "a1", "a1", "a1"]);
  });

  test("two systems that call somebody the same mean one customer", () => {
    const records = [
      { source: "a", told: "1" },
      { source: "b", told: "1" },
      { source: "b", told: "2" },
    ];
    const edges = { a: Int32Array.of(1), b: Int32Array.of(2), bits: Float64Array.of(6) };
    const { customer } = customersOf({
      records,
      known: new Uint32Array(3),
      edges,
      decided: [],
      trust: ["a"],
      devices: NO_DEVICES,
      cuts: CUTS,
    });
    expect(customer).toEqual(["1", "1", "1"]);
  });
});

describe("customers who are numbered through", () => {
  const made: [string, (i: number) => PersonRecord["values"]][] = [
    ["by name and e-mail", (i) => ({ name: `Customer ${i}`, email: `customer${i}@company.example` })],
    [
      "in every field",
      (i) => ({
        given: `Given ${i}`,
        family: `Family ${i}`,
        email: `c${i}@a.example`,
        phone: `+999 100 ${1000 + i}`,
        address: `Road ${i}`,
        postcode: "99",
        contract: `C-${i}`,
      }),
    ],
    ["with one given name", (i) => ({ given: "Ada", family: `Test${i}`, email: `ada.test${i}@company.example` })],
  ];
  test.each(made.flatMap(([how, values]) => [5, 20, 80, 300].map((n) => [how, n, values] as const)))(
    "%s: none of %i is another, and in two systems each is one",
    (_, n, values) => {
      const one = Array.from({ length: n }, (_of, i): PersonRecord => ({
        source: "crm",
        told: `customer-${String(i).padStart(4, "0")}`,
        values: values(i),
      }));
      expect(linksOf(one)).toEqual(new Map());
      const two = [...one, ...one.map(({ told, values: same }) => ({ source: "desk", told: `u-${told}`, values: same }))];
      expect(linksOf(two)).toEqual(new Map(one.map(({ told }) => [`u-${told}`, told])));
    },
  );
});

describe("few records, in two systems", () => {
  const record = (source: string, told: string, values: PersonRecord["values"]): PersonRecord => ({ source, told, values });
  test("a couple that shares all but themselves stays two, and each is joined with their own", () => {
    const home = { family: "Marchetti", phone: "+999 418 200 418", address: "Rua das Flores 12", postcode: "70100" };
    const records = [
      record("crm", "C1", { ...home, given: "Inês", birth: "1984-05-11", email: "ines@mail.example" }),
      record("crm", "C2", { ...home, given: "Rui", birth: "1981-01-30", email: "rui@mail.example" }),
      record("desk", "u1", { given: "Inês", family: "Marchetti", email: "ines@mail.example" }),
      record("desk", "u2", { given: "Rui", family: "Marchetti", email: "rui@mail.example" }),
    ];
    expect(linksOf(records)).toEqual(
      new Map([
        ["u1", "C1"],
        ["u2", "C2"],
      ]),
    );
  });
});
