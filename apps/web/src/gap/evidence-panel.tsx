import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { BoardFilter, Cell, Evidence } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { day, initials, points } from "../ui/format.ts";
import { CloseMark, OwnMark } from "../ui/marks.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { useCellName } from "./cell-name.ts";
import { CellWorth } from "./cell-worth.tsx";
import { Chain } from "./chain-rows.tsx";
import { Distribution } from "./distribution.tsx";
import { RoleRows } from "./role-rows.tsx";

type Given = { cell: Cell; filter: BoardFilter; onOwn: ((cell: Cell) => void) | null; onClose?: () => void };

/** The rows behind one gap: the chain, who believes what, how the answers spread, and the customers' own words. */
export function EvidencePanel({ cell, filter, onOwn, onClose }: Given) {
  const reading = useRead("gap.getEvidence", { ...filter, key: cell.key });
  const evidence = reading.data?.cell.key === cell.key ? reading.data : undefined;
  const name = useCellName()(cell);
  const heading = useRef<HTMLHeadingElement>(null);
  const below = onClose !== undefined;
  useEffect(() => {
    if (below) heading.current?.focus();
  }, [below]);
  return (
    <aside className="card ev" aria-labelledby="evt">
      <div className="ev-head">
        <p className="eyebrow">{t("evidence.eyebrow")}</p>
        <h2 id="evt" ref={heading} tabIndex={-1}>
          {name}
        </h2>
        {onClose !== undefined && (
          <button type="button" className="btn small close" onClick={onClose}>
            <CloseMark />
            {t("evidence.close")}
          </button>
        )}
        {cell.promise !== null && (
          <p className="sec promise" dir="auto">
            “{cell.promise}”
          </p>
        )}
        <Ownership cell={cell} onOwn={onOwn} />
      </div>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {evidence === undefined ? !reading.isError && <Waiting what={t("evidence.reading")} /> : <Sections evidence={evidence} />}
    </aside>
  );
}

function Ownership({ cell, onOwn }: Pick<Given, "cell" | "onOwn">) {
  if (cell.action !== null) {
    return (
      <p className="owner-line">
        <span className="ini" aria-hidden="true">
          {initials(cell.action.ownerName)}
        </span>
        <span>
          {t("evidence.owned", { name: cell.action.ownerName, points: points(cell.action.goalLine), due: day(cell.action.dueOn) })}
        </span>
      </p>
    );
  }
  if (cell.state === "no-gap" || onOwn === null) return null;
  return (
    <button type="button" className="btn primary block" onClick={() => onOwn(cell)}>
      <OwnMark />
      {t("evidence.own")}
    </button>
  );
}

function Sections({ evidence }: { evidence: Evidence }) {
  const { cell } = evidence;
  const may = useMay();
  return (
    <>
      <section>
        <h3>{t("evidence.chain")}</h3>
        <Chain cell={cell} />
      </section>
      <section>
        <h3>{t("worth.title")}</h3>
        <CellWorth cell={cell} />
      </section>
      {evidence.believed.length > 0 && (
        <section>
          <h3>{t("evidence.roles")}</h3>
          <RoleRows evidence={evidence} />
        </section>
      )}
      <section className="noprint">
        <h3>{t("evidence.spread")}</h3>
        {evidence.distribution === null ? (
          <p className="sm mut">{t("evidence.spread.hidden")}</p>
        ) : (
          <Distribution bins={evidence.distribution} />
        )}
      </section>
      <section>
        <h3>{t("evidence.words")}</h3>
        {may("pii:read") && may("voice:read") ? <Comments cell={cell} /> : <p className="sm mut">{t("evidence.words.masked")}</p>}
      </section>
      <section className="noprint">
        <h3>{t("evidence.definition")}</h3>
        <p className="sm sec">{evidence.definition}</p>
        {evidence.definitions.map((each) => (
          <p className="sm sec definition" key={each.metric}>
            <b className="strong">{each.title}</b>: {each.text} <span className="code mut">{each.metric}</span>
          </p>
        ))}
      </section>
      <section className="sm links">
        <Link to="/journey" search={{ stage: cell.stage }}>
          {t("evidence.journey")}
        </Link>
        {may("customer:read") && <Link to="/customers">{t("evidence.customers")}</Link>}
      </section>
    </>
  );
}

function Comments({ cell }: { cell: Cell }) {
  const { stage, channel, segment } = cell;
  const reading = useRead("voice.listComments", {
    stage,
    limit: 5,
    ...(channel === null ? {} : { channel }),
    ...(segment === null ? {} : { segment }),
  });
  if (reading.isError) return <Trouble error={reading.error} />;
  if (reading.data === undefined) return <Waiting what={t("evidence.reading")} />;
  const { comments, hidden, total } = reading.data;
  if (hidden !== null || comments.length === 0) return <p className="sm mut">{hidden ?? t("evidence.words.none")}</p>;
  return (
    <div className="q">
      {comments.slice(0, 5).map((comment) => (
        <blockquote key={`${comment.customer} ${comment.time} ${comment.text}`}>
          “{comment.text}”
          <footer>
            {t("evidence.score", { points: points(comment.points) })}
            {comment.time !== null && ` · ${day(comment.time)}`}
            {comment.customer !== null && (
              <>
                {" · "}
                <Link to="/customers/$id" params={{ id: comment.customer }}>
                  {t("evidence.timeline")}
                  <span className="sr"> {comment.customer}</span>
                </Link>
              </>
            )}
          </footer>
        </blockquote>
      ))}
      {total !== null && total > comments.length && <p className="xs mut">{t("evidence.words.more", { shown: comments.length, total })}</p>}
    </div>
  );
}
