import type { CSSProperties } from "react";
import { t } from "../messages/text.ts";
import { ExportMenu } from "../ui/export-menu.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { BandRows, bandColumns, bandLines } from "./band-rows.tsx";
import { ChangeChip } from "./change-chip.tsx";
import { isKnown, type Score, showDifference, showScore, surveyLabel, type Voice } from "./show.ts";

/** One question: its score with interval and n, what became of it, and beneath it what those who answered did. */
export function ScoreCard({ score, voice }: { score: Score; voice: Voice }) {
  const show = showScore(score);
  const label = surveyLabel(score);
  const lines = bandLines(score);
  return (
    <Card
      id={`score-${score.survey}-${score.scale}`}
      title={label}
      beside={<span className="sm mut">{t("voice.on-scale", { scale: score.scale.replace("-", "–") })}</span>}
      tools={lines.length > 0 && <ExportMenu table={{ name: `voice-${score.survey}`, columns: bandColumns(score, voice), rows: lines }} />}
    >
      <div className="body voice-score">
        {isKnown(score.score) ? (
          <>
            <p className="voice-hero">
              <FigureValue figure={score.score} label={label} show={show}>
                <b className="cu">{show(score.score.value)}</b>
              </FigureValue>
              {score.score.interval !== null && (
                <span className="sec">
                  {t("figure.interval", { low: show(score.score.interval[0]), high: show(score.score.interval[1]) })}
                </span>
              )}
              <span className="mut sm">{t("role.n", { n: number(score.score.n) })}</span>
              {score.score.doubts.includes("low-precision") && <span className="chip unknown">{t("voice.low-base")}</span>}
            </p>
            <Rule score={score} />
            <p className="voice-change">
              <ChangeChip change={score.change} rolling={voice.rolling} />
              <ChangeWords score={score} voice={voice} />
            </p>
          </>
        ) : (
          <p className="voice-hidden">
            <FigureValue figure={score.score} label={label} unknown={t("voice.hidden")} /> {score.hiddenBecause ?? t("doubt.no-answers")}
          </p>
        )}
      </div>
      {score.hiddenBecause === null && <BandRows score={score} voice={voice} lines={lines} />}
    </Card>
  );
}

/** What the newest window says beside the one before it. */
function ChangeWords({ score, voice }: { score: Score; voice: Voice }) {
  const { change } = score;
  if (change === null || !isKnown(change.last) || !isKnown(change.before) || !isKnown(change.difference))
    return <span className="sm mut">{t(change === null ? "voice.change.short" : "voice.change.hidden")}</span>;
  const [show, difference] = [showScore(score), showDifference(score)];
  return (
    <span className="sm sec">
      {t("voice.change.words", {
        window: t(`voice.rolling.${voice.rolling}.newest`),
        last: show(change.last.value),
        before: show(change.before.value),
      })}{" "}
      <FigureValue figure={change.difference} label={t("voice.change.label")} show={difference}>
        {change.difference.interval === null
          ? t("voice.change.by", { by: difference(change.difference.value) })
          : t("voice.change.between", {
              by: difference(change.difference.value),
              low: difference(change.difference.interval[0]),
              high: difference(change.difference.interval[1]),
            })}
      </FigureValue>
    </span>
  );
}

/** The score and its interval on the whole range it can have. */
function Rule({ score }: { score: Score }) {
  const [min = 0, max = 1] = score.measure === "nps" ? [-100, 100] : score.measure === "csat" ? [0, 1] : score.scale.split("-").map(Number);
  const at = (value: number) => (100 * (value - min)) / (max - min);
  if (!isKnown(score.score)) return null;
  const [low, high] = score.score.interval ?? [score.score.value, score.score.value];
  return (
    <span className="rule" aria-hidden="true">
      <i style={placed({ "--a": at(low), "--b": at(high) })} />
      <span className="m cu" style={placed({ "--v": at(score.score.value) })} />
    </span>
  );
}

/** React's type of a style knows no custom properties; the browser takes them like any other. */
function placed(properties: Record<`--${string}`, number>): CSSProperties {
  return properties as CSSProperties;
}
