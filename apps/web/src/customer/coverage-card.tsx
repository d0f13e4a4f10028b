import type { Quality } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { fineShare, share } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";

type Coverage = Quality["coverage"];
type Row = Coverage["sources"][number];

const columns: readonly Column<Row>[] = [
  { head: t("quality.column.source"), cell: (row) => row.source },
  { head: t("quality.rows"), cell: (row) => row.shared.n },
  { head: t("quality.shared"), cell: (row) => row.shared.value },
  { head: t("quality.alone"), cell: (row) => row.alone.value },
  { head: t("quality.nobodys"), cell: (row) => row.nobodys.value },
  { head: t("quality.customers"), cell: (row) => row.customers.value },
];

/** The meter: what stands on a customer several systems know, and, on the same scale, how many companies have that at all. */
export function CoverageCard({ coverage }: { coverage: Coverage }) {
  return (
    <Card id="coverage" title={t("quality.coverage")} tools={<ExportButton columns={columns} rows={coverage.sources} name="coverage" />}>
      <div className="body coverage">
        <Meter coverage={coverage} />
        <dl className="legend">
          <div>
            <dt>
              <i className="part shared" /> {t("quality.shared")}
            </dt>
            <dd>
              <FigureValue figure={coverage.shared} label={t("quality.shared")} show={fineShare} behind="figure.n.rows" />
            </dd>
          </div>
          <div>
            <dt>
              <i className="part" /> {t("quality.linked")}
            </dt>
            <dd>
              <FigureValue figure={coverage.linked} label={t("quality.linked")} show={fineShare} behind="figure.n.rows" />
            </dd>
          </div>
          <Reference reference={coverage.reference} />
        </dl>
      </div>
      <BySource sources={coverage.sources} />
    </Card>
  );
}

/** Drawn for the eye; its numbers stand beside it. */
function Meter({ coverage: { shared, linked, reference } }: { coverage: Coverage }) {
  return (
    <div className="meter" aria-hidden="true">
      <Parts shared={shared.value ?? 0} linked={linked.value ?? 0} />
      <span className="line" style={{ insetInlineStart: percent(reference.figure.value ?? 0) }} />
    </div>
  );
}

function Parts({ shared, linked }: { shared: number; linked: number }) {
  return (
    <span className="parts">
      <i className="part shared" style={{ inlineSize: percent(shared) }} />
      <i className="part" style={{ inlineSize: percent(Math.max(0, linked - shared)) }} />
    </span>
  );
}

/** What others found, told apart from one's own figures by its line and its words: it counts companies. */
function Reference({ reference }: { reference: Coverage["reference"] }) {
  const value = (figure: typeof reference.figure, label: string) => (
    <FigureValue figure={figure} label={label} show={share} behind="figure.n.asked" />
  );
  return (
    <div className="reference">
      <dt>
        <i className="line" /> {t("quality.reference")}
      </dt>
      <dd>
        {value(reference.figure, t("quality.reference"))}
        <span className="sec">
          {" · "}
          {t("quality.reference.under-way")} {value(reference.underWay, t("quality.reference.under-way"))}
        </span>
        <p className="xs mut">
          {t("quality.reference.what")} <cite>{reference.source}</cite>
        </p>
      </dd>
    </div>
  );
}

function BySource({ sources }: { sources: readonly Row[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("quality.coverage.sources")}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("quality.column.source")}</th>
            <th scope="col" className="num">
              {t("quality.shared")}
            </th>
            <th scope="col" className="num">
              {t("quality.alone")}
            </th>
            <th scope="col" className="num">
              {t("quality.nobodys")}
            </th>
            <th scope="col" className="num">
              {t("quality.customers")}
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map(({ source, shared, alone, nobodys, customers }) => {
            const linked = 1 - (nobodys.value ?? 0);
            const figures = [
              [shared, "quality.shared", "figure.n.rows"],
              [alone, "quality.alone", "figure.n.rows"],
              [nobodys, "quality.nobodys", "figure.n.rows"],
              [customers, "quality.customers", "figure.n.customers"],
            ] as const;
            return (
              <tr key={source}>
                <th scope="row">
                  {source}
                  {shared.n > 0 && (
                    <span className="meter small" aria-hidden="true">
                      <Parts shared={shared.value ?? 0} linked={linked} />
                    </span>
                  )}
                </th>
                {figures.map(([figure, label, behind]) => (
                  <td key={label} className="num">
                    <FigureValue figure={figure} label={`${t(label)}, ${source}`} show={fineShare} unknown="–" behind={behind} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const percent = (value: number) => `${100 * value}%`;
