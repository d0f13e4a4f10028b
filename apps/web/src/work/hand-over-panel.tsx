import { useState } from "react";
import type { Calls } from "../api-types.ts";
import { OwnDialog } from "../gap/own-dialog.tsx";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { day, fineShare, money, points } from "../ui/format.ts";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import type { HandOver } from "./hand-overs-card.tsx";

type OneHandOver = Calls["journey.getHandOver"]["output"];

/** One hand-over: who is heard about it, what it is worth, and who is to own it. */
export function HandOverPanel({ log, handOver }: { log: string; handOver: HandOver }) {
  const reading = useRead("journey.getHandOver", { log, from: handOver.from.id, to: handOver.to.id });
  const found = reading.data;
  const may = useMay();
  const label = t("work.hear", { from: handOver.from.label, to: handOver.to.label });
  return (
    <section className="heard" aria-label={label}>
      {found === undefined ? (
        reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("work.reading")} />
        )
      ) : (
        <>
          <Voices voices={found.voices} />
          <Worth found={found} />
          {handOver.stage !== null && may("gap:read") && may("accountability:write") && <Own stage={handOver.stage} handOver={handOver} />}
        </>
      )}
    </section>
  );
}

function Voices({ voices: { hidden, comments } }: { voices: OneHandOver["voices"] }) {
  if (hidden !== null) return <p className="sm mut">{t("work.heard.hidden")}</p>;
  return (
    <>
      <p className="sm mut">{t("work.heard")}</p>
      {comments.map((comment) => (
        <blockquote key={`${comment.time ?? ""} ${comment.text}`}>
          <p>{comment.text}</p>
          <footer className="sm mut">{t("work.heard.by", { points: points(comment.points), day: day(comment.time) })}</footer>
        </blockquote>
      ))}
    </>
  );
}

function Worth({ found }: { found: OneHandOver }) {
  return (
    <>
      {found.money !== null && (
        <p className="sec">
          {t("work.heard.worth", {
            still: found.money.still.customers,
            yearly: money(found.money.still.yearly, found.currency),
            gone: found.money.gone.customers,
            lost: money(found.money.gone.yearly, found.currency),
          })}
        </p>
      )}
      <p className="sec">
        {t("work.heard.stuck")}{" "}
        <FigureValue figure={found.gone.stuck} label={t("work.heard.stuck")} show={fineShare} behind="work.behind.journeys" />
        {" · "}
        {t("work.heard.others")}{" "}
        <FigureValue figure={found.gone.others} label={t("work.heard.others")} show={fineShare} behind="work.behind.journeys" />
      </p>
      <p className="sm mut">{t("work.promises.association")}</p>
    </>
  );
}

/** The stage that is waited for gets an owner who is to shorten this wait. */
function Own({ stage, handOver }: { stage: string; handOver: HandOver }) {
  const [owning, setOwning] = useState(false);
  const board = useRead("gap.getBoard", {});
  const cell = board.data?.cells.find((one) => one.stage === stage && one.channel === null && one.segment === null);
  if (cell === undefined || board.data === undefined) return null;
  const what = t("work.own.what", { from: handOver.most.from.label, to: handOver.most.to.label });
  return (
    <p>
      <button type="button" className="btn primary" onClick={() => setOwning(true)}>
        {t("board.own")}
      </button>
      {owning && <OwnDialog cell={cell} world={board.data.world} what={what} onClose={() => setOwning(false)} />}
    </p>
  );
}
