import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { money, number } from "../ui/format.ts";
import { RiskMark } from "../ui/marks.tsx";

/** Steady on paper, shrinking in fact: shown only when people hold and their worth does not. */
export function AlarmCard({ statement }: { statement: Statement }) {
  const { alarm, rates, currency, perMonth } = statement;
  if (alarm === null) return null;
  const percent = (value: number) => number(value, { style: "percent", maximumFractionDigits: 1 });
  const change = (ratio: number) => number(ratio - 1, { style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const now = rates.current?.customers ?? null;
  const before = rates.before?.customers ?? null;
  const each = (value: number) => t(perMonth ? "asset.each.month" : "asset.each.window", { money: money(value, currency) });
  return (
    <section className="card alarm" aria-labelledby="alarm">
      <h2 id="alarm">
        <RiskMark />
        {t(`asset.alarm.${alarm.kind}`)}
      </h2>
      <p>
        {alarm.retentionFlat &&
          now !== null &&
          before !== null &&
          `${t("asset.alarm.retention", { before: percent(before), now: percent(now) })} `}
        {t(`asset.alarm.${alarm.kind}.why`, { heads: change(alarm.headCount), money: change(alarm.money) })}
      </p>
      <dl>
        <dt>{t("asset.alarm.lost")}</dt>
        <dd>
          <FigureValue figure={alarm.lostEach} label={t("asset.alarm.lost")} show={each} />
        </dd>
        <dt>{t("asset.alarm.new")}</dt>
        <dd>
          <FigureValue figure={alarm.newEach} label={t("asset.alarm.new")} show={each} />
        </dd>
      </dl>
    </section>
  );
}
