import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { call, type Problem } from "../api.ts";
import type { Connection } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Confirm } from "../ui/dialog.tsx";
import { Card } from "../ui/page.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { CHIPS, healthOf } from "./connection-health.ts";

/** While one is read its figures move; otherwise a schedule may have run meanwhile. */
const RUNNING_MS = 1500;
const RESTING_MS = 30_000;

/** Systems that bring their rows by themselves, each with how it is. */
export function ConnectionsCard() {
  const [every, setEvery] = useState(RESTING_MS);
  const reading = useRead("customer.listConnections", {}, { every });
  const may = useMay();
  const [ending, setEnding] = useState<Connection | null>(null);
  const connections = reading.data?.connections;
  const wanted = connections?.some((one) => one.state === "running") === true ? RUNNING_MS : RESTING_MS;
  if (wanted !== every) setEvery(wanted);
  if (connections === undefined) return reading.isError ? <Trouble error={reading.error} again={() => void reading.refetch()} /> : null;
  const mayWrite = may("customer:write");
  return (
    <div className="import">
      <Card
        id="connections"
        title={t("connections.title")}
        tools={
          mayWrite && (
            <Link className="btn" to="/connect">
              {t("page.connect")}
            </Link>
          )
        }
      >
        {connections.length === 0 ? (
          <p className="body sec">{t("connections.none")}</p>
        ) : (
          <ul className="connections">
            {connections.map((one) => (
              <Row key={one.id} connection={one} onEnd={mayWrite ? setEnding : null} />
            ))}
          </ul>
        )}
      </Card>
      {ending !== null && <End ending={ending} onClose={() => setEnding(null)} />}
    </div>
  );
}

function Row({ connection, onEnd }: { connection: Connection; onEnd: ((ending: Connection) => void) | null }) {
  const refresh = useRefresh();
  const [error, setError] = useState<Problem | null>(null);
  const { id, name, connector, source, state, failure } = connection;
  const run = () => {
    setError(null);
    // It answers when it has read everything; meanwhile the card shows how far it is.
    call("customer.runConnection", { id }).then(() => void refresh(), setError);
    announce(t("connect.started", { name }));
    void refresh();
  };
  return (
    <li className="connection">
      <div>
        <h3>
          {name} <StateChip state={CHIPS[state]} />
        </h3>
        <p className="xs mut">
          {t(`connector.${connector}`)} · {source}
        </p>
        <p className="sm">{healthOf(connection).join(" ")}</p>
        {failure !== null && state === "failing" && (
          <p className="sm bad" lang="en" dir="ltr">
            {failure.message} <span className="sec">{failure.fix}</span>
          </p>
        )}
        {error !== null && <Trouble error={error} />}
      </div>
      {onEnd !== null && (
        <p className="buttons">
          {connector !== "webhook" && (
            <button type="button" className="btn small" onClick={run} disabled={state === "running"}>
              {t("connections.run")}
              <span className="sr">: {name}</span>
            </button>
          )}
          <Link className="btn small" to="/connect" search={{ id }}>
            {t("connections.change")}
            <span className="sr">: {name}</span>
          </Link>
          <button type="button" className="btn small" onClick={() => onEnd(connection)}>
            {t("connections.end")}
            <span className="sr">: {name}</span>
          </button>
        </p>
      )}
    </li>
  );
}

function End({ ending, onClose }: { ending: Connection; onClose: () => void }) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const yes = () => {
    setBusy(true);
    call("customer.deleteConnection", { id: ending.id }, { etag: ending.etag }).then(
      async () => {
        await refresh();
        announce(t("connections.end.done", { name: ending.name }));
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
      title={t("connections.end.title")}
      what={t("connections.end.what", { name: ending.name })}
      yes={t("connections.end.yes")}
      opened
      busy={busy}
      onYes={yes}
      onClose={onClose}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}
