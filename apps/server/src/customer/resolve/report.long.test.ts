import { expect, test } from "vitest";
import { reportOf } from "./report.ts";
import { resolveTask } from "./resolve-task.ts";
import { recordsOf, scoreOf, systemsOf } from "./test-systems.ts";

const NO_IDS = { beside: [], aliases: [] };
const CUTS = { join: Math.log2(9), ask: -Math.log2(19) };

test.each([7, 11, 23, 42, 99])(
  "five systems, couples and shared addresses among them: the report says what is true, within its error (seed %i)",
  (seed) => {
    const company = { seed, scale: 0.1 };
    const records = recordsOf(company);
    const found = resolveTask({ records, ids: NO_IDS, decided: [], trust: ["crm"], cuts: CUTS });
    const { truth } = systemsOf(company);
    const of = new Map(found.links.map(([told, customer]) => [told, customer]));
    const score = scoreOf(truth, (name) => of.get(name) ?? name);
    expect(score.precision).toBeGreaterThan(0.98);
    expect(score.recall).toBeGreaterThan(0.95);

    const report = reportOf(records, found);
    const perPerson = new Map<string, number>();
    for (const person of truth.values()) perPerson.set(person, (perPerson.get(person) ?? 0) + 1);
    const pairs = [...perPerson.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
    expect(pairs).toBeGreaterThanOrEqual(report.pairs.expected?.low ?? Infinity);
    expect(pairs).toBeLessThanOrEqual(report.pairs.expected?.high ?? 0);
    expect(report.pairs.joined / pairs).toBeCloseTo(score.recall / score.precision, 9);
    expect(report).toMatchObject({ records: truth.size, joined: found.links.length, customers: truth.size - found.links.length });
    // What is put before a person is worth a look: most of it is one person.
    const open = found.evidence.filter((pair) => pair.open);
    expect(open.filter(({ a, b }) => truth.get(a.told) === truth.get(b.told)).length).toBeGreaterThan(open.length / 2);
  },
);

test("where billing has a contract alone, and field service an address, it is not told how many pairs there should be", () => {
  const kept: Readonly<Record<string, readonly string[]>> = { billing: ["contract"], field: ["address", "phone"], shop: ["email"] };
  const records = recordsOf({ seed: 7, scale: 0.02 }).map(({ source, told, values }) => ({
    source,
    told,
    values: Object.fromEntries(Object.entries(values).filter(([field]) => kept[source]?.includes(field) ?? true)),
  }));
  const report = reportOf(records, resolveTask({ records, ids: NO_IDS, decided: [], trust: ["crm"], cuts: CUTS }));
  expect(report.pairs.joined).toBeGreaterThan(500);
  expect(report.pairs.expected).toBe(null);
});
