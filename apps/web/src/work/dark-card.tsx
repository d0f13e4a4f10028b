import { t } from "../messages/text.ts";
import { TableUnderneath } from "../ui/data-table.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, fineShare } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";

/** How much of what happened no customer is known by. */
export function DarkCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getDark" title={t("work.dark")} about={about}>
      {(found) => (
        <>
          <p className="sec">
            {t("work.dark.says", { events: count(found.events) })}{" "}
            <FigureValue figure={found.unlinked} label={t("work.dark")} show={fineShare} behind="work.behind.events" />
          </p>
          {found.steps.length > 0 && (
            <TableUnderneath
              label={t("work.dark.table")}
              rows={found.steps}
              keyOf={(step) => step.id}
              columns={[
                { head: t("work.step"), cell: (step) => step.label },
                { head: t("work.events"), cell: (step) => step.events },
                { head: t("work.dark.unlinked"), cell: (step) => step.unlinked },
              ]}
            />
          )}
        </>
      )}
    </AnswerCard>
  );
}
