import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Cell } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { calendarDay, count, initials, interval, money, points, shortName } from "../ui/format.ts";
import { GapBar } from "../ui/gap-bar.tsx";
import { LifeRow } from "../ui/life-row.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { useCellName } from "./cell-name.ts";

type Given = {
  cell: Cell;
  references: readonly number[];
  chosen: boolean;
  strongest: boolean;
  onSelect: (key: string) => void;
  /** Null: the viewer's role makes nobody own anything. */
  onOwn: ((cell: Cell) => void) | null;
  under: ReactNode;
};

const MOST_ASKED = 1000;

/** One cell: what is promised, how far apart the two seats are, how sure that is, what it costs and who owns it. */
export function BoardRow({ cell, references, chosen, strongest, onSelect, onOwn, under }: Given) {
  const search: Record<string, string> = useSearch({ strict: false });
  const name = useCellName()(cell);
  return (
    <li>
      <div className={chosen ? "row sel" : "row"} onClick={(event) => !pressesAnother(event.target) && onSelect(cell.key)}>
        <div className="c-name">
          <Link
            to="/"
            search={{ ...search, cell: cell.key }}
            replace
            resetScroll={false}
            {...(chosen ? { "aria-current": "true" as const } : {})}
          >
            {name}
          </Link>
          {cell.promise !== null && <span dir="auto">“{cell.promise}”</span>}
        </div>
        <div className="c-bar">
          <GapBar cell={cell} references={references} />
        </div>
        <div className="c-dist">
          <b>
            <FigureValue figure={cell.gaps.belief} label={t("board.distance")} unknown="–">
              {points(cell.gaps.belief?.value ?? null)}
            </FigureValue>
          </b>
          <span>{interval(cell.gaps.belief?.interval ?? null)}</span>
        </div>
        <div className="c-state">
          <StateChip state={cell.state} />
          <span>{basis(cell)}</span>
        </div>
        <div className="c-money">
          <FigureValue
            figure={cell.atStake}
            label={t("board.stake")}
            show={(value) => money(value, cell.atStake.unit.slice(0, 3))}
            {...(cell.atStake.doubts.includes("no-gap-shown") ? { unknown: "–" } : {})}
          />
          {cell.atStake.value !== null && <span>{t("board.a-year")}</span>}
        </div>
        <div className="c-own">
          <Owner cell={cell} name={name} strongest={strongest} onOwn={onOwn} />
        </div>
        <div className="c-life">
          <LifeRow cell={cell} />
        </div>
      </div>
      {under}
    </li>
  );
}

function Owner({ cell, name, strongest, onOwn }: Pick<Given, "cell" | "strongest" | "onOwn"> & { name: string }) {
  if (cell.action !== null) {
    return (
      <>
        <span className="owner">
          <span className="ini" aria-hidden="true">
            {initials(cell.action.ownerName)}
          </span>
          {shortName(cell.action.ownerName)}
        </span>
        <span className={cell.action.late ? "bad strong" : undefined}>
          {t(cell.action.late ? "board.goal.late" : "board.goal", {
            points: points(cell.action.goalLine),
            due: calendarDay(cell.action.dueOn),
          })}
        </span>
      </>
    );
  }
  if (cell.state === "no-gap") return <span className="mut">{t("board.nothing-to-own")}</span>;
  if (onOwn === null) return <span className="bad strong">{t("board.nobody-owns")}</span>;
  return (
    <>
      <span className="printonly bad strong">{t("board.nobody-owns")}</span>
      <button type="button" className={strongest ? "btn small primary" : "btn small"} onClick={() => onOwn(cell)}>
        {t("board.own")}
        <span className="sr">: {name}</span>
      </button>
    </>
  );
}

/** How many people stand behind the row, or about how many more it would take to know. */
function basis(cell: Cell): string {
  if (cell.state === "not-known-yet" && cell.need !== null) {
    const { customers, leaders, both } = cell.need;
    if (customers !== null && customers > 0) return t("board.need.customers", { n: customers });
    if (leaders !== null && leaders > 0) return t("board.need.leaders", { n: leaders });
    // Thousands more on either side is no plan: the distance lies on the line, and no number of answers will move it.
    if (both !== null && both > 0) return both > MOST_ASKED ? t("board.need.line") : t("board.need.both", { n: both });
  }
  return t("board.n", { leaders: count(cell.sides.believed?.n ?? 0), customers: count(cell.sides.experienced?.n ?? 0) });
}

function pressesAnother(target: EventTarget): boolean {
  return target instanceof Element && target.closest("button, a, [role=dialog]") !== null;
}
