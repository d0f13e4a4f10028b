import fc from "fast-check";
import { expect, test } from "vitest";
import { kernels, prepare, resolve, type IdentityOutput } from "@counterseat/identity";
import type { TextColumns } from "@counterseat/stats";
import { people } from "./people.ts";
import { pairScore } from "./score.ts";
import { shuffled } from "./shared-folder.ts";

const run = (columns: TextColumns, args: Record<string, unknown> = {}, ...more: TextColumns[]) =>
  kernels[0]?.run({ columns, more, args }) as IdentityOutput;
const table = (rows: Readonly<Record<string, readonly string[]>>): TextColumns => ({ names: Object.keys(rows), columns: rows });
const reordered = ({ names, columns }: TextColumns, order: readonly number[]): TextColumns => ({
  names,
  columns: Object.fromEntries(names.map((name) => [name, order.map((row) => columns[name]?.[row] ?? "")])),
});
const groups = (rows: readonly number[], label: (row: number) => number) => {
  const found = new Map<number, number[]>();
  rows.forEach((cluster, row) => found.set(cluster, [...(found.get(cluster) ?? []), label(row)]));
  return [...found.values()].map((group) => group.sort((a, b) => a - b).join(" ")).sort();
};

test("people drawn with slips and gaps are found again, and few others joined", () => {
  const { table: drawn, truth } = people(1500, 5);
  const score = pairScore(run(drawn).rows, truth);
  expect(score.precision).toBeGreaterThan(0.98);
  expect(score.recall).toBeGreaterThan(0.95);
});

test("property: the order of the rows changes nothing, and the same again is the same to the bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (seed, order) => {
      const { table: drawn } = people(120, seed);
      const rows = drawn.columns["mail"]?.length ?? 0;
      const whole = run(drawn);
      expect(run(drawn)).toEqual(whole);
      const mixed = shuffled(
        Array.from({ length: rows }, (_, row) => row),
        order,
      );
      const again = run(reordered(drawn, mixed));
      expect(groups(again.rows, (row) => mixed[row] ?? -1)).toEqual(groups(whole.rows, (row) => row));
      const weigh = (pairs: IdentityOutput["pairs"]) => pairs.map(({ probability }) => probability).sort((a, b) => a - b);
      expect(weigh(again.pairs)).toEqual(weigh(whole.pairs));
    }),
    { numRuns: 25 },
  );
});

test("the reasons of a pair add up to its evidence, and say what a reader sees", () => {
  const { table: drawn } = people(400, 3);
  const columns = prepare(drawn, [[0, drawn.columns["mail"]?.length ?? 0]], {});
  const { edges, explain } = resolve({ columns, split: null });
  expect(edges.bits.length).toBeGreaterThan(100);
  for (let at = 0; at < edges.bits.length; at += 1) {
    const reasons = explain(at);
    expect(reasons.reduce((sum, { bits }) => sum + bits, 0)).toBeCloseTo(edges.bits[at] ?? 0, 9);
    for (const { column, agreement } of reasons) {
      if (column === null) continue;
      const [x, y] = [drawn.columns[column]?.[edges.a[at] ?? 0], drawn.columns[column]?.[edges.b[at] ?? 0]];
      if (agreement === "changed-places") expect(x).not.toBe(y);
      // One day may be written in two ways.
      else if (x === y || column !== "born") expect([column, agreement === "equal"]).toEqual([column, x === y]);
    }
  }
});

test("an address that five hundred people share joins nobody, nor do words that say nothing", () => {
  const { table: drawn, truth } = people(500, 11);
  const rows = truth.length;
  const first = new Set<string>();
  const alone = truth.flatMap((person, row) => (first.has(person) ? [] : (first.add(person), [row])));
  const single = reordered(drawn, alone);
  for (const mail of ["info@company.example", "null", "NULL", "n/a", "unknown", "000 000 000"]) {
    const poisoned = table({ ...single.columns, mail: alone.map(() => mail), phone: alone.map(() => "000 000 000") });
    const sizes = groups(run(poisoned).rows, (row) => row).map((group) => group.split(" ").length);
    expect([mail, Math.max(...sizes) <= 2]).toEqual([mail, true]);
  }
  // Where only some share it, the others' addresses go on speaking.
  const some = table({
    ...drawn.columns,
    mail: (drawn.columns["mail"] ?? []).map((mail, row) => (row % 3 === 0 ? "info@company.example" : mail)),
  });
  expect(run(some).rows).toHaveLength(rows);
  expect(pairScore(run(some).rows, truth).precision).toBeGreaterThan(0.98);
});

