import { numberedNames, uniqueNames } from "./column-names.ts";
import type { Plan } from "./contract.ts";
import { ReadingError } from "./reading-error.ts";
import { usualWidth } from "./sniff-dialect.ts";

/** The columns of a CSV by its first rows. */
export const csvLayout = (firstRows: readonly string[][], header: boolean): { names: string[]; width: number } => {
  const first = firstRows[0];
  if (header && first !== undefined) return { names: uniqueNames(first), width: first.length };
  const width = usualWidth(firstRows);
  return { names: numberedNames(width), width };
};

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
