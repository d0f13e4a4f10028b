import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernels, suppress } from "@counterseat/stats";
import { sharedFolder, sharedText } from "./shared-folder.ts";

/** People in every group that can be worked out from what is shown: brute force over all sums and differences of the published indicators. */
function isolatedGroups(cells: Readonly<Record<string, number>>, hidden: ReadonlySet<string>, totalShown: boolean): number[] {
  const names = Object.keys(cells);
  const sizes = names.map((name) => cells[name] ?? 0);
  const published = names.flatMap((name, i) => (hidden.has(name) ? [] : [names.map((_, j) => (i === j ? 1 : 0))]));
  if (totalShown) published.push(names.map(() => 1));
  const groups: number[] = [];
  // Every vector here is a unit vector or all ones, so coefficients -1, 0, 1 reach every 0/1 combination there is.
  for (let code = 0; code < 3 ** published.length; code += 1) {
    const sum = names.map(() => 0);
    let rest = code;
    for (const vector of published) {
      const weight = (rest % 3) - 1;
      rest = Math.floor(rest / 3);
      for (const [i, entry] of vector.entries()) sum[i] = (sum[i] ?? 0) + weight * entry;
    }
    if (sum.every((entry): boolean => entry === 0 || entry === 1))
      groups.push(sum.reduce((people, entry, i) => people + entry * (sizes[i] ?? 0), 0));
  }
  return groups;
}

const table = fc.record({
  cells: fc.dictionary(fc.constantFrom("north", "south", "east", "west", "hall", "yard"), fc.integer({ min: 0, max: 14 }), { maxKeys: 6 }),
  k: fc.integer({ min: 1, max: 8 }),
  totalPublished: fc.boolean(),
});

describe("suppress", () => {
  it("follows the rule's published examples", () => {
    expect(suppress({ cells: { Sales: 4, Technology: 9 }, k: 5 })).toEqual({
      primary: ["Sales"],
      complementary: ["Technology"],
      hideTotal: false,
    });
    expect(suppress({ cells: { A: 4, B: 9, C: 20 }, k: 5 })).toEqual({ primary: ["A"], complementary: ["B"], hideTotal: false });
    expect(suppress({ cells: { A: 4, B: 3, C: 20 }, k: 5 })).toEqual({ primary: ["A", "B"], complementary: [], hideTotal: false });
    expect(suppress({ cells: { A: 2, B: 1, C: 30, D: 12 }, k: 5 })).toEqual({
      primary: ["A", "B"],
      complementary: ["D"],
      hideTotal: false,
    });
    expect(suppress({ cells: { A: 3 }, k: 5 })).toEqual({ primary: ["A"], complementary: [], hideTotal: true });
    expect(suppress({ cells: { A: 3, b: 7, a: 7 }, k: 5 })).toEqual({ primary: ["A"], complementary: ["a"], hideTotal: false });
    expect(suppress({ cells: { A: 3, B: 9 }, k: 5, totalPublished: false })).toEqual({
      primary: ["A"],
      complementary: [],
      hideTotal: false,
    });
  });

  it("lets nobody work out a group of 1 to k - 1 people", () => {
    fc.assert(
      fc.property(table, ({ cells, k, totalPublished }) => {
        const { primary, complementary, hideTotal } = suppress({ cells, k, totalPublished });
        const hidden = new Set([...primary, ...complementary]);
        const groups = isolatedGroups(cells, hidden, totalPublished && !hideTotal);
        expect(groups.filter((people) => people > 0 && people < k)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it("hides no more than it must", () => {
    fc.assert(
      fc.property(table, ({ cells, k, totalPublished }) => {
        const { primary, complementary, hideTotal } = suppress({ cells, k, totalPublished });
        expect(primary).toEqual(Object.keys(cells).filter((name) => (cells[name] ?? 0) > 0 && (cells[name] ?? 0) < k));
        const people = primary.reduce((sum, name) => sum + (cells[name] ?? 0), 0);
        const enough = primary.length === 0 || !totalPublished || (primary.length >= 2 && people >= k);
        expect(complementary.length + (hideTotal ? 1 : 0)).toBe(enough ? 0 : 1);
      }),
    );
  });

  it("refuses what is not a table", () => {
    expect(() => suppress({ cells: { A: -1 }, k: 5 })).toThrow(RangeError);
    expect(() => suppress({ cells: { A: 1.5 }, k: 5 })).toThrow(RangeError);
    expect(() => suppress({ cells: {}, k: 0 })).toThrow(RangeError);
  });

  it.skipIf(sharedFolder === null)("gives the golden values as a kernel", () => {
    type Case = {
      cells: Record<string, number>;
      k: number;
      total_published: boolean;
      primary: string[];
      complementary: string[] | "HIDE_TOTAL";
    };
    const { cases } = JSON.parse(sharedText("golden", "culture", "suppression.json")) as { cases: readonly Case[] };
    const kernel = kernels.find(({ name }) => name === "stats.suppress");
    for (const { cells, k, total_published: totalPublished, primary, complementary } of cases) {
      expect(kernel?.run({ columns: null, args: { cells, k, totalPublished } })).toEqual({
        primary,
        complementary: complementary === "HIDE_TOTAL" ? [] : complementary,
        hideTotal: complementary === "HIDE_TOTAL",
      });
    }
  });
});
