import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matchIndex, type Parameters, resolve, type RoleColumn } from "@counterseat/identity";
import { systems } from "./systems.ts";

const learned = systems(700, 21);
const parameters: Parameters = resolve({ columns: learned.columns, split: null, source: learned.source }).parameters();
const given = systems(120, 22);
const rows = given.source.length;
const idOf = (row: number) => String(row).padStart(5, "0");
const cellsOf = (row: number) => given.columns.map(({ cells }) => cells[row] ?? "");
const only = (kept: readonly number[]): { columns: RoleColumn[]; source: Int32Array } => ({
  columns: given.columns.map((column) => ({ ...column, cells: kept.map((row) => column.cells[row] ?? "") })),
  source: Int32Array.from(kept, (row) => given.source[row] ?? 0),
});
const groups = (cluster: Int32Array, kept: readonly number[]) => {
  const found = new Map<number, string[]>();
  cluster.forEach((of, at) => found.set(of, [...(found.get(of) ?? []), idOf(kept[at] ?? 0)]));
  return [...found.values()].map((ids) => ids.sort().join(" ")).sort();
};

describe("one record at a time", () => {
  test("parameters are plain JSON, and hold no value of anybody", () => {
    const text = JSON.stringify(parameters);
    const again = JSON.parse(text) as Parameters;
    expect(again).toEqual(parameters);
    const of = (using: Parameters) => resolve({ ...only([...Array(rows).keys()]), split: null, parameters: using });
    expect(of(again).edges).toEqual(of(parameters).edges);
    for (const { cells } of learned.columns) for (const cell of cells) if (cell.length > 5) expect(text.includes(cell)).toBe(false);
  });

  test("with what was learned from the same records, the evidence is the same to the bit", () => {
    const { columns, source } = learned;
    const found = resolve({ columns, split: null, source });
    const again = resolve({ columns, split: null, source, parameters });
    expect(again.edges).toEqual(found.edges);
    expect(again.cluster).toEqual(found.cluster);
  });

  test("whatever comes and goes, in whatever order: clusters and evidence are those of all records at once", () => {
    const row = fc.integer({ min: 0, max: rows - 1 });
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(rows).keys()], { minLength: 150 }), fc.array(row, { maxLength: 60 }), (order, changes) => {
        const index = matchIndex(parameters);
        const there = new Set<number>();
        const toggle = (one: number) => {
          if (there.delete(one)) expect(index.remove(idOf(one))).toBe(true);
          else {
            there.add(one);
            index.add(idOf(one), cellsOf(one), given.source[one] ?? 0);
          }
        };
        for (const one of [...order, ...changes]) toggle(one);
        const kept = [...there].sort((x, y) => x - y);
        expect(index.size).toBe(kept.length);
        const batch = resolve({ ...only(kept), split: null, parameters });
        const live = new Set(kept.map((one) => index.cluster(idOf(one)).sort().join(" ")));
        expect([...live].sort()).toEqual(groups(batch.cluster, kept));
        for (let at = 0; at < batch.edges.bits.length; at += 7) {
          const [a, b] = [idOf(kept[batch.edges.a[at] ?? 0] ?? 0), idOf(kept[batch.edges.b[at] ?? 0] ?? 0)];
          expect(index.explain(a, b)).toEqual(batch.explain(at));
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  test("a record that is not there is held against those that are, the likeliest first, and leaves no trace", () => {
    const index = matchIndex(parameters);
    for (let one = 1; one < rows; one += 1) index.add(idOf(one), cellsOf(one), given.source[one] ?? 0);
    const batch = resolve({ ...only([...Array(rows).keys()]), split: null, parameters });
    const expected = Array.from(batch.edges.bits.keys()).filter((at) => batch.edges.a[at] === 0);
    const found = index.match(cellsOf(0), given.source[0] ?? 0);
    const bits = new Map(found.map((match) => [match.id, match.bits]));
    expect(expected.length).toBeGreaterThan(0);
    for (const at of expected) expect(bits.get(idOf(batch.edges.b[at] ?? 0))).toBe(batch.edges.bits[at]);
    expect(found.map((match) => match.bits)).toEqual(found.map((match) => match.bits).sort((x, y) => y - x));
    expect(index.size).toBe(rows - 1);
    expect(index.match(cellsOf(0), given.source[0] ?? 0)).toEqual(found);
  });

  test("parameters of other columns, or of another version, are refused", () => {
    const { columns, source } = only([0, 1, 2]);
    const other = { ...parameters, columns: parameters.columns.slice(1) };
    expect(() => resolve({ columns, split: null, source, parameters: other })).toThrow(RangeError);
    expect(() => matchIndex({ ...parameters, version: 2 } as unknown as Parameters)).toThrow("version");
  });
});
