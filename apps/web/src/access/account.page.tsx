import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Session } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useMe, useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Confirm } from "../ui/dialog.tsx";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { PasswordField } from "../ui/field.tsx";
import { moment } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import "./access.css";

const SHORTEST = 12;

export function Page() {
  const me = useMe();
  const may = useMay();
  const reading = useRead("access.listSessions", {});
  const sessions = reading.data?.sessions;
  const unit = me.data?.unit ?? null;
  return (
    <>
      <PageTitle title="page.account">
        {sessions === undefined ? t("account.reading") : t("account.title", { name: me.data?.user?.name ?? "", n: sessions.length })}
      </PageTitle>
      <p className="under">
        <span>{t(may("pii:read") ? "account.sees" : "account.sees-not")}</span>
        {unit !== null && <span>{t("account.unit")}</span>}
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {sessions === undefined ? (
        !reading.isError && <Waiting what={t("account.reading")} />
      ) : (
        <div className="stack access">
          <Sessions sessions={sessions} />
          <PasswordCard />
        </div>
      )}
    </>
  );
}

/** Where the viewer is signed in; every other place can be signed out from here. */
function Sessions({ sessions }: { sessions: readonly Session[] }) {
  const refresh = useRefresh();
  const [ending, setEnding] = useState<Session | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const end = (session: Session) => {
    setBusy(true);
    call("access.revokeSession", { id: session.id })
      .then(async () => {
        await refresh();
        announce(t("sessions.ended"));
        setEnding(null);
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <Card
      id="sessions"
      title={t("sessions.title")}
      beside={<span className="sm mut">{t("sessions.what")}</span>}
      tools={<ExportButton columns={columns()} rows={sessions} name="sessions" />}
    >
      <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t("sessions.title") })}>
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{t("sessions.column.browser")}</th>
              <th scope="col">{t("sessions.column.since")}</th>
              <th scope="col">{t("sessions.column.seen")}</th>
              <th scope="col">
                <span className="sr">{t("sessions.column.end")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <th scope="row">
                  <b className="strong">{session.browser ?? t("sessions.unknown")}</b>
                  {session.current && <span className="mut"> {t("sessions.here")}</span>}
                </th>
                <td className="nw">{moment(session.createdAt)}</td>
                <td className="nw">{moment(session.lastSeenAt)}</td>
                <td className="num">
                  {!session.current && (
                    <button type="button" className="btn small" onClick={() => setEnding(session)}>
                      {t("sessions.end")}
                      <span className="sr">: {session.browser ?? t("sessions.unknown")}</span>
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ending !== null && (
        <Confirm
          title={t("sessions.end.title")}
          what={t("sessions.end.what", { browser: ending.browser ?? t("sessions.unknown"), time: moment(ending.lastSeenAt) })}
          yes={t("sessions.end.yes")}
          opened
          busy={busy}
          onYes={() => end(ending)}
          onClose={() => setEnding(null)}
        >
          {error !== null && <Trouble error={error} />}
        </Confirm>
      )}
    </Card>
  );
}

function PasswordCard() {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const [short, setShort] = useState(false);
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const shown = event.currentTarget;
    const form = new FormData(shown);
    const password = String(form.get("new"));
    setShort(password.length < SHORTEST);
    if (password.length < SHORTEST) return;
    setBusy(true);
    setError(null);
    call("access.changePassword", { current: String(form.get("current")), password })
      .then(async ({ ended }) => {
        shown.reset();
        await refresh();
        announce(t("password.changed", { n: ended }));
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <Card id="password" title={t("password.title")}>
      <form className="body form password" onSubmit={save}>
        <p className="cap">{t("password.what")}</p>
        <div className="pair">
          <PasswordField label={t("password.current")} name="current" autoComplete="current-password" required maxLength={512} />
          <PasswordField
            label={t("password.new")}
            name="new"
            autoComplete="new-password"
            required
            maxLength={512}
            hint={t("setup.password", { shortest: SHORTEST })}
            wrong={short ? t("setup.password.short", { shortest: SHORTEST }) : null}
            onChange={(event) => setShort(short && event.currentTarget.value.length < SHORTEST)}
          />
        </div>
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="submit" className="btn primary" disabled={busy}>
            {t("password.change")}
          </button>
        </div>
      </form>
    </Card>
  );
}

function columns(): readonly Column<Session>[] {
  return [
    { head: t("sessions.column.browser"), cell: (session) => session.browser },
    { head: t("sessions.column.since"), cell: (session) => session.createdAt },
    { head: t("sessions.column.seen"), cell: (session) => session.lastSeenAt },
  ];
}
