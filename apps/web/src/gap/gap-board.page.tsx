import { useMediaQuery } from "@mantine/hooks";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { Board, BoardFilter, Cell } from "../api-types.ts";
import { PreviewBanner } from "../demo/preview-banner.tsx";
import { StartChecklist } from "../help/start-checklist.tsx";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useOrganisation } from "../session/organisation.ts";
import { useRead } from "../session/read.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, moment, points } from "../ui/format.ts";
import { PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { BoardCard } from "./board-card.tsx";
import { headlineCell } from "./board-columns.ts";
import { filterOf, filterSaid, isFiltered } from "./board-filter.ts";
import { BoardFilters } from "./board-filters.tsx";
import { EvidencePanel } from "./evidence-panel.tsx";
import { OwnDialog } from "./own-dialog.tsx";
import { sentenceParts } from "./sentence.ts";
import "./board.css";
import "./evidence.css";

export function Page() {
  const search: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter = filterOf(search);
  const reading = useRead("gap.getBoard", filter);
  const wide = useMediaQuery("(min-width: 1181px)", true, { getInitialValueInEffect: false });
  const [owning, setOwning] = useState<Cell | null>(null);
  const may = useMay();
  const own = may("accountability:write") ? setOwning : null;
  const board = reading.data;
  const first = board?.cells.find((cell) =>
    search.cell === undefined ? cell.state === "gap" && cell.action === null : cell.key === search.cell,
  );
  useEffect(() => {
    if (search.own !== "1" || first === undefined || own === null) return;
    setOwning(first);
    void navigate({ to: "/", search: { ...search, own: "" }, replace: true, resetScroll: false });
  }, [first, navigate, own, search]);
  const select = (key: string | null) =>
    void navigate({ to: "/", search: { ...search, cell: key ?? "" }, replace: true, resetScroll: false });
  if (board === undefined) {
    return (
      <>
        <PageTitle title="page.board">{t("board.reading")}</PageTitle>
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("board.reading.what")} />
        )}
      </>
    );
  }
  const chosen = board.cells.find((cell) => cell.key === search.cell) ?? (wide ? headlineCell(board) : null);
  const panel = chosen !== null && chosen.state !== "hidden" && (
    <EvidencePanel key={chosen.key} cell={chosen} filter={filter} onOwn={own} {...(wide ? {} : { onClose: () => select(null) })} />
  );
  const empty = board.cells.length === 0;
  return (
    <>
      {board.world === "preview" && <PreviewBanner />}
      <PageTitle title="page.board">
        <Sentence board={board} />
      </PageTitle>
      <UnderLine board={board} />
      {(!empty || isFiltered(filter)) && <BoardFilters filter={filter} board={board} />}
      {empty ? (
        <EmptyState
          title={isFiltered(filter) ? t("board.empty.filtered") : t("board.empty")}
          why={isFiltered(filter) ? t("board.empty.filtered.why") : whyEmpty(board)}
        />
      ) : (
        <div className={wide && panel !== false ? "lay" : "lay one"}>
          <div className="stack">
            <BoardCard board={board} chosen={chosen} onSelect={select} onOwn={own} under={wide ? null : panel} />
            <StartChecklist />
          </div>
          {wide && panel}
        </div>
      )}
      {empty && <StartChecklist />}
      <Footer board={board} filter={filter} />
      {owning !== null && <OwnDialog cell={owning} world={board.world} onClose={() => setOwning(null)} />}
    </>
  );
}

function Sentence({ board }: { board: Board }) {
  return sentenceParts(board).map((part, at) =>
    part.side === null ? (
      part.text
    ) : (
      <b key={at} className={part.side === "company" ? "co" : "cu"}>
        {part.text}
      </b>
    ),
  );
}

/** One line of n, interval and definition for the sentence above it. */
function UnderLine({ board }: { board: Board }) {
  const cell = board.slots.stage === null ? null : headlineCell(board);
  const gap = cell?.gaps.belief ?? null;
  const { believed, experienced } = cell?.sides ?? { believed: null, experienced: null };
  return (
    <p className="under">
      {believed !== null && experienced !== null && <span>{t("board.under.n", { leaders: believed.n, customers: experienced.n })}</span>}
      {gap !== null && gap.value !== null && gap.interval !== null && (
        <span>
          {t("board.under.gap", { distance: Math.round(gap.value), low: points(gap.interval[0]), high: points(gap.interval[1]) })}
        </span>
      )}
      {cell === null && board.cells.length > 0 && (
        <span>{t("board.under.n", { leaders: board.sources.leaders, customers: board.sources.customers })}</span>
      )}
      {gap !== null && (
        <FigureValue figure={gap} label={t("board.distance")}>
          <span className="def">{t("board.how")}</span>
        </FigureValue>
      )}
    </p>
  );
}

function Footer({ board, filter }: { board: Board; filter: BoardFilter }) {
  const organisation = useOrganisation();
  return (
    <footer className="foot">
      {[...(organisation === null ? [] : [organisation]), ...filterSaid(filter, board)].map((said) => (
        <span key={said} className="printed">
          {said}
        </span>
      ))}
      {board.asOf !== null && <span>{t("board.as-of", { time: moment(board.asOf) })}</span>}
      <span>
        {t("board.sources", {
          beliefs: count(board.sources.beliefs),
          leaders: board.sources.leaders,
          responses: count(board.sources.responses),
          customers: board.sources.customers,
        })}
      </span>
      <Link className="noprint" to="/sources">
        {t("board.fresh")}
      </Link>
    </footer>
  );
}

function whyEmpty(board: Board): string {
  if (board.sources.responses === 0 && board.sources.beliefs === 0) return t("board.empty.nothing");
  return board.sources.beliefs === 0 ? t("board.empty.beliefs") : t("board.empty.responses");
}
