import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, jaroWinkler } from "@counterseat/identity";

test.each([
  ["martha", "marhta", 0.9611111111],
  ["dwayne", "duane", 0.84],
  ["dixon", "dicksonx", 0.8133333333],
  ["", "a", 0],
  ["same", "same", 1],
])("Jaro–Winkler of %s and %s as Winkler's table has it", (a, b, expected) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(expected, 9);
  expect(jaroWinkler(b, a)).toBeCloseTo(expected, 9);
});

/** The same distance by its definition, without any bound. */
function plainDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const options = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) options.push(at(i - 2, j - 2) + 1);
      (table[i] ?? [])[j] = Math.min(...options);
    }
  return at(a.length, b.length);
}

test("property: edits as the definition counts them, up to the bound", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "d"), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
    }),
    { numRuns: 2000 },
  );
});
