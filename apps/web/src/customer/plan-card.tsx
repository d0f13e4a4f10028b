import { useState } from "react";
import { call } from "../api.ts";
import type { ExpectedEvent, TrackingPlan } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { count, moment } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { ExpectedEventDialog } from "./expected-event-dialog.tsx";
import { ExpectedEvents } from "./expected-events.tsx";
import { PlanProposal } from "./plan-proposal.tsx";

const MODES = ["observe", "warn", "block"] as const satisfies readonly TrackingPlan["mode"][];

/** What a source is expected to send. Every change holds from the next event on, and only over what the viewer saw. */
export function PlanCard({ source, hasPlan }: { source: string; hasPlan: boolean }) {
  const reading = useRead("customer.getTrackingPlan", { source }, { enabled: hasPlan });
  const writes = useMay()("customer:write");
  const refresh = useRefresh();
  const [editing, setEditing] = useState<{ event: ExpectedEvent | null } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const plan = hasPlan ? reading.data : undefined;
  const events = plan?.events ?? [];

  const save = async (change: Partial<Pick<TrackingPlan, "mode" | "events">>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await call("customer.putTrackingPlan", { source, mode: plan?.mode ?? "observe", events, ...change }, { etag: plan?.etag });
      announce(t("tracking.saved"));
    } catch (problem) {
      setError(problem);
    }
    await refresh();
    setBusy(false);
  };
  /** The event in its place; a new one at the end, and one that is null out of it. */
  const put = (before: ExpectedEvent | null, after: ExpectedEvent | null) =>
    save({
      events:
        before === null ? [...events, ...(after === null ? [] : [after])] : events.flatMap((one) => (one === before ? (after ?? []) : one)),
    });

  if (hasPlan && plan === undefined)
    return reading.isError ? (
      <Trouble error={reading.error} again={() => void reading.refetch()} />
    ) : (
      <Waiting what={t("tracking.reading")} />
    );
  return (
    <Card
      id="tracking"
      title={t("tracking.title.of", { source })}
      beside={plan !== undefined && <span className="sm mut">{t("tracking.by", { by: plan.by, when: moment(plan.changedAt) })}</span>}
    >
      <div className="body">
        {error !== null && <Trouble error={error} />}
        {plan === undefined ? (
          <p>{t("tracking.no-plan")}</p>
        ) : (
          <Modes key={plan.etag} plan={plan} disabled={!writes || busy} onKeep={(mode) => void save({ mode })} />
        )}
        {plan !== undefined && events.length === 0 && <p>{t("tracking.empty")}</p>}
        {events.length > 0 && (
          <ExpectedEvents
            events={events}
            source={source}
            onChange={writes ? (event) => setEditing({ event }) : null}
            onRemove={writes ? (event) => void put(event, null) : null}
          />
        )}
        {writes && (
          <>
            <PlanProposal source={source} events={events} busy={busy} onTake={(taken) => save({ events: taken })} />
            <p className="buttons">
              <button type="button" className="btn" onClick={() => setEditing({ event: null })}>
                {t("tracking.add")}
              </button>
            </p>
            <Waiters source={source} />
          </>
        )}
      </div>
      {editing !== null && (
        <ExpectedEventDialog
          before={editing.event}
          names={events.flatMap((one) => (one === editing.event ? [] : one.name))}
          onSave={(event) => {
            setEditing(null);
            void put(editing.event, event);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </Card>
  );
}

/** Chosen first and then kept: whoever walks through them with the arrow keys blocks nothing on the way. */
function Modes({ plan, disabled, onKeep }: { plan: TrackingPlan; disabled: boolean; onKeep: (mode: TrackingPlan["mode"]) => void }) {
  const [chosen, setChosen] = useState(plan.mode);
  return (
    <>
      <fieldset className="kinds modes" disabled={disabled}>
        <legend>{t("tracking.mode")}</legend>
        {MODES.map((mode) => (
          <label key={mode} className="kind">
            <input type="radio" name="mode" value={mode} checked={chosen === mode} onChange={() => setChosen(mode)} />
            <b className="strong">{t(`tracking.mode.${mode}`)}</b>
            <span className="sm sec">{t(`tracking.mode.${mode}.what`)}</span>
          </label>
        ))}
      </fieldset>
      {chosen !== plan.mode && (
        <p className="buttons">
          <button type="button" className="btn primary" disabled={disabled} onClick={() => onKeep(chosen)}>
            {t("tracking.mode.keep", { mode: t(`tracking.mode.${chosen}`) })}
          </button>
        </p>
      )}
    </>
  );
}

/** Events that were blocked and wait: once the plan is mended they are judged again. */
function Waiters({ source }: { source: string }) {
  const reading = useRead("customer.listDeadLetters", { source, reason: "against-plan", limit: 1 });
  const refresh = useRefresh();
  const [error, setError] = useState<unknown>(null);
  const total = reading.data?.total ?? 0;
  if (total === 0 && error === null) return null;
  const again = () => {
    setError(null);
    call("customer.replayDeadLetters", { source, reason: "against-plan" }).then(async ({ accepted, known, refused }) => {
      announce(t("tracking.replayed", { taken: count(accepted + known), left: count(refused) }));
      await refresh();
    }, setError);
  };
  return (
    <div className="waiters">
      {error !== null && <Trouble error={error} />}
      <p>{t("tracking.waiting", { n: count(total) })}</p>
      <p className="buttons">
        <button type="button" className="btn" onClick={again}>
          {t("tracking.replay")}
        </button>
      </p>
    </div>
  );
}
