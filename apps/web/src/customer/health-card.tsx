import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Figure, SourceHealth } from "../api-types.ts";
import { type MessageKey, t } from "../messages/text.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, day, daysAgo, fineShare, number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { StateChip, type ChipState } from "../ui/state-chip.tsx";
import { HealthDetails } from "./health-details.tsx";

const columns: readonly Column<SourceHealth>[] = [
  { head: t("quality.column.source"), cell: (row) => row.source },
  { head: t("quality.rows"), cell: (row) => row.rows },
  { head: t("quality.silence"), cell: (row) => row.freshness.silence.value },
  { head: t("quality.usual-gap"), cell: (row) => row.freshness.usual.value },
  { head: t("quality.volume"), cell: (row) => row.volume.now.value },
  { head: t("quality.usual-volume"), cell: (row) => row.volume.usual.value },
  { head: t("quality.refused"), cell: (row) => row.refused.share.value },
  { head: t("quality.match"), cell: (row) => row.match.value },
];

/** Whether a person should look at a source. */
export function needsLook({ freshness, volume, tracking }: SourceHealth): boolean {
  const told = tracking !== null && tracking.mode !== "observe" && tracking.against > 0;
  return freshness.state === "late" || volume.state === "less" || volume.state === "more" || told;
}

/** Each source on its own: what needs a look stands first. */
export function HealthCard({ sources }: { sources: readonly SourceHealth[] }) {
  const ordered = [...sources].sort((a, b) => Number(needsLook(b)) - Number(needsLook(a)));
  return (
    <Card id="health" title={t("quality.health")} tools={<ExportButton columns={columns} rows={ordered} name="source-health" />}>
      <ul className="health">
        {ordered.map((source) => (
          <Health key={source.source} health={source} />
        ))}
      </ul>
    </Card>
  );
}

function Health({ health }: { health: SourceHealth }) {
  const { source, rows, freshness, volume, refused, match, tracking } = health;
  const emptiest = health.completeness[0];
  const oneDecimal = (value: number) => number(value, { maximumFractionDigits: 1 });
  const usual = volume.usual.interval;
  return (
    <li>
      <h3>
        <Link to="/sources/$id" params={{ id: source }}>
          {source}
        </Link>{" "}
        <span className="sm mut">{t("quality.rows.of", { n: count(rows) })}</span>
      </h3>
      <dl>
        <Line label="quality.freshness" chip={freshness.state === "unknown" ? "not-known-yet" : freshness.state}>
          <Value figure={freshness.silence} label="quality.silence" source={source} show={daysAgo} behind="figure.n.days" />
          <Beside>
            {t("quality.usual")}{" "}
            <Value figure={freshness.usual} label="quality.usual-gap" source={source} show={days} behind="figure.n.days" />
          </Beside>
          <Beside>{t("quality.newest", { day: day(freshness.newest) })}</Beside>
        </Line>
        <Line label="quality.volume" chip={volume.state === "unknown" ? "not-known-yet" : volume.state}>
          <Value figure={volume.now} label="quality.volume" source={source} show={oneDecimal} behind="figure.n.rows" />
          <Beside>
            {t("quality.usual")}{" "}
            <Value figure={volume.usual} label="quality.usual-volume" source={source} show={oneDecimal} behind="figure.n.rows" />
            {usual !== null && ` (${t("figure.interval", { low: oneDecimal(usual[0] ?? 0), high: oneDecimal(usual[1] ?? 0) })})`}
          </Beside>
        </Line>
        <Line label="quality.refused">
          <Value figure={refused.share} label="quality.refused" source={source} show={fineShare} behind="figure.n.came" />
        </Line>
        <Line label="quality.completeness">
          {emptiest === undefined ? (
            <span className="mut">–</span>
          ) : (
            <>
              <Value figure={emptiest.share} label="quality.completeness" source={source} show={fineShare} behind="figure.n.rows" />
              <Beside>
                <span className="code">{emptiest.field}</span>
              </Beside>
            </>
          )}
        </Line>
        <Line label="quality.match">
          <Value figure={match} label="quality.match" source={source} show={fineShare} behind="figure.n.names" />
        </Line>
        <Line label="quality.plan" {...(tracking === null ? {} : { chip: tracking.mode })}>
          {tracking === null ? (
            <span className="mut">{t("quality.plan.none")}</span>
          ) : (
            <Beside>{t("quality.plan.against", { n: count(tracking.against) })}</Beside>
          )}
        </Line>
      </dl>
      <HealthDetails health={health} />
    </li>
  );
}

function Line({ label, chip, children }: { label: MessageKey; chip?: ChipState; children: ReactNode }) {
  return (
    <div>
      <dt>{t(label)}</dt>
      <dd>
        {chip !== undefined && <StateChip state={chip} />}
        {children}
      </dd>
    </div>
  );
}

function Value(props: { figure: Figure; label: MessageKey; source: string; show: (value: number) => string; behind: MessageKey }) {
  const { figure, label, source, show, behind } = props;
  return <FigureValue figure={figure} label={`${t(label)}, ${source}`} show={show} behind={behind} />;
}

function Beside({ children }: { children: ReactNode }) {
  return <span className="beside">{children}</span>;
}

function days(value: number): string {
  return number(value, { style: "unit", unit: "day", unitDisplay: "long", maximumFractionDigits: 1 });
}
