import type { ImportPreview } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count, moment, number } from "../ui/format.ts";
import { RiskMark } from "../ui/marks.tsx";
import { Card } from "../ui/page.tsx";
import { fieldName, unsettled } from "./mapping.ts";

type Row = ImportPreview["firstRows"][number];
const TIMES: ReadonlySet<string> = new Set(["time", "start", "end"]);

/** The file's first rows as they would be kept with what is settled so far; a refused one stands as it is, with the reason at its cell. */
export function FirstRowsCard({ preview, looking }: { preview: ImportPreview; looking: boolean }) {
  const rows = preview.firstRows;
  if (rows.length === 0) return null;
  // As they stand in the file; what the file does not hold itself (a score as points) comes behind.
  const places = new Map(preview.columns.map(({ field, position }) => [field, position]));
  const place = (field: string) => places.get(field) ?? Number.MAX_SAFE_INTEGER;
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row.values)))].sort((a, b) => place(a) - place(b));
  const open = unsettled(preview);
  const refused = rows.filter((row) => !row.kept).length;
  const columns: readonly Column<Row>[] = [
    { head: t("import.row"), cell: (row) => row.row },
    ...fields.map((field): Column<Row> => ({ head: fieldName(field), cell: (row) => row.values[field] ?? null })),
    { head: t("import.refused.why"), cell: (row) => row.problem?.reason ?? null },
  ];
  const label = t("table.of", { what: t("import.rows") });
  return (
    <Card
      id="rows"
      title={t("import.rows")}
      beside={<span className="sm mut">{looking ? t("import.looking") : refused > 0 ? t("import.rows.refused", { n: refused }) : ""}</span>}
      tools={<ExportButton columns={columns} rows={rows} name={t("import.rows.file")} />}
    >
      <div className="scroll first-rows" tabIndex={0} role="region" aria-label={label} aria-busy={looking}>
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col" className="num">
                {t("import.row")}
              </th>
              {fields.map((field) => (
                <th key={field} scope="col">
                  {fieldName(field)}
                  <FromColumn preview={preview} field={field} />
                  {open.has(field) && <span className="from xs strong">{t("import.setting.open")}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row} className={row.kept ? undefined : "refused"}>
                <th scope="row" className="num">
                  {count(row.row)}
                  {row.problem !== null && !fields.includes(row.problem.field ?? "") && <Why reason={row.problem.reason} />}
                </th>
                {fields.map((field) => (
                  <td key={field} className={row.problem?.field === field ? "wrong" : undefined}>
                    {shown(field, row)}
                    {row.problem?.field === field && <Why reason={row.problem.reason} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Why({ reason }: { reason: string }) {
  return (
    <span className="why xs">
      <RiskMark /> {t("import.refused", { reason })}
    </span>
  );
}

/** Which column of the file a field is read from. */
function FromColumn({ preview, field }: { preview: ImportPreview; field: string }) {
  const column = preview.columns.find((each) => each.field === field)?.name;
  return column === undefined ? null : <span className="from xs mut">{column}</span>;
}

function shown(field: string, row: Row): string {
  const value = row.values[field] ?? null;
  if (value === null || value === "") return "–";
  if (typeof value === "number") return number(value, { maximumFractionDigits: 3 });
  return row.kept && TIMES.has(field) ? moment(value) : value;
}
