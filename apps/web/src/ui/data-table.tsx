import { t } from "../messages/text.ts";
import type { Column, Taken } from "./column.ts";
import { ExportMenu } from "./export-menu.tsx";
import { number } from "./format.ts";

export type { Column } from "./column.ts";

type Shown<Row> = {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  label: string;
  keyOf: (row: Row) => string;
  /** What the file is called when the table is taken away; its label unless said. */
  name?: string;
};

/** A plain table whose numbers can be taken away in full precision. The first column names the row. */
export function DataTable<Row>({ columns, rows, label, keyOf, name = label }: Shown<Row>) {
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-label={label}>
        <table className="tbl">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.head} scope="col" className={isNumeric(column, rows) ? "num" : undefined}>
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column, at) =>
                  at === 0 ? (
                    <th key={column.head} scope="row">
                      {shown(column, row)}
                    </th>
                  ) : (
                    <td key={column.head} className={isNumeric(column, rows) ? "num" : undefined}>
                      {shown(column, row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="take noprint">
        <ExportMenu table={{ name, columns, rows }} />
      </p>
    </>
  );
}

/** The table under a picture, folded away until somebody wants the numbers. */
export function TableUnderneath<Row>(shownTable: Shown<Row>) {
  return (
    <details className="data noprint">
      <summary>{t("table.show")}</summary>
      <DataTable {...shownTable} />
    </details>
  );
}

/** The tools of a card whose table is drawn by its page. */
export function ExportButton<Row>({ columns, rows, name }: Taken<Row>) {
  return <ExportMenu table={{ name, columns, rows }} />;
}

function shown<Row>(column: Column<Row>, row: Row): string {
  if (column.show !== undefined) return column.show(row);
  const value = column.cell(row);
  return value === null ? "–" : typeof value === "number" ? number(value, { maximumFractionDigits: 1 }) : value;
}

function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  return rows.some((row) => typeof column.cell(row) === "number");
}
