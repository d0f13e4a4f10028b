import { Link, useSearch } from "@tanstack/react-router";
import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { count, moment, share } from "../ui/format.ts";
import { PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import type { AskedAbout } from "./answer-card.tsx";
import { DarkCard } from "./dark-card.tsx";
import { DemandCard } from "./demand-card.tsx";
import { EvennessCard } from "./evenness-card.tsx";
import { HandOversCard } from "./hand-overs-card.tsx";
import { PromisesCard } from "./promises-card.tsx";
import { RulesCard } from "./rules-card.tsx";
import { SolvedCard } from "./solved-card.tsx";
import { ValueWorkCard } from "./value-work-card.tsx";
import "../journey/journey.css";
import "./work.css";

/** How the organisation works behind the journeys: what it causes, hands over, keeps and repeats. */
export function Page() {
  const search: Record<string, string> = useSearch({ strict: false });
  const about: AskedAbout = {
    ...(search["log"] === undefined ? {} : { log: search["log"] }),
    ...(search["where"] === undefined || search["where"] === "" ? {} : { where: search["where"] }),
  };
  const reading = useRead("journey.getDemand", about);
  const demand = reading.data;
  if (demand === undefined)
    return (
      <>
        <PageTitle title="page.work">{t("work.reading")}</PageTitle>
        {reading.isError ? <Trouble error={reading.error} again={() => void reading.refetch()} /> : <Waiting what={t("work.reading")} />}
      </>
    );
  return (
    <>
      <PageTitle title="page.work">{sentenceOf(demand)}</PageTitle>
      {demand.log === null ? (
        <EmptyState title={t("journey.empty.title")} why={t("journey.empty.why")} />
      ) : (
        <>
          <p className="under">
            <span>{t("work.under", { log: demand.log, journeys: demand.allCases })}</span>
            {demand.failure.asOf !== null && <span>{t("board.as-of", { time: moment(demand.failure.asOf) })}</span>}
            {about.where !== undefined && (
              <span>
                {t("work.narrowed")}{" "}
                <Link to="/journey" search={about}>
                  {t("work.narrowed.see")}
                </Link>
              </span>
            )}
          </p>
          <div className="work-lay">
            <DemandCard about={about} />
            <div className="work-side">
              <SolvedCard about={about} />
              <ValueWorkCard about={about} />
              <DarkCard about={about.log === undefined ? {} : { log: about.log }} />
            </div>
            <HandOversCard about={about} />
            <PromisesCard about={about} />
            <EvennessCard about={about} />
            <RulesCard about={about} />
          </div>
        </>
      )}
    </>
  );
}

function sentenceOf({ log, contacts, failure, units: [first], causes }: Calls["journey.getDemand"]["output"]): string {
  if (log === null) return t("journey.empty");
  if (contacts === 0 || failure.value === null) return t("work.sentence.no-causes");
  if (failure.value === 0 || first === undefined) return t("work.sentence.none", { contacts: count(contacts) });
  const dearest = causes.find(({ demand }) => demand !== "value");
  return t("work.sentence", {
    share: share(failure.value),
    unit: first.label,
    part: share(first.share.value ?? 0),
    cause: dearest?.label ?? "",
  });
}
