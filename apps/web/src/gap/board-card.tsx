import { useRef, type ReactNode } from "react";
import type { Board, Cell } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { TableUnderneath } from "../ui/data-table.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { BandMark, IntervalMark, ReferenceMark } from "../ui/marks.tsx";
import { Card } from "../ui/page.tsx";
import { boardColumns } from "./board-columns.ts";
import { BoardRow } from "./board-row.tsx";
import { useCellName } from "./cell-name.ts";

type Given = { board: Board; chosen: Cell | null; onSelect: (key: string) => void; onOwn: ((cell: Cell) => void) | null; under: ReactNode };

/** The gaps as bars, in order of priority; what may not be shown is shown as hidden, with the reason. */
export function BoardCard({ board, chosen, onSelect, onOwn, under }: Given) {
  const cellName = useCellName();
  const drawn = useRef<HTMLDivElement>(null);
  const shown = board.cells.filter((cell) => cell.state !== "hidden");
  const hidden = board.cells.filter((cell) => cell.state === "hidden");
  const first = shown.find((cell) => cell.state === "gap" && cell.action === null);
  const table = {
    columns: boardColumns(cellName),
    rows: shown,
    name: t("board.file"),
    label: t("board.table"),
    keyOf: (cell: Cell) => cell.key,
  };
  return (
    <Card
      id="gaps"
      title={t("board.title", { n: board.cells.length })}
      beside={<Counts board={board} />}
      tools={
        <>
          <ExportMenu table={table} chart={drawn} />
          <button type="button" className="link" onClick={() => window.print()}>
            {t("board.print")}
          </button>
        </>
      }
    >
      <div ref={drawn}>
        <Legend references={board.references} />
        <Axis references={board.references} />
        <ol>
          {shown.map((cell) => (
            <BoardRow
              key={cell.key}
              cell={cell}
              references={board.references.map((each) => each.value)}
              chosen={cell.key === chosen?.key}
              strongest={cell.key === first?.key}
              onSelect={onSelect}
              onOwn={onOwn}
              under={cell.key === chosen?.key ? under : null}
            />
          ))}
        </ol>
      </div>
      {hidden.map((cell) => (
        <p className="hidden" key={cell.key}>
          <span>
            <b className="strong">{cellName(cell)}</b> {t("board.hidden", { reason: cell.hiddenBecause ?? t("board.hidden.few") })}
          </span>
        </p>
      ))}
      <div className="note">
        {board.references.length > 0 && <p>{t("board.references", { list: board.references.map((each) => each.source).join("; ") })}</p>}
        <TableUnderneath {...table} />
      </div>
    </Card>
  );
}

function Counts({ board }: { board: Board }) {
  const { gap, notKnownYet, noGap, hidden, verified } = board.counts;
  return (
    <div className="sum sm sec">
      <span>{t("board.count.gap", { n: gap })}</span>
      <span>{t("board.count.unknown", { n: notKnownYet })}</span>
      <span>{t("board.count.no-gap", { n: noGap })}</span>
      {hidden > 0 && <span>{t("board.count.hidden", { n: hidden })}</span>}
      <span className={verified > 0 ? "good strong" : undefined}>{t("board.count.verified", { n: verified })}</span>
    </div>
  );
}

function Legend({ references }: { references: Board["references"] }) {
  return (
    <div className="legend board-legend">
      <span>
        <i className="m co" />
        {t("legend.leaders")}
      </span>
      <span>
        <i className="m fl" />
        {t("legend.front-line")}
      </span>
      <span>
        <i className="m cu" />
        {t("legend.customers")}
      </span>
      <span>
        <IntervalMark />
        {t("legend.interval")}
      </span>
      <span>
        <BandMark />
        {t("legend.gap")}
      </span>
      {references.length > 0 && (
        <span>
          <ReferenceMark />
          {[...new Set(references.map((each) => each.source.split(":")[0]))].join(", ")}
        </span>
      )}
    </div>
  );
}

function Axis({ references }: { references: Board["references"] }) {
  return (
    <div className="axis" aria-hidden="true">
      <span>{t("board.column.promise")}</span>
      <div className="scale">
        {references.map((each) => (
          <span key={`${each.side} ${each.value}`} className="rf" style={at(each.value)}>
            {each.label}
          </span>
        ))}
        {[0, 25, 50, 75, 100].map((value) => (
          <span key={value} style={at(value)}>
            {value}
          </span>
        ))}
      </div>
      <span className="r">{t("board.distance")}</span>
      <span>{t("board.column.state")}</span>
      <span className="r">{t("board.stake")}</span>
      <span>{t("board.column.owner")}</span>
      <span>{t("board.life")}</span>
    </div>
  );
}

function at(value: number) {
  return { "--v": value } as React.CSSProperties;
}
