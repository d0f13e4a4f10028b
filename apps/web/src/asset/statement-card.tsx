import { useState } from "react";
import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { calendarDay, number, signed } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { LineDialog, type LineKey } from "./line-dialog.tsx";
import { dayBefore, type StatementLine, statementLines } from "./statement-lines.ts";

/** Opening, new, returned, lost, closing: people and money side by side, the period before in grey. */
export function StatementCard({ statement }: { statement: Statement }) {
  const lines = statementLines(statement);
  const [behind, setBehind] = useState<{ line: LineKey; label: string } | null>(null);
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
                <td>
                  <Behind line={line} value={line.n} onOpen={setBehind} />
                </td>
                <td>
                  <Behind line={line} value={line.n === null ? line.value : null} text={cellText(line, line.value)} onOpen={setBehind} />
                </td>
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
      {behind !== null && <LineDialog statement={statement} {...behind} onClose={() => setBehind(null)} />}
    </Card>
  );
}

/** A number of the statement that opens the customers behind it; where none stand behind it, only the number. */
function Behind({
  line,
  value,
  text = cellText(line, value),
  onOpen,
}: {
  line: StatementLine;
  value: number | null;
  text?: string;
  onOpen: (behind: { line: LineKey; label: string }) => void;
}) {
  const key = LINE_KEYS.find((each) => each === line.key);
  if (key === undefined || value === null || value === 0) return text;
  return (
    <button type="button" className="fig" onClick={() => onOpen({ line: key, label: line.label })}>
      {text}
      <span className="sr">{t("asset.behind.open", { line: line.label })}</span>
    </button>
  );
}

const LINE_KEYS: readonly LineKey[] = ["opening", "new", "returned", "lost", "grown", "shrunk", "closing"];

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
