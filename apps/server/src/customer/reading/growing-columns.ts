import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";

/** Columns of a file whose rows name their own cells: they are met while reading. */
export interface GrowingColumns {
  readonly names: string[];
  /** Where a cell of that name belongs. */
  place(name: string): number;
}

export const growingColumns = (limits: Limits): GrowingColumns => {
  const names: string[] = [];
  const positions = new Map<string, number>();
  return {
    names,
    place: (name) => {
      const known = positions.get(name);
      if (known !== undefined) return known;
      if (names.length >= limits.columns) {
        throw new ReadingError({
          code: "limit",
          message: `The file has more than ${limits.columns} different names of values.`,
          fix: "Export it with fewer of them.",
        });
      }
      positions.set(name, names.length);
      names.push(name);
      return names.length - 1;
    },
  };
};

export const putCell = (cells: string[], at: number, value: string): void => {
  while (cells.length <= at) cells.push("");
  cells[at] = value;
};
