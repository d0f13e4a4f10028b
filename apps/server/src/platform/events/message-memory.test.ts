import fc from "fast-check";
import { expect, test } from "vitest";
import { createMessageMemory, digestOf, hashOf } from "./message-memory.ts";

const idOf = (n: number) => hashOf(digestOf("source", `message ${n}`));

test("property: a memory that never had to forget answers as a set of texts would", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 20_000 }), { maxLength: 9000 }),
      fc.array(fc.nat({ max: 20_000 }), { maxLength: 200 }),
      (told, asked) => {
        const memory = createMessageMemory();
        for (const n of told) memory.add(idOf(n), n);
        const set = new Set(told.map((n) => digestOf("source", `message ${n}`)));
        for (const n of [...asked, ...told.slice(0, 50)]) expect(memory.has(idOf(n))).toBe(set.has(digestOf("source", `message ${n}`)));
        expect(memory.covers(Number.NEGATIVE_INFINITY)).toBe(false); // nothing reaches back that far
        expect(memory.covers(0)).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

test("it forgets the older half when it is full, and says up to when", () => {
  const memory = createMessageMemory(1000);
  for (let n = 0; n < 2000; n++) memory.add(idOf(n), n);
  expect(memory.has(idOf(0))).toBe(true);
  expect(memory.covers(0)).toBe(true);
  memory.add(idOf(2000), 2000);
  expect([memory.has(idOf(999)), memory.has(idOf(1000)), memory.has(idOf(2000))]).toEqual([false, true, true]);
  expect([memory.covers(999), memory.covers(1000)]).toEqual([false, true]);
  memory.lose(5000);
  expect(memory.covers(5000)).toBe(false);
  expect(memory.has(idOf(1500))).toBe(true);
});

test("the words of an id and its source cannot be moved from one to the other", () => {
  expect(digestOf("a", "bc")).not.toBe(digestOf("ab", "c"));
  expect(digestOf("", "a")).not.toBe(digestOf("a", ""));
});
