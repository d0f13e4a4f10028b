import { describe, expect, test } from "vitest";
import { resolve } from "@counterseat/identity";
import { pairScore } from "./score.ts";
import { systems } from "./systems.ts";

describe("five systems of one company, each with its own few columns, and couples who share all but themselves", () => {
  test.each([1, 2, 3])("are resolved, couples kept apart (seed %i)", (seed) => {
    const { columns, source, truth } = systems(1200, seed);
    const { cluster, edges, explain } = resolve({ columns, split: null, source });
    const score = pairScore(cluster, truth);
    expect(score.precision).toBeGreaterThan(0.97);
    expect(score.recall).toBeGreaterThan(0.95);
    for (let at = 0; at < edges.bits.length; at += 97)
      expect(explain(at).reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(edges.bits[at] ?? 0, 9);
  });

  test("what a household shares is said, and taken off", () => {
    const { columns, source, truth } = systems(1200, 4);
    const { edges, explain } = resolve({ columns, split: null, source });
    const couples = Array.from(edges.bits.keys()).filter((at) => {
      const [a, b] = [edges.a[at] ?? 0, edges.b[at] ?? 0];
      const same = (name: string) => {
        const cells = columns.find((column) => column.name === name)?.cells ?? [];
        return cells[a] !== "" && cells[a] === cells[b];
      };
      return truth[a] !== truth[b] && same("address") && same("phone") && same("family");
    });
    expect(couples.length).toBeGreaterThan(20);
    const taken = couples.map((at) => explain(at).find(({ agreement }) => agreement === "one-household")?.bits ?? 0);
    expect(taken.filter((bits) => bits < -10).length).toBeGreaterThan(couples.length * 0.9);
  });

  test("which system comes first, and what it is called, changes nothing", () => {
    const { columns, source } = systems(300, 5);
    const rows = source.length;
    const whole = resolve({ columns, split: null, source });
    const back = resolve({
      columns: columns.map((column) => ({ ...column, cells: [...column.cells].reverse() })),
      split: null,
      source: source.map((_, row) => 9 - (source[rows - 1 - row] ?? 0)),
    });
    const groups = (cluster: Int32Array, label: (row: number) => number) => {
      const found = new Map<number, number[]>();
      cluster.forEach((of, row) => found.set(of, [...(found.get(of) ?? []), label(row)]));
      return [...found.values()].map((rows) => rows.sort((x, y) => x - y).join(" ")).sort();
    };
    expect(groups(back.cluster, (row) => rows - 1 - row)).toEqual(groups(whole.cluster, (row) => row));
  });
});
