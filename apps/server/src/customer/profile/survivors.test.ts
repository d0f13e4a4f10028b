import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PersonRecord } from "../../platform/events/contract.ts";
import { LINES, survivorsOf } from "./survivors.ts";

const crm: PersonRecord = {
  source: "crm",
  told: "C1",
  values: { given: "Ada", family: "King", email: "ada@old.example", phone: "+44 555 0100 77" },
};
const shop: PersonRecord = { source: "shop", told: "u-1", values: { name: "Ada King", email: "ada@new.example", city: "Port" } };
const desk: PersonRecord = { source: "desk", told: "d-1", values: { phone: "0555 0100 77", address: "1 Quay" } };
const belief = { trust: ["crm", "shop"], believed: {} };
const short = (records: PersonRecord[], of: Parameters<typeof survivorsOf>[1]) =>
  Object.fromEntries(survivorsOf(records, of).map(({ line, source, otherwise }) => [line, [source, otherwise]]));

describe("whom to believe where sources differ", () => {
  test("is the most trusted that says anything, line by line, and what is only written otherwise is no difference", () => {
    expect(short([desk, shop, crm], belief)).toEqual({ name: ["crm", 0], email: ["crm", 1], phone: ["crm", 0], address: ["shop", 1] });
  });

  test("can be another for one line", () => {
    const found = survivorsOf([crm, shop, desk], { ...belief, believed: { email: "shop", address: "desk" } });
    expect(found.find(({ line }) => line === "email")).toEqual({
      line: "email",
      values: { email: "ada@new.example" },
      source: "shop",
      told: "u-1",
      otherwise: 1,
    });
    expect(found.find(({ line }) => line === "address")?.values).toEqual({ address: "1 Quay" }); // never a street of one and a town of another
    expect(short([crm], { ...belief, believed: { email: "shop" } })).toMatchObject({ email: ["crm", 0] });
  });

  test("says nothing of nobody, and is the same in whatever order records come; what stands is what one record says", () => {
    expect(survivorsOf([], belief)).toEqual([]);
    expect(survivorsOf([{ source: "crm", told: "x", values: { email: " " } }], belief)).toEqual([]);
    const value = fc.option(fc.constantFrom("a", "b", "c "), { nil: undefined });
    const record = fc.record({
      source: fc.constantFrom("crm", "shop", "desk"),
      told: fc.constantFrom("1", "2", "3"),
      values: fc
        .record({ given: value, name: value, city: value, postcode: value, account: value })
        .map((all) => JSON.parse(JSON.stringify(all)) as PersonRecord["values"]),
    });
    const records = fc.uniqueArray(record, { selector: ({ source }) => source, maxLength: 3 });
    fc.assert(
      fc.property(records, fc.shuffledSubarray(["crm", "shop", "desk"]), (all, trust) => {
        const found = survivorsOf(all, { trust, believed: {} });
        expect(survivorsOf([...all].reverse(), { trust, believed: {} })).toEqual(found);
        for (const { line, values, source, otherwise } of found) {
          const of = all.find((one) => one.source === source);
          for (const field of LINES[line])
            expect(values).toMatchObject(of?.values[field] === undefined ? {} : { [field]: of.values[field] });
          expect(otherwise).toBeLessThan(all.length);
        }
      }),
    );
  });
});
