import type { CellValue } from "./csv.ts";

/** One column of a table: its head, the value that is taken away in full, and how it is shown where that differs. */
export type Column<Row> = { head: string; cell: (row: Row) => CellValue; show?: (row: Row) => string };

/** A table as it is taken away. `name` becomes the file's. */
export type Taken<Row> = { name: string; columns: readonly Column<Row>[]; rows: readonly Row[] };

export function headOf<Row>({ columns }: Pick<Taken<Row>, "columns">): string[] {
  return columns.map((column) => column.head);
}

export function cellsOf<Row>({ columns, rows }: Pick<Taken<Row>, "columns" | "rows">): CellValue[][] {
  return rows.map((row) => columns.map((column) => column.cell(row)));
}
