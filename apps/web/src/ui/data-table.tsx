import { t } from "../messages/text.ts";
import { csvOf, saveFile } from "./csv.ts";
import { number } from "./format.ts";

/** A plain table whose numbers can be taken away as CSV in full precision. The first column names the row. */
export type Column<Row> = { head: string; cell: (row: Row) => string | number | null; show?: (row: Row) => string };

type Shown<Row> = { columns: readonly Column<Row>[]; rows: readonly Row[]; label: string; keyOf: (row: Row) => string };

export function DataTable<Row>({ columns, rows, label, keyOf }: Shown<Row>) {
  return (
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
  );
}

/** The table under a picture, folded away until somebody wants the numbers. */
export function TableUnderneath<Row>({ name, ...shownTable }: Shown<Row> & { name: string }) {
  return (
    <details className="data noprint">
      <summary>{t("table.show")}</summary>
      <DataTable {...shownTable} />
      <p>
        <ExportButton columns={shownTable.columns} rows={shownTable.rows} name={name} />
      </p>
    </details>
  );
}

export function ExportButton<Row>({ columns, rows, name }: { columns: readonly Column<Row>[]; rows: readonly Row[]; name: string }) {
  const save = () =>
    saveFile(
      `${name}.csv`,
      csvOf(
        columns.map((column) => column.head),
        rows.map((row) => columns.map((column) => column.cell(row))),
      ),
      "text/csv;charset=utf-8",
    );
  return (
    <button type="button" className="link" onClick={save}>
      {t("table.export")}
    </button>
  );
}

function shown<Row>(column: Column<Row>, row: Row): string {
  if (column.show !== undefined) return column.show(row);
  const value = column.cell(row);
  return value === null ? "–" : typeof value === "number" ? number(value, { maximumFractionDigits: 1 }) : value;
}

function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  return rows.some((row) => typeof column.cell(row) === "number");
}
