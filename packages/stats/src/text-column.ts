import type { KernelInput, TextColumns } from "./kernel.ts";

/** The cells of the column that an argument names. @throws RangeError, naming the argument or what columns there are. */
export function columnNamed(kernel: string, columns: TextColumns, args: KernelInput["args"], argument: string): readonly string[] {
  const name = args[argument];
  if (typeof name !== "string") throw new RangeError(`${kernel}: the argument "${argument}" must name a column`);
  return columnOf(kernel, columns, name);
}

export function columnOf(kernel: string, { columns }: TextColumns, name: string): readonly string[] {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new RangeError(`${kernel}: there is no column "${name}"; there are ${Object.keys(columns).join(", ")}`);
  return column;
}

/**
 * The number in a cell, or null for a missing answer: a blank cell, or NA as R writes it.
 * @throws RangeError, naming row and column, for anything else.
 */
export function numberIn(kernel: string, text: string, place: { readonly row: number; readonly column: string }): number | null {
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === "NA") return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value)) throw new RangeError(`${kernel}: row ${place.row + 1} of column ${place.column} is "${text}", not a number`);
  return value;
}
