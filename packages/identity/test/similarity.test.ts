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

/** The same by its definition, in lists. */
function plainWinkler(a: string, b: string): number {
  if (a === b) return a === "" ? 0 : 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const shared = [...a.split("").keys()].flatMap((i) => {
    const j = b.split("").findIndex((char, at) => char === a[i] && Math.abs(at - i) <= reach && !taken.has(at));
    if (j < 0) return [];
    taken.add(j);
    return [a[i]];
  });
  if (shared.length === 0) return 0;
  const other = [...taken].sort((x, y) => x - y).map((j) => b[j]);
  const moved = shared.filter((char, i) => char !== other[i]).length;
  const jaro = (shared.length / a.length + shared.length / b.length + (shared.length - moved / 2) / shared.length) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < Math.min(a.length, b.length) && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Short and long ones, and letters that need more than a byte: each has a way of its own. */
const words = fc.tuple(
  fc.string({ unit: fc.constantFrom("a", "b", "c", "ł", "7"), maxLength: 60 }),
  fc.string({ unit: fc.constantFrom("a", "b", "c", "7"), maxLength: 36 }),
);

test("property: Jaro–Winkler as the definition has it, whichever word stands first", () => {
  fc.assert(
    fc.property(words, ([a, b]) => {
      expect(jaroWinkler(a, b)).toBeCloseTo(plainWinkler(a, b), 12);
      expect(jaroWinkler(b, a)).toBeCloseTo(plainWinkler(b, a), 12);
    }),
    { numRuns: 3000 },
  );
});

test("property: edits of long words and of letters beyond a byte, whichever word stands first", () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 0, max: 64 }), ([a, b], most) => {
      const plain = Math.min(plainDistance(a, b), most + 1);
      expect([editDistance(a, b, most), editDistance(b, a, most)]).toEqual([plain, plain]);
    }),
    { numRuns: 1000 },
  );
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
