import { useState } from "react";
import type { Calls } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, duration, fineShare } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";
import { HandOverPanel } from "./hand-over-panel.tsx";

type HandedOver = Calls["journey.getHandOvers"]["output"];
export type HandOver = HandedOver["handOvers"][number];

/** Who hands customers over to whom, and how long they wait for it. */
export function HandOversCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getHandOvers" title={t("work.hand-overs")} about={about}>
      {(found) => (found.handOvers.length === 0 ? <p className="sec">{t("work.hand-overs.none")}</p> : <Waits found={found} />)}
    </AnswerCard>
  );
}

function Waits({ found }: { found: HandedOver }) {
  const [first] = found.handOvers;
  const [chosen, setChosen] = useState<HandOver | null>(null);
  const within = found.within.reduce((sum, one) => sum + one.sum, 0);
  return (
    <>
      {first !== undefined && (
        <p className="sec">
          {t("work.hand-overs.says", {
            from: first.from.label,
            to: first.to.label,
            times: count(first.count),
            median: duration(first.median),
            step: first.most.from.label,
            next: first.most.to.label,
          })}{" "}
          {t("work.hand-overs.between", { between: personDays(found.between), within: personDays(within) })}
        </p>
      )}
      <p className="closer">
        {found.handOvers.slice(0, 5).map((one) => (
          <button
            key={`${one.from.id} ${one.to.id}`}
            type="button"
            className="btn small"
            aria-expanded={one === chosen}
            onClick={() => setChosen(one === chosen ? null : one)}
          >
            {t("work.hear", { from: one.from.label, to: one.to.label })}
          </button>
        ))}
      </p>
      {chosen !== null && <HandOverPanel log={found.log ?? ""} handOver={chosen} />}
      {found.sendBacks.map((loop) => (
        <p className="sec" key={`${loop.from.id} ${loop.to.id}`}>
          {t("work.send-back", { from: loop.from.label, to: loop.to.label, cases: loop.cases, median: duration(loop.median) })}{" "}
          <FigureValue figure={loop.share} label={t("work.send-back.share")} show={fineShare} behind="work.behind.journeys" />
        </p>
      ))}
      <Matrix found={found} />
      <DataTable
        label={t("work.hand-overs.table")}
        rows={found.handOvers}
        keyOf={(one) => `${one.from.id} ${one.to.id}`}
        columns={[
          { head: t("work.from-to"), cell: (one) => `${one.from.label} → ${one.to.label}` },
          { head: t("work.times"), cell: (one) => one.count },
          { head: t("work.half-wait"), cell: (one) => one.median, show: (one) => duration(one.median) },
          { head: t("work.nine-of-ten"), cell: (one) => one.p90, show: (one) => duration(one.p90) },
          { head: t("work.waited"), cell: (one) => one.sum, show: (one) => personDays(one.sum) },
          { head: t("work.stuck"), cell: (one) => one.stuck },
          { head: t("work.mostly"), cell: (one) => `${one.most.from.label} → ${one.most.to.label}` },
          { head: t("work.owner-waited-for"), cell: (one) => one.owner?.name ?? null },
        ]}
      />
    </>
  );
}

/** From every department to every other; the more customers waited there in all, the stronger the tint. */
function Matrix({ found }: { found: HandedOver }) {
  const ids = [...new Map(found.handOvers.flatMap(({ from, to }) => [from, to]).map((one) => [one.id, one])).values()];
  const at = new Map(found.handOvers.map((one): [string, HandOver] => [`${one.from.id} ${one.to.id}`, one]));
  const most = Math.max(...found.handOvers.map((one) => one.sum));
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("work.matrix")}>
      <table className="tbl matrix">
        <caption className="sm mut">{t("work.matrix.what")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("work.matrix.from")}</th>
            {ids.map((to) => (
              <th key={to.id} scope="col" className="num">
                {to.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.map((from) => (
            <tr key={from.id}>
              <th scope="row">{from.label}</th>
              {ids.map((to) => {
                const one = at.get(`${from.id} ${to.id}`);
                return (
                  <td
                    key={to.id}
                    className={one === undefined ? "num" : `num heat-${Math.max(1, Math.ceil(4 * Math.sqrt(one.sum / most)))}`}
                  >
                    {one === undefined ? (
                      <span className="mut">–</span>
                    ) : (
                      t("work.matrix.cell", { times: count(one.count), median: duration(one.median, "narrow") })
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function personDays(seconds: number): string {
  return t("work.days", { days: Math.round(seconds / 86_400) });
}
