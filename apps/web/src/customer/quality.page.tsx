import { Link } from "@tanstack/react-router";
import type { Quality } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, day, share } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import "./quality.css";

type Source = Quality["sources"][number];

/** How good the data are that every other page is worked out from. */
export function Page() {
  const reading = useRead("customer.getQuality", {});
  const quality = reading.data;
  const value = quality?.coverage.value ?? null;
  return (
    <>
      <PageTitle title="page.quality">
        {quality === undefined ? t("quality.reading") : value === null ? t("quality.none") : t("quality.title", { share: share(value) })}
      </PageTitle>
      <p className="under">
        <span>{t("quality.under")}</span>
        <Link to="/sources">{t("page.sources")}</Link>
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {quality === undefined ? (
        !reading.isError && <Waiting what={t("quality.reading")} />
      ) : quality.sources.length === 0 ? (
        <EmptyState title={t("sources.empty")} why={t("sources.empty.why")} />
      ) : (
        <div className="quality">
          <Coverage quality={quality} />
          <Health sources={quality.sources} />
          <Filled sources={quality.sources} />
          <Conflicts conflicts={quality.conflicts} />
        </div>
      )}
    </>
  );
}

const PARTS = ["shared", "alone", "nobody"] as const;

function Coverage({ quality: { coverage, rows, reference } }: { quality: Quality }) {
  return (
    <Card id="coverage" title={t("quality.coverage")}>
      <div className="body">
        <p className="meter-value">
          <FigureValue figure={coverage} label={t("quality.coverage")} show={share} />{" "}
          <span className="sec">{t("quality.coverage.of", { n: rows.rows })}</span>
        </p>
        <div className="meter" aria-hidden="true">
          {PARTS.map((part) => (
            <span key={part} className={part} style={{ inlineSize: `${rows.rows === 0 ? 0 : (100 * rows[part]) / rows.rows}%` }} />
          ))}
          <i style={{ insetInlineStart: `${100 * reference.value}%` }} />
        </div>
        <dl className="meter-legend">
          {PARTS.map((part) => (
            <div key={part}>
              <dt>
                <span className={`swatch ${part}`} aria-hidden="true" />
                {t(`quality.part.${part}`)}
              </dt>
              <dd>{count(rows[part])}</dd>
            </div>
          ))}
        </dl>
        <p className="sm sec">{t("quality.reference", { value: share(reference.value), soon: share(reference.soon) })}</p>
      </div>
    </Card>
  );
}

const columns: readonly Column<Source>[] = [
  { head: t("quality.column.source"), cell: (source) => source.name },
  { head: t("quality.column.fresh"), cell: (source) => source.freshness.last },
  { head: t("quality.column.silent"), cell: (source) => source.freshness.silent },
  { head: t("quality.column.week"), cell: (source) => source.volume.last },
  { head: t("quality.column.refused"), cell: (source) => source.refused.value },
  { head: t("quality.column.shared"), cell: (source) => source.coverage.value },
  { head: t("quality.column.match"), cell: (source) => source.match.value },
];

function Health({ sources }: { sources: readonly Source[] }) {
  return (
    <Card id="health" title={t("quality.health")} tools={<ExportButton columns={columns} rows={sources} name="source-health" />}>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("quality.table")}>
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{t("quality.column.source")}</th>
              <th scope="col">{t("quality.column.fresh")}</th>
              <th scope="col">{t("quality.column.week")}</th>
              {(["refused", "shared", "match"] as const).map((column) => (
                <th key={column} scope="col" className="num">
                  {t(`quality.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <tr key={source.name}>
                <th scope="row">
                  <Link to="/sources/$id" params={{ id: source.name }}>
                    {source.name}
                  </Link>
                </th>
                <td>{fresh(source)}</td>
                <td>{week(source)}</td>
                <td className="num">
                  <FigureValue figure={source.refused} label={t("quality.column.refused")} show={share} />
                </td>
                <td className="num">
                  <FigureValue figure={source.coverage} label={t("quality.column.shared")} show={share} />
                </td>
                <td className="num">
                  <FigureValue figure={source.match} label={t("quality.column.match")} show={share} unknown={t("quality.no-records")} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function fresh({ freshness: { state, last, usual } }: Source) {
  if (last === null) return <span className="sec">{t("quality.no-time")}</span>;
  return (
    <>
      {state === "late" ? <StateChip state="late" /> : day(last)}
      <span className="note">
        {state === "late" && `${day(last)}. `}
        {usual === null ? t("quality.rhythm.unknown") : t("quality.rhythm", { days: usual.days, n: usual.n })}
      </span>
    </>
  );
}

function week({ freshness, volume: { state, last, usual, weeks } }: Source) {
  if (last === null) return <span className="sec">{t(freshness.last === null ? "quality.no-time" : "quality.week.unknown")}</span>;
  return (
    <>
      {state === "more" || state === "less" ? t(`quality.week.${state}`, { n: count(last) }) : count(last)}
      <span className="note">
        {usual === null ? t("quality.week.unknown") : t("quality.week.range", { low: count(usual[0]), high: count(usual[1]), weeks })}
      </span>
    </>
  );
}

function Filled({ sources }: { sources: readonly Source[] }) {
  return (
    <Card id="filled" title={t("quality.filled")}>
      <dl className="filled">
        {sources.map(({ name, filled }) => (
          <div key={name}>
            <dt>{name}</dt>
            {filled.map(({ column, share: figure }) => (
              <dd key={column}>
                <span className="sec">{columnName(column)}</span> <FigureValue figure={figure} label={columnName(column)} show={share} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** A column of rows by its name at import, a line of records by its name on the customer's page. */
function columnName(column: string): string {
  const key = column.startsWith("record.") ? `timeline.person.${column.slice("record.".length)}` : `import.name.${column}`;
  return isKey(key) ? t(key) : column;
}

function Conflicts({ conflicts }: { conflicts: Quality["conflicts"] }) {
  return (
    <Card id="conflicts" title={t("quality.conflicts")}>
      {conflicts.length === 0 ? (
        <p className="body sec">{t("quality.conflicts.none")}</p>
      ) : (
        <>
          <dl className="filled">
            {conflicts.map(({ line, share: figure }) => (
              <div key={line}>
                <dt>{t(`timeline.person.${line}`)}</dt>
                <dd>
                  <FigureValue figure={figure} label={t("quality.conflicts")} show={share} />{" "}
                  <span className="sec">{t("quality.conflicts.of", { n: figure.n })}</span>
                </dd>
              </div>
            ))}
          </dl>
          <p className="body sm sec">
            {t("quality.conflicts.believe")} <Link to="/sources">{t("trust.title")}</Link>
          </p>
        </>
      )}
    </Card>
  );
}
