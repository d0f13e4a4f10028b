import type { Cell } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, money, share } from "../ui/format.ts";

/** What hangs on a cell: who passed it, what they are worth, who has left since, and what the gap costs. */
export function CellWorth({ cell }: { cell: Cell }) {
  if (cell.worth === null) return null;
  const { customers, yearly, lost, lostYearly, lostShare } = cell.worth;
  const inMoney = (figure: Cell["atStake"]) => (value: number) => t("worth.a-year", { money: money(value, figure.unit.slice(0, 3)) });
  if (customers.value === null) {
    return (
      <p className="sm mut">
        <FigureValue figure={customers} label={t("worth.customers")} />
      </p>
    );
  }
  return (
    <>
      <dl className="kv worth">
        <div>
          <dt>{t("worth.customers")}</dt>
          <dd>
            <FigureValue figure={customers} label={t("worth.customers")} show={count} />
          </dd>
        </div>
        <div>
          <dt>{t("worth.yearly")}</dt>
          <dd>
            <FigureValue figure={yearly} label={t("worth.yearly")} show={inMoney(yearly)} />
          </dd>
        </div>
        <div>
          <dt>{t("worth.lost")}</dt>
          <dd>
            <FigureValue figure={lost} label={t("worth.lost")} show={count} /> ·{" "}
            <FigureValue figure={lostShare} label={t("worth.lost-share")} show={share} />
          </dd>
        </div>
        <div>
          <dt>{t("worth.lost-yearly")}</dt>
          <dd>
            <FigureValue figure={lostYearly} label={t("worth.lost-yearly")} show={inMoney(lostYearly)} />
          </dd>
        </div>
        {cell.state === "gap" && (
          <div className="strong">
            <dt>{t("board.stake")}</dt>
            <dd>
              <FigureValue figure={cell.atStake} label={t("board.stake")} show={inMoney(cell.atStake)} />
            </dd>
          </div>
        )}
      </dl>
      <p className="xs mut">{t("worth.association")}</p>
    </>
  );
}
