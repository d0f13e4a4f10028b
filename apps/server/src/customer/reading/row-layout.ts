import { numberedNames, uniqueNames } from "./column-names.ts";
import type { Plan } from "./contract.ts";
import { joinNames, type Head } from "./find-head.ts";
import { ReadingError } from "./reading-error.ts";
import { usualWidth } from "./sniff-dialect.ts";

export interface Layout {
  names: string[];
  /** Cells a row has. What goes beyond has to be empty. */
  width: number;
  /** Fewer cells are enough where the header's last ones are empty: some systems end its line with delimiters, and no other. */
  least: number;
}

/** The columns of a table by its first rows, the head among them. */
export const csvLayout = (firstRows: readonly string[][], head: Head): Layout => {
  const first = firstRows[head.above];
  if (head.lines > 0 && first !== undefined) {
    const cells = head.lines === 2 ? joinNames(first, firstRows[head.above + 1] ?? []) : first;
    const named = cells.findLastIndex((cell) => cell.trim() !== "");
    return { names: uniqueNames(cells), width: cells.length, least: Math.max(1, named + 1) };
  }
  const width = usualWidth(firstRows.slice(head.above));
  return { names: numberedNames(width), width, least: width };
};

export const headOf = (plan: Pick<Plan, "header" | "above" | "headerLines">): Head => ({
  above: plan.above ?? 0,
  lines: plan.header ? (plan.headerLines === 2 ? 2 : 1) : 0,
});

/**
 * Where the plan's columns are in this file. By name first: a newer export may have its columns in another order, and reading by
 * position alone would then mix them up without a word.
 */
export const csvPositions = (plan: Plan, names: readonly string[]): Map<string, number> => {
  const positions = new Map<string, number>();
  for (const [field, column] of Object.entries(plan.map)) {
    if (column === undefined) continue;
    const index = names[column.position - 1] === column.column ? column.position - 1 : names.indexOf(column.column);
    if (index === -1) {
      throw new ReadingError({
        code: "unknown-column",
        message: `The file has no column "${column.column}" for ${field}; its columns are not those of the plan.`,
        fix: "Have the file proposed again.",
      });
    }
    positions.set(field, index);
  }
  return positions;
};
