import { t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count, moment } from "../ui/format.ts";
import { RiskMark } from "../ui/marks.tsx";
import { Card } from "../ui/page.tsx";
import { exact, type Reconciliation } from "./reconciled-lines.ts";
import { kindName } from "./sources.page.tsx";

type Told = Reconciliation["imports"][number];
type Sums = Told["rows"];
type Row = { of: Told; unit: string; digits: number; sums: Sums };

const KEYS = ["read", "refused", "alreadyKnown", "kept", "withdrawn", "erased", "expired", "now", "difference"] as const;

/** Each file of the source on its own: its rows, and under them its money by currency. */
export function ReconciledFiles({ told }: { told: Reconciliation }) {
  const rows = told.imports.flatMap((of): Row[] => [
    { of, unit: t("source.column.rows"), digits: 0, sums: of.rows },
    ...of.money.map((line): Row => ({ of, unit: line.currency, digits: line.digits, sums: line })),
  ]);
  const columns: readonly Column<Row>[] = [
    { head: t("sources.column.file"), cell: (row) => row.of.file },
    { head: t("sources.column.when"), cell: (row) => row.of.createdAt },
    { head: t("source.column.unit"), cell: (row) => row.unit },
    ...KEYS.map((key): Column<Row> => ({ head: t(`source.line.${key}`), cell: (row) => row.sums[key] / 10 ** row.digits })),
    { head: t("source.column.reason"), cell: (row) => row.of.reason },
  ];
  return (
    <Card
      id="files"
      title={t("source.files")}
      tools={<ExportButton columns={columns} rows={rows} name={t("source.files.file", { source: told.source })} />}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("source.files") })}>
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{t("sources.column.file")}</th>
              <th scope="col">{t("source.column.unit")}</th>
              {KEYS.map((key) => (
                <th key={key} scope="col" className="num">
                  {t(`source.line.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          {told.imports.map((each) => (
            <File key={each.id} told={each} />
          ))}
        </table>
      </div>
    </Card>
  );
}

function File({ told }: { told: Told }) {
  const notes = [
    told.withdrawnAt === null ? null : t("source.withdrawn", { at: moment(told.withdrawnAt) }),
    told.state === "failed" ? t("source.failed") : null,
    told.unreadable > 0 ? t("source.unreadable", { n: told.unreadable }) : null,
    told.sumsKept || told.state === "failed" ? null : t("source.no-sums"),
  ].filter((note) => note !== null);
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" rowSpan={1 + told.money.length}>
          {told.file}
          <br />
          <span className="xs mut">
            {kindName(told.kind)} · {moment(told.createdAt)}
          </span>
          {notes.map((note) => (
            <span key={note} className="note xs mut">
              {note}
            </span>
          ))}
          {told.reason !== null && <span className="note xs bad">{told.reason}</span>}
        </th>
        <td className="sm mut">{t("source.column.rows")}</td>
        {KEYS.map((key) => (
          <td key={key} className="num">
            {key === "refused" && told.rows.refused > 0 ? (
              <a href={`/api/v1/imports/${encodeURIComponent(told.id)}/refused`} download>
                {t("sources.refused.get", { n: count(told.rows.refused) })}
              </a>
            ) : (
              <Amount off={key === "difference"} value={told.rows[key]} text={count(told.rows[key])} />
            )}
          </td>
        ))}
      </tr>
      {told.money.map((line) => (
        <tr key={line.currency}>
          <td className="sm mut">{line.currency}</td>
          {KEYS.map((key) => (
            <td key={key} className="num">
              <Amount off={key === "difference"} value={line[key]} text={exact(line[key], line.digits)} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

function Amount({ off, value, text }: { off: boolean; value: number; text: string }) {
  if (!off || value === 0) return <>{text}</>;
  return (
    <span className="bad strong">
      <RiskMark /> {text}
    </span>
  );
}
