import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { FilterSelect } from "../ui/field.tsx";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { DriftCard } from "./drift-card.tsx";
import { PlanCard } from "./plan-card.tsx";

/** What a source that sends events one by one is expected to send, and what it sends otherwise; one source at a time. */
export function TrackingCards() {
  const reading = useRead("customer.listTrackingPlans", {});
  const [asked, setAsked] = useState<string | null>(null);
  if (reading.isError) return <Trouble error={reading.error} again={() => void reading.refetch()} />;
  if (reading.data === undefined) return <Waiting what={t("tracking.reading")} />;
  const { sources } = reading.data;
  const chosen = sources.find(({ source }) => source === asked) ?? sources[0];
  if (chosen === undefined)
    return (
      <Card id="tracking" title={t("tracking.title")}>
        <div className="body">
          <p>{t("tracking.none")}</p>
          <p>
            <Link to="/help/$page" params={{ page: "sending-events" }}>
              {t("tracking.none.how")}
            </Link>
          </p>
        </div>
      </Card>
    );
  return (
    <>
      {sources.length > 1 && (
        <p className="filters">
          <FilterSelect
            label={t("tracking.source")}
            options={sources.map(({ source }) => ({ id: source, label: source }))}
            value={chosen.source}
            onChange={(event) => setAsked(event.currentTarget.value)}
          />
        </p>
      )}
      <DriftCard key={`drift ${chosen.source}`} source={chosen.source} />
      <PlanCard key={`plan ${chosen.source}`} source={chosen.source} hasPlan={chosen.mode !== null} />
    </>
  );
}
