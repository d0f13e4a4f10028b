import type { Column } from "../ui/column.ts";
import { t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { number, share } from "../ui/format.ts";
import { answerRange, type Behaviour, isKnown, type Score, showMoney, type Voice } from "./show.ts";

export type BandLine = {
  key: string;
  label: string;
  /** Which answers; null for everybody and for who did not answer. */
  range: string | null;
  people: number | null;
  share: Score["bands"][number]["share"] | null;
  behaviour: Behaviour;
};

/** Who answered what, everybody who answered, and who did not. */
export function bandLines(score: Score): BandLine[] {
  const bands = score.bands.map((band) => ({
    key: band.band,
    label: t(`voice.band.${band.band}`),
    range: answerRange(band.from, band.to),
    people: isKnown(band.share) ? Math.round(band.share.value * band.share.n) : null,
    share: band.share,
    behaviour: band.behaviour,
  }));
  return [
    ...bands,
    { key: "everyone", label: t("voice.band.everyone"), range: null, people: score.score.n, share: null, behaviour: score.everyone },
    ...(score.silent === null
      ? []
      : [
          {
            key: "silent",
            label: t("voice.band.silent"),
            range: null,
            people: score.silent.linked.value,
            share: null,
            behaviour: score.silent,
          },
        ]),
  ];
}

export function bandColumns(score: Score, voice: Voice): Column<BandLine>[] {
  return [
    { head: t("voice.column.answered"), cell: (line) => (line.range === null ? line.label : `${line.label} (${line.range})`) },
    { head: t("voice.column.people"), cell: (line) => line.people },
    { head: t("voice.column.share"), cell: (line) => line.share?.value ?? null },
    { head: t("voice.column.linked"), cell: (line) => line.behaviour.linked.value },
    { head: t("voice.column.not-linked"), cell: (line) => line.behaviour.notLinked.value },
    { head: t("voice.column.stayed"), cell: (line) => line.behaviour.stayed.value },
    { head: t("voice.column.gone"), cell: (line) => line.behaviour.gone.value },
    { head: t("voice.column.left"), cell: (line) => line.behaviour.left.value },
    { head: t("voice.column.low"), cell: (line) => line.behaviour.left.interval?.[0] ?? null },
    { head: t("voice.column.high"), cell: (line) => line.behaviour.left.interval?.[1] ?? null },
    { head: t("voice.column.each", { currency: voice.currency }), cell: (line) => line.behaviour.each.value },
    { head: t("voice.column.yearly", { currency: voice.currency }), cell: (line) => line.behaviour.yearly.value },
  ];
}

/** The score's groups as rows: how many, how many are gone, what one is worth a year. */
export function BandRows({ score, voice, lines }: { score: Score; voice: Voice; lines: readonly BandLine[] }) {
  const most = Math.max(0.01, ...lines.map((line) => line.share?.value ?? 0));
  const notLinked = score.everyone.notLinked;
  return (
    <>
      <div
        className="scroll"
        tabIndex={0}
        role="region"
        aria-label={t("voice.did.label", { question: t(`voice.measure.${score.measure}`) })}
      >
        <table className="tbl voice-bands">
          <caption className="sr">{t("voice.did")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("voice.column.answered")}</th>
              <th scope="col" className="num">
                {t("voice.column.people")}
              </th>
              <th scope="col" className="num">
                {t("voice.column.gone")}
              </th>
              <th scope="col" className="num">
                {t("voice.column.each.short")}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key} className={line.share === null ? "whole" : undefined}>
                <th scope="row">
                  {line.label} {line.range !== null && <span className="mut sm nw">{line.range}</span>}
                  {line.share !== null && (
                    <i className={`bar ${line.key}`} style={{ width: `${(100 * (line.share.value ?? 0)) / most}%` }} aria-hidden="true" />
                  )}
                </th>
                <td className="num">
                  {line.people === null ? "–" : number(line.people)}{" "}
                  {isKnown(line.share) && (
                    <FigureValue figure={line.share} label={line.label} show={share}>
                      <span className="mut sm nw">{share(line.share.value)}</span>
                    </FigureValue>
                  )}
                </td>
                <td className="num">
                  <Gone behaviour={line.behaviour} label={line.label} />
                </td>
                <td className="num">
                  <FigureValue
                    figure={line.behaviour.each}
                    label={t("voice.worth.label", { who: line.label })}
                    show={showMoney(voice.currency)}
                    unknown={why(line.behaviour.each.doubts)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="voice-note sm mut">
        {isKnown(notLinked) && notLinked.value > 0 && `${t("voice.not-linked", { n: notLinked.value })} `}
        {t("voice.association")}
      </p>
    </>
  );
}

/** "46 of 310", and the share with its interval one click away. */
function Gone({ behaviour, label }: { behaviour: Behaviour; label: string }) {
  const { gone, linked, left } = behaviour;
  if (!isKnown(gone) || !isKnown(linked) || !isKnown(left))
    return <FigureValue figure={left} label={t("voice.left.label", { who: label })} show={share} unknown={why(left.doubts)} />;
  return (
    <>
      <span className="nw">{t("voice.of", { n: number(gone.value), of: number(linked.value) })}</span>{" "}
      <FigureValue figure={left} label={t("voice.left.label", { who: label })} show={share}>
        <span className="mut sm nw">
          {left.interval === null
            ? share(left.value)
            : t("voice.share-range", { low: share(left.interval[0]), high: share(left.interval[1]) })}
        </span>
      </FigureValue>
    </>
  );
}

function why(doubts: readonly string[]): string {
  const hidden = doubts.find((doubt) => doubt.startsWith("hidden"));
  return hidden === undefined ? t("figure.unknown") : t("voice.hidden");
}
