import { useState } from "react";
import type { ExpectedEvent } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { count } from "../ui/format.ts";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { ExpectedEvents } from "./expected-events.tsx";

const DAYS = 30;

/** The plan that fits what came: looked at first, then taken over. What the plan has beside it stays. */
export function PlanProposal(props: {
  source: string;
  events: readonly ExpectedEvent[];
  busy: boolean;
  onTake: (events: ExpectedEvent[]) => Promise<void>;
}) {
  const { source, events, busy, onTake } = props;
  const [open, setOpen] = useState(false);
  const reading = useRead("customer.proposeTrackingPlan", { source, days: DAYS }, { enabled: open });
  if (!open)
    return (
      <p className="buttons">
        <button type="button" className={events.length === 0 ? "btn primary" : "btn"} onClick={() => setOpen(true)}>
          {t("tracking.propose")}
        </button>
      </p>
    );
  if (reading.isError) return <Trouble error={reading.error} again={() => void reading.refetch()} />;
  const proposal = reading.data;
  if (proposal === undefined) return <Waiting what={t("tracking.proposing")} />;
  const names = new Set(proposal.events.map(({ name }) => name));
  const take = () => {
    const proposed = proposal.events.map(({ name, properties }) => ({ name, properties }));
    void onTake([...events.filter(({ name }) => !names.has(name)), ...proposed]).then(() => setOpen(false));
  };
  return (
    <section className="proposal" aria-label={t("tracking.proposal")}>
      <h3>{t("tracking.proposal")}</h3>
      {proposal.events.length === 0 ? (
        <p>{t("tracking.proposal.none", { days: DAYS })}</p>
      ) : (
        <>
          <p className="sec sm">
            {t("tracking.proposal.what", { n: count(proposal.rows), days: DAYS })} {!proposal.all && t("drift.looked.part")}
          </p>
          <ExpectedEvents events={proposal.events.map((one) => ({ ...one, n: count(one.n) }))} source={source} />
        </>
      )}
      <p className="buttons">
        {proposal.events.length > 0 && (
          <button type="button" className="btn primary" disabled={busy} onClick={take}>
            {t("tracking.take")}
          </button>
        )}
        <button type="button" className="btn" onClick={() => setOpen(false)}>
          {t("tracking.leave")}
        </button>
      </p>
    </section>
  );
}
