import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count, moment, share } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import type { Resolution } from "../api-types.ts";
import { TrustForm } from "./trust-form.tsx";

type Row = NonNullable<Resolution["report"]>["sources"][number];

const columns: readonly Column<Row>[] = [
  { head: t("resolution.column.source"), cell: (row) => row.source },
  { head: t("resolution.column.records"), cell: (row) => row.records },
  { head: t("resolution.column.matched"), cell: (row) => row.matched },
  { head: t("resolution.column.twice"), cell: (row) => row.twice },
];

/** After an import the records are held against each other by themselves, ms. */
const LOOK_AGAIN = 5000;

/** How many customers the records of all sources are; nothing before a source says who its customers are. */
export function ResolutionCard() {
  const reading = useRead("customer.getResolution", {}, { every: LOOK_AGAIN });
  const may = useMay();
  const review = useRead("customer.listReview", { limit: 1 }, { enabled: may("pii:read") && may("customer:write") });
  const report = reading.data?.report ?? null;
  if (report === null) return null;
  const waiting = review.data?.waiting ?? 0;
  return (
    <Card
      id="resolution"
      title={t("resolution.title", { customers: report.customers, records: report.records })}
      beside={<span className="sm mut">{moment(reading.data?.endedAt ?? null)}</span>}
      tools={<ExportButton columns={columns} rows={report.sources} name="match-report" />}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t("resolution.sources")}>
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{t("resolution.column.source")}</th>
              <th scope="col" className="num">
                {t("resolution.column.records")}
              </th>
              <th scope="col" className="num">
                {t("resolution.column.matched")}
              </th>
              <th scope="col" className="num">
                {t("resolution.column.twice")}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.sources.map(({ source, records, matched, twice }) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                <td className="num">{count(records)}</td>
                <td className="num">
                  {count(matched)} <span className="sec">{share(matched / records)}</span>
                </td>
                <td className="num">{count(twice)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="body sec">
        {report.pairs.expected === null
          ? t("resolution.pairs.unknown", { joined: report.pairs.joined })
          : t("resolution.pairs", {
              joined: report.pairs.joined,
              expected: count(report.pairs.expected.n),
              low: count(report.pairs.expected.low),
              high: count(report.pairs.expected.high),
            })}
      </p>
      {report.devices.named > 0 && (
        <p className="body sec">
          {t("resolution.devices", {
            n: report.devices.named,
            joined: count(report.devices.joined),
            shared: count(report.devices.shared),
          })}
        </p>
      )}
      {may("customer:write") && <TrustForm />}
      {waiting > 0 && (
        <p className="body">
          <Link to="/review">{t("resolution.review", { n: waiting })}</Link>
        </p>
      )}
    </Card>
  );
}
