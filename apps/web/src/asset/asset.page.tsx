import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { count, day, moment, money, number } from "../ui/format.ts";
import { PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { AlarmCard } from "./alarm-card.tsx";
import { BowlsCard } from "./bowls-card.tsx";
import { GoalCard } from "./goal-card.tsx";
import { StatementCard } from "./statement-card.tsx";
import "./asset.css";

const PERIODS = ["year", "quarter", "month"] as const;

export function Page() {
  const search: Record<string, string> = useSearch({ strict: false });
  const period = PERIODS.find((each) => each === search["period"]) ?? "year";
  const segment = search["segment"] ?? "";
  const reading = useRead("asset.getStatement", { period, ...(segment === "" ? {} : { segment }) });
  const statement = reading.data;
  if (statement === undefined) {
    return (
      <>
        <PageTitle title="page.asset">{t("asset.reading")}</PageTitle>
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("asset.reading.what")} />
        )}
      </>
    );
  }
  return (
    <>
      <PageTitle title="page.asset">
        <Sentence statement={statement} />
      </PageTitle>
      <p className="under">
        <span>{statement.definition}</span>
        <WindowChoice choice={statement.windowChoice} />
      </p>
      {(statement.basis !== null || segment !== "") && <Filters period={period} segment={segment} />}
      {statement.current === null ? (
        <EmptyState title={t("asset.empty")} why={t(statement.basis === null ? "asset.empty.why" : "asset.empty.short")} />
      ) : (
        <div className="asset-lay">
          <div className="stack">
            <StatementCard statement={statement} />
            <GoalCard statement={statement} />
          </div>
          <div className="stack">
            <AlarmCard statement={statement} />
            <BowlsCard row={statement.current} currency={statement.currency} />
          </div>
        </div>
      )}
      <Footer statement={statement} />
    </>
  );
}

/** Says the finding in people first, then in money; calm when nothing is wrong. */
function Sentence({ statement }: { statement: Statement }) {
  const { current, currency, perMonth, alarm, period } = statement;
  if (current === null) return t("asset.empty");
  const people = current.closing.n - current.opening.n;
  const worth = current.closing.value - current.opening.value;
  const shift = current.opening.n === 0 ? 0 : people / current.opening.n;
  const heads = Math.abs(shift) < 0.02 ? "same" : shift > 0 ? "more" : "fewer";
  const moneyKey = worth < 0 ? "less" : "more";
  return (
    <>
      {t(`asset.sentence.closed.${period}`)} <b className="cu">{t("asset.sentence.customers", { n: current.closing.n })}</b>
      {t(`asset.sentence.${heads}`, { n: Math.abs(people) })}{" "}
      {t("asset.sentence.came", { in: current.new.n + current.returned.n, out: current.lost.n })}{" "}
      <b className={worth < 0 ? "bad" : undefined}>
        {t(perMonth ? `asset.sentence.${moneyKey}.month` : `asset.sentence.${moneyKey}.window`, {
          money: money(Math.abs(worth), currency),
        })}
      </b>
      {alarm === null ? "" : ` ${t("asset.sentence.alarm")}`}
    </>
  );
}

/** A window is wrong in two ways; without them the head counts look surer than they are. */
function WindowChoice({ choice }: { choice: Statement["windowChoice"] }) {
  if (choice === null || choice.chosen === "given") return null;
  const { errors, doubts } = choice;
  const share = (value: number) => number(value, { style: "percent", maximumFractionDigits: 0 });
  return (
    <>
      {errors !== null && errors.cameBackShare !== null && errors.goneShare !== null && (
        <span>{t("asset.window.errors", { back: share(errors.cameBackShare), gone: share(errors.goneShare) })}</span>
      )}
      {WINDOW_DOUBTS.filter((doubt) => doubts.includes(doubt)).map((doubt) => (
        <span key={doubt}>{t(`doubt.${doubt}`)}</span>
      ))}
    </>
  );
}

const WINDOW_DOUBTS = ["window-not-from-data", "tolerance-not-reached", "short-horizon"] as const;

function Filters({ period, segment }: { period: string; segment: string }) {
  const navigate = useNavigate();
  const company = useRead("company.getCompany", {});
  const change = (field: "period" | "segment") => (event: { currentTarget: { value: string } }) =>
    void navigate({ to: "/asset", search: { period, segment, [field]: event.currentTarget.value }, replace: true, resetScroll: false });
  return (
    <form className="filters" aria-label={t("asset.filters")} onSubmit={(event) => event.preventDefault()}>
      <FilterSelect
        label={t("filter.segment")}
        options={[{ id: "", label: t("filter.segment.all") }, ...(company.data?.segments ?? [])]}
        value={segment}
        onChange={change("segment")}
      />
      <FilterSelect
        label={t("filter.period")}
        options={PERIODS.map((id) => ({ id, label: t(`asset.newest.${id}`) }))}
        value={period}
        onChange={change("period")}
      />
    </form>
  );
}

function Footer({ statement }: { statement: Statement }) {
  const left = statement.leftOut.reduce((sum, each) => sum + each.rows, 0);
  return (
    <footer className="foot">
      {statement.asOf !== null && <span>{t("board.as-of", { time: moment(statement.asOf) })}</span>}
      {statement.begins !== null && <span>{t("asset.begins", { day: day(statement.begins) })}</span>}
      {left > 0 && <span>{t("asset.left-out", { n: count(left) })}</span>}
    </footer>
  );
}