test("what numbers the rows, labels each of them, or is the same everywhere, is no evidence", () => {
  const { table: drawn, truth } = people(300, 2);
  const plain = run(drawn);
  const labels: Readonly<Record<string, readonly string[]>> = {
    row: truth.map((_, row) => String(row + 1)),
    label: truth.map((_, row) => `K-${(row * 7919) % 99_991}x`),
    country: truth.map(() => "Norway"),
  };
  for (const [name, cells] of Object.entries(labels))
    expect([name, run(table({ [name]: cells, ...drawn.columns })).rows]).toEqual([name, plain.rows]);
  const halves = [0, 1].map((half) => {
    const part = reordered(
      drawn,
      truth.flatMap((_, row) => (row % 2 === half ? [row] : [])),
    );
    return { plain: part, numbered: table({ row: (part.columns["mail"] ?? []).map((_, row) => String(row + 1)), ...part.columns }) };
  });
  const [a, b] = halves;
  if (a === undefined || b === undefined) throw new Error("two halves");
  expect(run(a.numbered, { link: true }, b.numbered).rows).toEqual(run(a.plain, { link: true }, b.plain).rows);
});

test("a handful of rows: usual chance is taken, and said", () => {
  const found = run(
    table({
      id: ["1", "2", "3", "4", "5", "6"],
      name: ["Anna", "Ana", "Bob", "Robert", "Cara", "Smith"],
      surname: ["Smith", "Smith", "Jones", "Jones", "Doe", "Anna"],
      dob: ["1980-01-02", "1980-02-01", "1975-05-06", "06.05.1975", "1990-03-04", "1980-01-02"],
      mail: ["anna@x.example", "anna@x.example", "bob@y.example", "", "cd@z.example", ""],
    }),
  );
  expect(found.rows).toEqual([0, 0, 2, 2, 4, 0]);
  expect(found.roles).toEqual({ name: "given-name", surname: "surname", dob: "date-of-birth", mail: "email" });
  expect(found.doubts).toEqual(["few-records"]);
  expect(found.pairs.find(({ a, b }) => a === 0 && b === 5)?.reasons.map(({ agreement }) => agreement)).toContain("changed-places");
});

test("two files are linked one to one: nobody twice, the surer pair first", () => {
  const a = table({ surname: ["Smith", "Jones", "Doe"], given: ["Anna", "Bob", "Cara"], dob: ["1980-01-02", "1975-05-06", "1990-03-04"] });
  const b = table({ surname: ["Smith", "Smith", "Roe"], given: ["Ana", "Anna", "Rick"], dob: ["1980-01-02", "1980-01-02", "1960-07-08"] });
  expect(run(a, { link: true }, b).rows).toEqual([0, 1, 2, 3, 0, 5]);
  expect(run(a, {}, b).rows).toEqual([0, 1, 2, 0, 0, 5]);
});

test("nothing to compare is an answer, and wrong words are refused with the right ones", () => {
  expect(run(table({ id: ["1", "2", "3"] }))).toEqual({
    rows: [0, 1, 2],
    pairs: [],
    roles: {},
    doubts: ["nothing-to-compare", "few-records"],
  });
  expect(run(table({ name: [] }))).toMatchObject({ rows: [], pairs: [] });
  const two = table({ name: ["Ada", "Bo"] });
  expect(() => run(two, { roles: { nam: "text" } })).toThrow('there is no column "nam"; there are name');
  expect(() => run(two, { roles: { name: "nick" } })).toThrow('"nick" is no role');
  expect(() => run(two, { link: true })).toThrow("give two files");
  expect(() => run(two, {}, table({ other: ["x"] }))).toThrow("share no column");
  expect(() => run(two, { cut: 3 })).toThrow("cut");
});
