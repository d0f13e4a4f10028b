import { useState } from "react";
import type { Output } from "../api.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useShownWorld } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { count, day, moment } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { periodText, RetentionDialog } from "./retention-dialog.tsx";

type List = Output<"customer.listRetention">;
type Source = List["sources"][number];

const columns: readonly Column<Source>[] = [
  { head: t("retention.column.source"), cell: (row) => row.source },
  { head: t("retention.column.kept"), cell: (row) => periodText(row.months) },
  { head: t("retention.column.first"), cell: (row) => row.first },
  { head: t("retention.column.removed"), cell: (row) => row.removedBefore },
];

/** How long rows of each source are kept, and what went because of it. */
export function RetentionCard() {
  const reading = useRead("customer.listRetention", {});
  const [changing, setChanging] = useState<Source | null>(null);
  const canWrite = useMay()("privacy:write") && (useShownWorld() ?? "own") === "own";
  const list = reading.data;
  return (
    <Card
      id="retention"
      title={t("retention.title")}
      tools={<ExportButton columns={columns} rows={list?.sources ?? []} name="retention" />}
    >
      {reading.isError ? (
        <Trouble error={reading.error} again={() => void reading.refetch()} />
      ) : list === undefined ? (
        <Waiting what={t("retention.reading")} />
      ) : list.sources.length === 0 ? (
        <p className="body">{t("retention.none")}</p>
      ) : (
        <>
          <p className="body sm sec">{t("retention.what")}</p>
          <Sources sources={list.sources} onChange={canWrite ? setChanging : null} />
          {list.runs.length > 0 && <Runs runs={list.runs} />}
        </>
      )}
      {changing !== null && <RetentionDialog source={changing.source} months={changing.months} onClose={() => setChanging(null)} />}
    </Card>
  );
}

function Sources({ sources, onChange }: { sources: readonly Source[]; onChange: ((source: Source) => void) | null }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("retention.title") })}>
      <table className="tbl kept-for">
        <thead>
          <tr>
            <th scope="col">{t("retention.column.source")}</th>
            <th scope="col">{t("retention.column.kept")}</th>
            <th scope="col">{t("retention.column.first")}</th>
            <th scope="col">{t("retention.column.removed")}</th>
            {onChange !== null && (
              <td>
                <span className="sr">{t("retention.change")}</span>
              </td>
            )}
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => (
            <tr key={source.source}>
              <th scope="row">{source.source}</th>
              <td>{periodText(source.months)}</td>
              <td>{day(source.first)}</td>
              <td>{day(source.removedBefore)}</td>
              {onChange !== null && (
                <td className="num">
                  <button
                    type="button"
                    className="btn small"
                    aria-label={t("retention.change.of", { source: source.source })}
                    onClick={() => onChange(source)}
                  >
                    {t("retention.change")}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One line a run and source: never whose rows. */
function Runs({ runs }: { runs: List["runs"] }) {
  return (
    <>
      <h3 className="removed">{t("retention.runs")}</h3>
      <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("retention.runs") })}>
        <table className="tbl kept-for">
          <thead>
            <tr>
              <th scope="col">{t("retention.runs.at")}</th>
              <th scope="col">{t("retention.column.source")}</th>
              <th scope="col">{t("retention.column.removed")}</th>
              <th scope="col" className="num">
                {t("retention.runs.rows")}
              </th>
              <th scope="col">{t("retention.runs.state")}</th>
            </tr>
          </thead>
          <tbody>
            {runs.flatMap((run) =>
              run.sources.map(({ source, before, rows }) => (
                <tr key={`${run.id} ${source}`}>
                  <td>{moment(run.askedAt)}</td>
                  <td>{source}</td>
                  <td>{day(before)}</td>
                  <td className="num">{rows === null ? "–" : count(rows)}</td>
                  <td>{t(run.state === "done" ? "retention.runs.done" : "retention.runs.under-way")}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </>
  );
}
