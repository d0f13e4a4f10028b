import type { KernelInput } from "./kernel.ts";
import { columnNamed, numberIn } from "./text-column.ts";

/** Numbers of several groups of rows, and how many cells were blank. */
export type GroupedColumn = { readonly names: readonly string[]; readonly groups: readonly Float64Array[]; readonly missing: number };

/** Numbers of two groups of rows; `names` in the order of the subtraction (first minus second). */
export type TwoGroups = {
  readonly names: readonly [string, string];
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly missing: number;
};

/**
 * Reads groups of numbers out of text columns by the arguments `{ column, group, groups?: [names] }`. Without `groups` every group counts,
 * in order of appearance; rows of other groups are passed over. Blank cells are missing answers and are counted.
 * @throws RangeError, naming the column, row or group, when that cannot be done.
 */
export function readGroups(kernel: string, { columns, args }: KernelInput): GroupedColumn {
  if (columns === null) throw new RangeError(`${kernel}: give the groups in the arguments, or a file with { column, group }`);
  const values = columnNamed(kernel, columns, args, "column");
  const labels = columnNamed(kernel, columns, args, "group");
  const names = groupNames(kernel, labels, args["groups"]);
  const sides = new Map(names.map((name): [string, number[]] => [name, []]));
  let missing = 0;
  for (const [row, text] of values.entries()) {
    const side = sides.get(labels[row]);
    if (side === undefined) continue;
    const value = numberIn(kernel, text, { row, column: String(args["column"]) });
    if (value === null) missing += 1;
    else side.push(value);
  }
  return { names, groups: [...sides.values()].map((side) => Float64Array.from(side)), missing };
}

/**
 * The same for exactly two groups; a file with more needs `groups`.
 * @throws RangeError as `readGroups`, or when there are not two.
 */
export function readTwoGroups(kernel: string, input: KernelInput): TwoGroups {
  const { columns, args } = input;
  if (columns !== null) {
    // The column first: who misspelt it should hear of that, not of the groups.
    columnNamed(kernel, columns, args, "column");
    const present = new Set(columnNamed(kernel, columns, args, "group"));
    const asked = args["groups"];
    if (Array.isArray(asked) ? asked.length !== 2 : present.size !== 2) throw new RangeError(wrongGroups(kernel, "two", present));
  }
  const { names, groups, missing } = readGroups(kernel, input);
  return { names: [names[0], names[1]], a: groups[0], b: groups[1], missing };
}

function groupNames(kernel: string, labels: readonly string[], asked: unknown): readonly string[] {
  const present = new Set(labels);
  if (asked === undefined) return [...present];
  const wanted: readonly unknown[] = Array.isArray(asked) ? asked : [];
  const names = wanted.filter((name) => typeof name === "string");
  if (names.length < 2 || names.length !== wanted.length || new Set(names).size !== names.length) {
    throw new RangeError(wrongGroups(kernel, "two or more", present));
  }
  for (const name of names) {
    if (!present.has(name)) throw new RangeError(`${kernel}: no row has the group "${name}"`);
  }
  return names;
}

function wrongGroups(kernel: string, many: string, present: ReadonlySet<string>): string {
  return `${kernel}: "groups" must name ${many} of: ${[...present].slice(0, 20).join(", ")}`;
}
