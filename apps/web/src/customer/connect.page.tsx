import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { call } from "../api.ts";
import type { Connection, Connector, Found } from "../api-types.ts";
import { ShowOnce } from "../access/show-once.tsx";
import { t } from "../messages/text.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { type Draft, draftOf, freshDraft, inputOf, settingsIn } from "./connection-draft.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { FoundRows } from "./found-rows.tsx";
import "./customer.css";

/** Add a connection, or change one: choose, fill in, try, save, read. */
export function Page() {
  const { id }: { id?: string } = useSearch({ strict: false });
  const reading = useRead("customer.listConnectors", {});
  const known = useRead("customer.listConnections", {});
  const before = known.data?.connections.find((one) => one.id === id) ?? null;
  const failed = [reading, known].find((one) => one.isError);
  return (
    <>
      <PageTitle title="page.connect">{before === null ? t("connect.title") : before.name}</PageTitle>
      <p className="under">
        <span>{t("connect.under")}</span>
        <Link to="/sources">{t("connect.back")}</Link>
      </p>
      {failed !== undefined && <Trouble error={failed.error} />}
      {reading.data === undefined || known.data === undefined ? (
        failed === undefined && <Waiting what={t("connect.reading")} />
      ) : (
        <Fill key={id ?? ""} connectors={reading.data.connectors} folders={reading.data.folders} before={before} />
      )}
    </>
  );
}

type Trial = { state: "none" | "trying" } | { state: "found"; found: Found } | { state: "failed"; error: unknown };

function Fill({ connectors, folders, before }: { connectors: readonly Connector[]; folders: boolean; before: Connection | null }) {
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(before === null ? freshDraft("folder") : draftOf(before));
  const [trial, setTrial] = useState<Trial>({ state: "none" });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  const connector = connectors.find((one) => one.id === draft.connector);
  if (connector === undefined) return null;

  const tryIt = () => {
    setTrial({ state: "trying" });
    const asked = { connector: connector.id, settings: settingsIn(draft, connector), ...(before === null ? {} : { id: before.id }) };
    call("customer.testConnection", asked).then(
      (found) => setTrial({ state: "found", found }),
      (problem: unknown) => setTrial({ state: "failed", error: problem }),
    );
  };
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const pressed = (event.nativeEvent as unknown as { submitter: HTMLElement | null }).submitter; // a submit event has one
    const andRun = pressed?.getAttribute("value") === "run";
    setBusy(true);
    setError(null);
    call("customer.putConnection", inputOf(draft, connector), { etag: draft.etag }).then(
      async (saved) => {
        if (andRun) void call("customer.runConnection", { id: saved.id }).then(refresh, refresh);
        announce(t(andRun ? "connect.started" : "connect.saved", { name: saved.name }));
        await refresh();
        if (saved.address === null) await navigate({ to: "/sources" });
        else setAddress(new URL(saved.address, location.href).href);
      },
      (problem: unknown) => {
        setError(problem);
        setBusy(false);
      },
    );
  };

  if (address !== null)
    return (
      <div className="import">
        <Card id="address" title={t("connect.address")}>
          <div className="body">
            <ShowOnce
              label={t("connect.address")}
              secret={address}
              what={t("connect.address.what")}
              onDone={() => void refresh().then(() => navigate({ to: "/sources" }))}
            />
          </div>
        </Card>
      </div>
    );
  return (
    <form className="import" onSubmit={save}>
      {before === null && (
        <Card id="connect-which" title={t("connect.which")}>
          <div className="body">
            <fieldset className="kinds">
              <legend className="sr">{t("connect.which")}</legend>
              {connectors.map(({ id }) => (
                <label key={id} className="kind">
                  <input
                    type="radio"
                    name="connector"
                    value={id}
                    checked={draft.connector === id}
                    onChange={() => {
                      setDraft({ ...draft, connector: id, settings: {} });
                      setTrial({ state: "none" });
                    }}
                  />
                  <b className="strong">{t(`connector.${id}`)}</b>
                  <span className="sm sec">{t(`connector.${id}.text`)}</span>
                </label>
              ))}
            </fieldset>
          </div>
        </Card>
      )}
      <ConnectionForm draft={draft} connector={connector} folders={folders} onChange={setDraft}>
        {error !== null && <Trouble error={error} />}
        {trial.state === "failed" && <Trouble error={trial.error} />}
        {trial.state === "found" && <FoundRows found={trial.found} />}
        <div className="row-end">
          {!connector.receives && (
            <button type="button" className="btn" disabled={trial.state === "trying"} onClick={tryIt}>
              {t(trial.state === "trying" ? "connect.trying" : "connect.try")}
            </button>
          )}
          <button type="submit" className={connector.receives ? "btn primary" : "btn"} disabled={busy} value="save">
            {t("connect.save")}
          </button>
          {!connector.receives && (
            <button type="submit" className="btn primary" disabled={busy} value="run">
              {t("connect.save.run")}
            </button>
          )}
        </div>
      </ConnectionForm>
    </form>
  );
}
