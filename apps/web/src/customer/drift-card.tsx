import { useState } from "react";
import type { DriftReport } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { DataTable, type Column } from "../ui/data-table.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { count, day } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";

type Change = DriftReport["changes"][number];
type Against = DriftReport["against"][number];

const SPANS = ["7", "30", "90"] as const;
type Span = (typeof SPANS)[number];

const seen = [
  { head: t("drift.n"), cell: (row: { n: number }) => row.n },
  { head: t("drift.first"), cell: (row: { first: string }) => row.first, show: (row: { first: string }) => day(row.first) },
  { head: t("drift.last"), cell: (row: { last: string }) => row.last, show: (row: { last: string }) => day(row.last) },
] as const;
const changeColumns: readonly Column<Change>[] = [{ head: t("drift.what"), cell: sentenceOf }, ...seen];
const againstColumns: readonly Column<Against>[] = [
  { head: t("drift.what"), cell: ({ kind, event, property }) => t(`violation.${kind}`, { event, property: property ?? "" }) },
  { ...seen[0], cell: (row) => row.count },
  seen[1],
  seen[2],
];

/** What a source sends otherwise since a date than in the 90 days before it. */
export function DriftCard({ source }: { source: string }) {
  const [span, setSpan] = useState<Span>("7");
  const reading = useRead("customer.getDrift", { source, since: sinceOf(span) });
  const report = reading.data;
  return (
    <Card
      id="drift"
      title={t("drift.title", { source })}
      tools={
        <FilterSelect
          label={t("drift.since")}
          options={SPANS.map((id) => ({ id, label: t("drift.days", { n: id }) }))}
          value={span}
          onChange={(event) => setSpan(SPANS.find((one) => one === event.currentTarget.value) ?? "7")}
        />
      }
    >
      <div className="body drift">
        {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
        {report === undefined ? (
          !reading.isError && <Waiting what={t("drift.reading")} />
        ) : (
          <>
            <p className="strong">{t(`drift.${report.verdict}`)}</p>
            <p className="sec sm">
              {t("drift.looked", { after: count(report.after.rows), before: count(report.before.rows) })}{" "}
              {!(report.before.all && report.after.all) && t("drift.looked.part")}
            </p>
            {report.changes.length > 0 && (
              <DataTable
                columns={changeColumns}
                rows={report.changes}
                label={t("table.of", { what: t("drift.title", { source }) })}
                name={`drift-${source}`}
                keyOf={({ kind, event, property, value, is }) => JSON.stringify([kind, event, property, value, is])}
              />
            )}
            {report.against.length > 0 && (
              <>
                <h3>{t("drift.against")}</h3>
                <DataTable
                  columns={againstColumns}
                  rows={report.against}
                  label={t("table.of", { what: t("drift.against") })}
                  name={`against-plan-${source}`}
                  keyOf={({ kind, event, property }) => JSON.stringify([kind, event, property])}
                />
              </>
            )}
          </>
        )}
      </div>
    </Card>
  );
}

/** Midnight, so that it stays the same while the page is looked at. */
function sinceOf(span: Span): string {
  const at = new Date(Date.now() - Number(span) * 86_400_000);
  return `${at.toISOString().slice(0, 10)}T00:00:00Z`;
}

function sentenceOf({ kind, event, property, value, was, is, expected }: Change): string {
  const named = { event, property: property ?? "" };
  switch (kind) {
    case "new-event":
      return t("drift.new-event", named);
    case "gone-event":
      return t("drift.gone-event", { ...named, expected: count(Math.round(expected ?? 0)) });
    case "new-property":
      return t("drift.new-property", { ...named, type: typeName(is) });
    case "gone-property":
      return t("drift.gone-property", { ...named, expected: count(Math.round(expected ?? 0)) });
    case "type-changed":
      return t("drift.type-changed", { ...named, was: typeName(was), now: typeName(is) });
    case "new-value":
      return value === null ? t("drift.new-value.hidden", named) : t("drift.new-value", { ...named, value });
  }
}

export function typeName(type: Change["is"]): string {
  return type === null ? "" : t(`tracking.type.${type}`);
}
