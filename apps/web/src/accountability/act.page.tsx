import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { call, type Problem } from "../api.ts";
import type { Action, Company } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { calendarDay, initials, interval, number, points } from "../ui/format.ts";
import { UnknownMark } from "../ui/marks.tsx";
import { Card, PageTitle } from "../ui/page.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { daysLeft, mostUrgentFirst } from "./urgency.ts";
import "./act.css";

export function Page() {
  const reading = useRead("accountability.listActions", {});
  const company = useRead("company.getCompany", {});
  const may = useMay();
  const [closing, setClosing] = useState<{ action: Action; state: "done" | "dropped" } | null>(null);
  const actions = reading.data?.actions;
  const open = actions?.filter((action) => action.state === "open") ?? [];
  const closed = actions?.filter((action) => action.state !== "open") ?? [];
  const late = open.filter((action) => action.late).length;
  const name = (action: Action) => cellLabel(action, company.data);
  return (
    <>
      <PageTitle title="page.act">
        {actions === undefined ? t("act.reading") : <Headline open={open.length} late={late} all={actions.length} />}
      </PageTitle>
      <p className="under">
        <span>{t("act.under")}</span>
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {actions === undefined ? (
        !reading.isError && <Waiting what={t("act.reading")} />
      ) : actions.length === 0 ? (
        <EmptyState title={t("act.empty")} why={t("act.empty.why")}>
          <Link className="btn" to="/">
            {t("act.empty.board")}
          </Link>
        </EmptyState>
      ) : (
        <div className="stack act">
          <Card
            id="open"
            title={t("act.open")}
            beside={<span className="sm mut">{t("act.open.count", { n: open.length })}</span>}
            tools={<ExportButton columns={columns(name)} rows={actions} name="actions" />}
          >
            {open.length === 0 ? (
              <p className="body sec">{t("act.open.none")}</p>
            ) : (
              <Rows
                actions={mostUrgentFirst(open)}
                name={name}
                onClose={may("accountability:write") ? (action, state) => setClosing({ action, state }) : null}
              />
            )}
          </Card>
          {closed.length > 0 && (
            <Card id="closed" title={t("act.closed")} beside={<span className="sm mut">{t("act.open.count", { n: closed.length })}</span>}>
              <Rows actions={closed} name={name} onClose={null} />
            </Card>
          )}
        </div>
      )}
      {closing !== null && <CloseDialog action={closing.action} state={closing.state} onClose={() => setClosing(null)} />}
    </>
  );
}

function Headline({ open, late, all }: { open: number; late: number; all: number }) {
  if (all === 0) return t("act.nothing");
  if (late === 0) return t("act.calm", { open });
  return (
    <>
      <b className="bad">{t("act.late", { late })}</b>
      {t("act.late.of", { open })}
    </>
  );
}

function Rows({
  actions,
  name,
  onClose,
}: {
  actions: readonly Action[];
  name: (action: Action) => string;
  onClose: ((action: Action, state: "done" | "dropped") => void) | null;
}) {
  return (
    <ol className="actions">
      {actions.map((action) => (
        <li key={action.id}>
          <div>
            <h3>{action.title}</h3>
            <p className="sec">
              <Link to="/" search={placeOnBoard(action.cell)}>
                {name(action)}
              </Link>
            </p>
            {action.note !== "" && <p className="sm mut">{action.note}</p>}
            {action.sourceWithdrawn && (
              <p className="sm unknown">
                <UnknownMark /> {t("act.withdrawn")}
              </p>
            )}
          </div>
          <div>
            <span className="owner">
              <span className="ini" aria-hidden="true">
                {initials(action.ownerName)}
              </span>
              {action.ownerName}
            </span>
          </div>
          <div className="goal">
            <span>
              <span className="mut">{t("act.from")} </span>
              <b className="strong">
                <FigureValue figure={action.baseline} label={t("act.baseline")} />
              </b>
              <span className="mut"> {action.baseline.interval === null ? "" : `(${interval(action.baseline.interval)})`}</span>
            </span>
            <span>
              <span className="mut">{t("act.to")} </span>
              <b className="strong co">{points(action.goalLine)}</b>
            </span>
          </div>
          <div>
            <StateChip state={action.late && action.state === "open" ? "late" : action.state} />
            <p className={action.late && action.state === "open" ? "xs bad strong" : "xs mut"}>{due(action)}</p>
          </div>
          {onClose !== null && (
            <div className="buttons">
              <button type="button" className="btn small" onClick={() => onClose(action, "done")}>
                {t("act.done")}
                <span className="sr">: {action.title}</span>
              </button>
              <button type="button" className="btn small" onClick={() => onClose(action, "dropped")}>
                {t("act.drop")}
                <span className="sr">: {action.title}</span>
              </button>
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

function CloseDialog({ action, state, onClose }: { action: Action; state: "done" | "dropped"; onClose: () => void }) {
  const refresh = useRefresh();
  const [note, setNote] = useState(action.note);
  const [seen] = useState(action.etag); // as the viewer saw it when the dialog opened
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const save = () => {
    setBusy(true);
    call("accountability.updateAction", { id: action.id, state, note }, { etag: seen }).then(
      async () => {
        await refresh();
        announce(t(`act.${state}.said`, { title: action.title }));
        onClose();
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  return (
    <Dialog title={t(`act.${state}.title`, { title: action.title })} opened onClose={onClose}>
      <div className="form">
        <p className="sec">{t(`act.${state}.text`)}</p>
        <label className="field">
          <span className="strong sm">{t(`act.${state}.note`)}</span>
          <textarea
            className="input"
            rows={3}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
        </label>
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
          <button type="button" className="btn primary" disabled={busy} onClick={save}>
            {t(`act.${state}.yes`)}
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function due(action: Action): string {
  const day = calendarDay(action.dueOn);
  if (action.state !== "open") return t("act.due", { day });
  const left = daysLeft(action.dueOn, new Date());
  return left < 0 ? t("act.due.late", { day, days: -left }) : t("act.due.left", { day, days: left });
}

function cellLabel(action: Action, company: Company | undefined): string {
  const find = (list: readonly { id: string; label: string }[] | undefined, id: string | null) =>
    id === null ? null : (list?.find((each) => each.id === id)?.label ?? id);
  return [
    find(company?.stages, action.cell.stage),
    find(company?.channels, action.cell.channel),
    find(company?.segments, action.cell.segment),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

function columns(name: (action: Action) => string): readonly Column<Action>[] {
  return [
    { head: t("act.column.title"), cell: (action) => action.title },
    { head: t("act.column.cell"), cell: name },
    { head: t("act.column.owner"), cell: (action) => action.ownerName },
    { head: t("act.baseline"), cell: (action) => action.baseline.value, show: (action) => number(action.baseline.value ?? 0) },
    { head: t("act.column.goal"), cell: (action) => action.goalLine },
    { head: t("act.column.due"), cell: (action) => action.dueOn },
    { head: t("act.column.state"), cell: (action) => t(`state.${action.late && action.state === "open" ? "late" : action.state}`) },
    { head: t("act.column.note"), cell: (action) => action.note },
  ];
}

/** The board narrowed to the cell's place, with the cell opened. */
function placeOnBoard({ stage, channel, segment }: Action["cell"]): Record<string, string> {
  return {
    cell: [stage, channel ?? "*", segment ?? "*"].join("~"),
    ...(channel === null ? {} : { channel }),
    ...(segment === null ? {} : { segment }),
  };
}
