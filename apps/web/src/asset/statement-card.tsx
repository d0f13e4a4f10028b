import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { calendarDay, number, signed } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { dayBefore, type StatementLine, statementLines } from "./statement-lines.ts";

/** Opening, new, returned, lost, closing: people and money side by side, the period before in grey. */
export function StatementCard({ statement }: { statement: Statement }) {
  const lines = statementLines(statement);
  const { current, before, currency, perMonth } = statement;
  if (current === null) return null;
  const worth = t(perMonth ? "asset.worth.month" : "asset.worth.window", { currency, days: statement.window });
  const columns: readonly Column<StatementLine>[] = [
    { head: t("asset.column.line"), cell: (line) => line.label },
    { head: t("asset.column.people"), cell: (line) => line.n },
    { head: worth, cell: (line) => line.value },
    { head: t("asset.column.each", { currency }), cell: each },
    { head: t("asset.column.before", { column: t("asset.column.people") }), cell: (line) => line.before.n },
    { head: t("asset.column.before", { column: worth }), cell: (line) => line.before.value },
  ];
  return (
    <Card
      id="statement"
      title={t("asset.statement")}
      beside={<span className="sm mut">{t("asset.adds-up")}</span>}
      tools={<ExportButton columns={columns} rows={lines} name={t("asset.file")} />}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t("asset.statement.lines")}>
        <table className="stmt">
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={3} className="grp">
                {t("asset.period", { from: calendarDay(current.from), to: calendarDay(dayBefore(current.to)) })}
              </th>
              {before !== null && (
                <th scope="colgroup" colSpan={2} className="grp py">
                  {t("asset.period.before", { from: calendarDay(before.from), to: calendarDay(dayBefore(before.to)) })}
                </th>
              )}
            </tr>
            <tr>
              <th scope="col">
                <span className="sr">{t("asset.column.line")}</span>
              </th>
              <th scope="col" className="num">
                {t("asset.column.people")}
              </th>
              <th scope="col" className="num">
                {worth}
              </th>
              <th scope="col" className="num pc">
                {t("asset.column.each", { currency })}
              </th>
              {before !== null && (
                <>
                  <th scope="col" className="num py">
                    {t("asset.column.people")}
                  </th>
                  <th scope="col" className="num py">
                    {worth}
                  </th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key} className={line.kind}>
                <th scope="row">{line.label}</th>
                <td>{cellText(line, line.n)}</td>
                <td>{cellText(line, line.value)}</td>
                <td className="pc">{eachText(line)}</td>
                {before !== null && (
                  <>
                    <td className="py">{cellText(line, line.before.n)}</td>
                    <td className="py">{cellText(line, line.before.value)}</td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function cellText(line: StatementLine, value: number | null): string {
  if (value === null) return "–";
  if (line.percent) return number(value, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  if (line.key === "change") return signed(value);
  const text = number(Math.round(value));
  return line.sign === "" || value === 0 ? text : `${line.sign} ${text}`;
}

/** What one customer of a line is worth; a line of money alone has no one to divide by. */
function each(line: StatementLine): number | null {
  return line.kind === "memo" || line.n === null || line.n === 0 || line.value === null ? null : line.value / line.n;
}

function eachText(line: StatementLine): string {
  const value = each(line);
  if (value !== null) return number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return line.kind === "memo" ? "" : "–";
}
