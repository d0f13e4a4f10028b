import type { Board, Cell } from "../api-types.ts";
import { t } from "../messages/text.ts";
import type { Column } from "../ui/data-table.tsx";
import { interval, money, points } from "../ui/format.ts";
import type { CellName } from "./cell-name.ts";

/** The board as a table: the same figures as the bars, in full precision when taken away. */
export function boardColumns(name: CellName): readonly Column<Cell>[] {
  return [
    { head: t("board.column.promise"), cell: name },
    {
      head: t("board.column.believed"),
      cell: (cell) => cell.sides.believed?.value ?? null,
      show: (cell) => points(cell.sides.believed?.value ?? null),
    },
    { head: t("board.column.leaders"), cell: (cell) => cell.sides.believed?.n ?? null },
    {
      head: t("board.column.front-line"),
      cell: (cell) => cell.frontLine?.value ?? null,
      show: (cell) => points(cell.frontLine?.value ?? null),
    },
    {
      head: t("board.column.experienced"),
      cell: (cell) => cell.sides.experienced?.value ?? null,
      show: (cell) => points(cell.sides.experienced?.value ?? null),
    },
    { head: t("board.column.customers"), cell: (cell) => cell.sides.experienced?.n ?? null },
    {
      head: t("board.column.gap"),
      cell: (cell) => cell.gaps.belief?.value ?? null,
      show: (cell) => points(cell.gaps.belief?.value ?? null),
    },
    { head: t("board.column.interval"), cell: (cell) => interval(cell.gaps.belief?.interval ?? null) },
    { head: t("board.column.state"), cell: (cell) => t(`state.${cell.state}`) },
    {
      head: t("board.column.stake"),
      cell: (cell) => cell.atStake.value,
      show: (cell) => (cell.atStake.value === null ? "–" : money(cell.atStake.value, cell.atStake.unit.slice(0, 3))),
    },
    { head: t("board.column.owner"), cell: (cell) => cell.action?.ownerName ?? t("board.nobody") },
    { head: t("board.column.due"), cell: (cell) => cell.action?.dueOn ?? null },
  ];
}

/** The cell the sentence is about: the first one at the sentence's stage, else the first that is not hidden. */
export function headlineCell(board: Board): Cell | null {
  const shown = board.cells.filter((cell) => cell.state !== "hidden");
  return shown.find((cell) => cell.stage === board.slots.stage) ?? shown[0] ?? null;
}
