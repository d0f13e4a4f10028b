import type { KernelInput } from "./kernel.ts";

/** Numbers of two groups of rows; `names` in the order of the subtraction (first minus second). */
export type TwoGroups = {
  readonly names: readonly [string, string];
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly missing: number;
};

/**
 * Reads two groups of numbers out of text columns by the arguments `{ column, group, groups?: [first, second] }`. Without `groups` the file
 * must hold exactly two, taken in order of appearance. Blank cells are missing answers and are counted.
 * @throws RangeError, naming the column, row or group, when that cannot be done.
 */
export function readTwoGroups(kernel: string, { columns, args }: KernelInput): TwoGroups {
  if (columns === null) throw new RangeError(`${kernel}: give two groups in the arguments, or a file with { column, group }`);
  const values = columnNamed(kernel, columns.columns, args["column"], "column");
  const groups = columnNamed(kernel, columns.columns, args["group"], "group");
  const names = groupNames(kernel, groups, args["groups"]);
  const sides: [number[], number[]] = [[], []];
  let missing = 0;
  for (const [row, text] of values.entries()) {
    const group = groups[row];
    const side = group === names[0] ? sides[0] : group === names[1] ? sides[1] : null;
    if (side === null) continue;
    const trimmed = text.trim();
    if (trimmed === "") {
      missing += 1;
      continue;
    }
    const value = Number(trimmed);
    if (!Number.isFinite(value))
      throw new RangeError(`${kernel}: row ${row + 1} of column ${String(args["column"])} is "${text}", not a number`);
    side.push(value);
  }
  return { names, a: Float64Array.from(sides[0]), b: Float64Array.from(sides[1]), missing };
}

function columnNamed(
  kernel: string,
  columns: Readonly<Record<string, readonly string[]>>,
  name: unknown,
  argument: string,
): readonly string[] {
  if (typeof name !== "string") throw new RangeError(`${kernel}: the argument "${argument}" must name a column`);
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new RangeError(`${kernel}: there is no column "${name}"; there are ${Object.keys(columns).join(", ")}`);
  return column;
}

function groupNames(kernel: string, groups: readonly string[], asked: unknown): readonly [string, string] {
  const present = new Set(groups);
  const wanted: readonly unknown[] = Array.isArray(asked) ? asked : asked === undefined ? [...present] : [];
  const [first, second] = wanted;
  if (wanted.length !== 2 || typeof first !== "string" || typeof second !== "string" || first === second) {
    throw new RangeError(`${kernel}: "groups" must name two of: ${[...present].slice(0, 20).join(", ")}`);
  }
  for (const name of [first, second]) {
    if (!present.has(name)) throw new RangeError(`${kernel}: no row has the group "${name}"`);
  }
  return [first, second];
}
