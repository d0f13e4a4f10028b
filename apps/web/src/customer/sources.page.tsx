import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { call, type Problem } from "../api.ts";
import type { Import, Source } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { Confirm } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { count, day, moment } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { StateChip, type ChipState } from "../ui/state-chip.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { ResolutionCard } from "./resolution-card.tsx";
import { ConnectionsCard } from "./connections-card.tsx";
import "./customer.css";

export function Page() {
  const reading = useRead("customer.listSources", {});
  const may = useMay();
  const [undoing, setUndoing] = useState<Import | null>(null);
  const sources = reading.data?.sources;
  const rows = sources?.reduce((sum, source) => sum + source.rows, 0) ?? 0;
  const refused = sources?.reduce((sum, source) => sum + source.refused, 0) ?? 0;
  return (
    <>
      <PageTitle title="page.sources">
        {sources === undefined
          ? t("sources.reading")
          : sources.length === 0
            ? t("sources.none")
            : t("sources.title", { rows: count(rows), sources: sources.length, refused })}
      </PageTitle>
      <p className="under">
        <span>{t("sources.under")}</span>
        <Link to="/quality">{t("page.quality")}</Link>
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      <ConnectionsCard />
      {sources === undefined ? (
        !reading.isError && <Waiting what={t("sources.reading")} />
      ) : sources.length === 0 ? (
        <EmptyState title={t("sources.empty")} why={t("sources.empty.why")} />
      ) : (
        <div className="import">
          {may("customer:write") && (
            <p className="buttons">
              <Link className="btn primary" to="/import">
                {t("sources.import")}
              </Link>
            </p>
          )}
          <ResolutionCard />
          {sources.map((source) => (
            <SourceCard key={`${source.world} ${source.name}`} source={source} onUndo={may("customer:write") ? setUndoing : null} />
          ))}
        </div>
      )}
      {undoing !== null && <Undo undoing={undoing} onClose={() => setUndoing(null)} />}
    </>
  );
}

function SourceCard({ source, onUndo }: { source: Source; onUndo: ((undoing: Import) => void) | null }) {
  return (
    <Card
      id={`source-${source.world}-${source.name}`}
      title={
        <Link to="/sources/$id" params={{ id: source.name }} search={{ of: source.world }}>
          {source.name}
        </Link>
      }
      beside={<span className="sm mut">{source.kinds.map(kindName).join(", ")}</span>}
      tools={source.imports.length > 0 && <ExportButton columns={columns()} rows={source.imports} name={`imports-${source.name}`} />}
    >
      <dl className="facts">
        <div>
          <dt>{t("sources.rows")}</dt>
          <dd>{count(source.rows)}</dd>
        </div>
        <div>
          <dt>{t("sources.refused")}</dt>
          <dd>{count(source.refused)}</dd>
        </div>
        <div>
          <dt>{t("sources.customers")}</dt>
          <dd>{count(source.customers)}</dd>
        </div>
        <div>
          <dt>{t("sources.first")}</dt>
          <dd>{day(source.first)}</dd>
        </div>
        <div>
          <dt>{t("sources.last")}</dt>
          <dd>{day(source.last)}</dd>
        </div>
      </dl>
      {source.imports.length > 0 && (
        <p className="to-statement">
          <Link to="/sources/$id" params={{ id: source.name }} search={{ of: source.world }}>
            {t("sources.statement")}
            <span className="sr"> {source.name}</span>
          </Link>
        </p>
      )}
      {source.imports.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t("sources.imports", { source: source.name })}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t("sources.column.file")}</th>
                <th scope="col">{t("sources.column.when")}</th>
                <th scope="col">{t("sources.column.state")}</th>
                <th scope="col" className="num">
                  {t("sources.column.accepted")}
                </th>
                <th scope="col" className="num">
                  {t("sources.column.refused")}
                </th>
                <th scope="col">
                  <span className="sr">{t("sources.column.undo")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {source.imports.map((each) => (
                <ImportRow key={each.id} row={each} onUndo={onUndo} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function ImportRow({ row, onUndo }: { row: Import; onUndo: ((undoing: Import) => void) | null }) {
  const chip: ChipState = row.state === "done" ? "imported" : row.state;
  return (
    <tr>
      <th scope="row">
        {row.file}
        <br />
        <span className="xs mut">{kindName(row.kind)}</span>
      </th>
      <td>{moment(row.createdAt)}</td>
      <td>
        <StateChip state={chip} />
        {row.error !== null && <p className="xs bad">{row.error}</p>}
      </td>
      <td className="num">{count(row.accepted)}</td>
      <td className="num">
        {row.refused === 0 ? (
          count(0)
        ) : (
          <a href={`/api/v1/imports/${encodeURIComponent(row.id)}/refused`} download>
            {t("sources.refused.get", { n: count(row.refused) })}
          </a>
        )}
      </td>
      <td className="num">
        {onUndo !== null && row.state === "done" && (
          <button type="button" className="btn small" onClick={() => onUndo(row)}>
            {t("sources.undo")}
            <span className="sr"> {row.file}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

function Undo({ undoing, onClose }: { undoing: Import; onClose: () => void }) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const yes = () => {
    setBusy(true);
    call("customer.withdrawImport", { id: undoing.id }).then(
      async () => {
        await refresh();
        announce(t("sources.undo.done", { file: undoing.file }));
        onClose();
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  return (
    <Confirm
      title={t("sources.undo.title")}
      what={t("sources.undo.what", { n: count(undoing.accepted), file: undoing.file, source: undoing.log })}
      yes={t("sources.undo.yes")}
      opened
      busy={busy}
      onYes={yes}
      onClose={onClose}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}

export function kindName(kind: string): string {
  const key = `kind.${kind}`;
  return isKey(key) ? t(key) : kind;
}

function columns(): readonly Column<Import>[] {
  return [
    { head: t("sources.column.file"), cell: (row) => row.file },
    { head: t("sources.column.when"), cell: (row) => row.createdAt },
    { head: t("sources.column.state"), cell: (row) => row.state },
    { head: t("sources.column.accepted"), cell: (row) => row.accepted },
    { head: t("sources.column.refused"), cell: (row) => row.refused },
  ];
}
