import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { TableUnderneath } from "../ui/data-table.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { fineShare, number, share } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";

type WorkDone = Calls["journey.getWork"]["output"];
const CLASSES = ["value", "necessary", "waste"] as const;

/** What the work is to the customer, by department. */
export function ValueWorkCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getWork" title={t("work.value")} about={about}>
      {(found) => (found.share.value === null ? <p className="sec">{t("work.value.none")}</p> : <Minutes found={found} />)}
    </AnswerCard>
  );
}

function Minutes({ found }: { found: WorkDone }) {
  const all = found.value + found.necessary + found.waste;
  const rows = [{ id: "", label: t("work.value.all"), ...found }, ...found.units];
  return (
    <>
      <p className="sec">
        {t("work.value.says", { hours: number(all / 60, { maximumFractionDigits: 0 }), waste: share(found.waste / all) })}{" "}
        <FigureValue figure={found.share} label={t("work.value.share")} show={fineShare} behind="work.behind.journeys" />
      </p>
      <ul className="classes" aria-label={t("work.value.by-unit")}>
        {rows.map((row) => {
          const sum = row.value + row.necessary + row.waste;
          return (
            <li key={row.id}>
              <span>{row.label}</span>
              <span className="track" aria-hidden="true">
                {CLASSES.map((one) => (
                  <span key={one} className={one} style={{ inlineSize: `${(100 * row[one]) / sum}%` }} />
                ))}
              </span>
              <span className="sm sec">
                {CLASSES.map((one) => t("work.value.part", { what: t(`company.work.${one}`), share: share(row[one] / sum) })).join(" · ")}
              </span>
            </li>
          );
        })}
      </ul>
      {found.unclassed.length > 0 && <p className="sm mut">{t("work.value.unclassed", { n: found.unclassed.length })}</p>}
      <TableUnderneath
        label={t("work.value.steps")}
        rows={found.steps}
        keyOf={(step) => step.id}
        columns={[
          { head: t("work.step"), cell: (step) => step.label },
          {
            head: t("work.hours"),
            cell: (step) => step.minutes / 60,
            show: (step) => number(step.minutes / 60, { maximumFractionDigits: 0 }),
          },
        ]}
      />
    </>
  );
}
