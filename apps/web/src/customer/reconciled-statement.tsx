import { t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count } from "../ui/format.ts";
import { RiskMark } from "../ui/marks.tsx";
import { Card } from "../ui/page.tsx";
import { exact, exactMoney, type Reconciliation, statementLines, type StatementLine } from "./reconciled-lines.ts";

/** The source's account: rows and every currency side by side, to the last minor unit. */
export function ReconciledStatement({ told }: { told: Reconciliation }) {
  const lines = statementLines(told);
  const currencies = told.money;
  const columns: readonly Column<StatementLine>[] = [
    { head: t("source.column.line"), cell: (line) => line.label },
    { head: t("source.column.rows"), cell: (line) => line.rows },
    ...currencies.map(({ currency, digits }, at) => ({
      head: currency,
      cell: (line: StatementLine) => (line.money[at] ?? 0) / 10 ** digits,
    })),
  ];
  const { withoutFile } = told;
  return (
    <Card
      id="statement"
      title={t("source.statement")}
      beside={<span className="sm mut">{t("source.adds-up")}</span>}
      tools={<ExportButton columns={columns} rows={lines} name={t("source.file", { source: told.source })} />}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("source.statement") })}>
        <table className="stmt">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">{t("source.column.line")}</span>
              </th>
              <th scope="col" className="num">
                {t("source.column.rows")}
              </th>
              {currencies.map(({ currency }) => (
                <th key={currency} scope="col" className="num">
                  {currency}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key} className={line.kind}>
                <th scope="row">{line.label}</th>
                <td>
                  <Amount line={line} value={line.rows} text={count(Math.abs(line.rows))} />
                </td>
                {currencies.map(({ currency, digits }, at) => (
                  <td key={currency}>
                    <Amount line={line} value={line.money[at] ?? 0} text={exact(Math.abs(line.money[at] ?? 0), digits)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {withoutFile.rows > 0 && (
        <p className="body sm sec">
          {t("source.without-file", {
            n: withoutFile.rows,
            money: Object.entries(withoutFile.money)
              .map(([currency, minor]) => exactMoney(minor, { currency, digits: digitsOf(told, currency) }))
              .join(", "),
          })}
        </p>
      )}
    </Card>
  );
}

/** Signs of an account: what goes off has its minus apart from the figure; a difference is red with a mark, never only red. */
function Amount({ line, value, text }: { line: StatementLine; value: number; text: string }) {
  if (line.key === "difference" && value !== 0)
    return (
      <span className="bad strong">
        <RiskMark /> {value < 0 ? "−" : ""}
        {text}
      </span>
    );
  const off = line.kind === "less" && value !== 0;
  const negative = value < 0 !== off && value !== 0;
  return <>{off || negative ? `${off && value < 0 ? "+" : "−"} ${text}` : text}</>;
}

function digitsOf(told: Reconciliation, currency: string): number {
  return told.money.find((line) => line.currency === currency)?.digits ?? usualDigits(currency);
}

/** Decimal places of a currency that no file of the source has: rows that came without one may be in any. */
function usualDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
