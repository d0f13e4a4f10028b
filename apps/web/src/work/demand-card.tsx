import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, duration, fineShare, share } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";
import { ShareBars } from "./share-bars.tsx";

type Demand = Calls["journey.getDemand"]["output"];

/** Why customers contact us: what we are here for, and what comes back because something failed before. */
export function DemandCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getDemand" title={t("work.demand")} about={about}>
      {(found) => (found.contacts === 0 ? <p className="sec">{t("work.demand.none")}</p> : <Causes found={found} />)}
    </AnswerCard>
  );
}

function Causes({ found }: { found: Demand }) {
  return (
    <>
      <p className="sec">
        {t("work.demand.says", { contacts: count(found.contacts) })}{" "}
        <FigureValue figure={found.failure} label={t("work.demand.failure")} show={fineShare} behind="work.behind.contacts" />
      </p>
      {found.units.length > 0 && (
        <ShareBars
          label={t("work.demand.by-unit")}
          rows={found.units.map((unit) => ({ id: unit.id, label: unit.label, share: unit.share.value ?? 0, beside: count(unit.contacts) }))}
        />
      )}
      <DataTable
        label={t("work.demand.causes")}
        rows={found.causes}
        keyOf={(cause) => cause.id}
        columns={[
          { head: t("work.cause"), cell: (cause) => cause.label },
          { head: t("work.demand.kind"), cell: (cause) => t(`company.demand.${cause.demand}`) },
          { head: t("work.caused-by"), cell: (cause) => cause.unit?.label ?? null },
          { head: t("work.contacts"), cell: (cause) => cause.contacts },
          { head: t("work.share"), cell: (cause) => cause.share, show: (cause) => share(cause.share) },
          {
            head: t("work.half-done-after"),
            cell: (cause) => cause.median,
            show: (cause) => (cause.median === null ? "–" : duration(cause.median)),
          },
        ]}
      />
    </>
  );
}
