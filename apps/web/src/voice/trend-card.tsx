import { useRef } from "react";
import { t } from "../messages/text.ts";
import type { Column } from "../ui/column.ts";
import { TableUnderneath } from "../ui/data-table.tsx";
import { ExportMenu } from "../ui/export-menu.tsx";
import { calendarDay, share } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { type Score, showMoney, showScore, surveyLabel, type Voice } from "./show.ts";
import { TrendChart } from "./trend-chart.tsx";
import { type TrendRow, trendRows, trendSentence } from "./trend.ts";

/** The score over time, never alone: beneath it, on the same axis, who left and what a customer is worth. */
export function TrendCard({ score, voice, onChoose }: { score: Score; voice: Voice; onChoose: (score: Score) => void }) {
  const drawn = useRef<HTMLDivElement>(null);
  const rows = trendRows(score, voice);
  const columns = columnsOf(score, voice);
  const name = `voice-${score.survey}-over-time`;
  return (
    <Card
      id="trend"
      title={t("voice.trend")}
      beside={<span className="sm mut">{t("voice.trend.never-alone")}</span>}
      tools={<ExportMenu table={{ name, columns, rows }} chart={drawn} />}
    >
      <div className="body">
        {voice.scores.length > 1 && (
          <fieldset className="voice-choice">
            <legend className="sr">{t("voice.trend.choose")}</legend>
            {voice.scores.map((each) => (
              <button
                key={`${each.survey} ${each.scale}`}
                type="button"
                className="btn small"
                aria-pressed={each === score}
                onClick={() => onChoose(each)}
              >
                {surveyLabel(each)}
              </button>
            ))}
          </fieldset>
        )}
        <p className="cap">{trendSentence(score, voice)}</p>
        {rows.length > 0 && (
          <>
            <div ref={drawn}>
              <TrendChart score={score} voice={voice} />
            </div>
            <p className="sm mut">{t(`voice.trend.how.${voice.rolling}`)}</p>
            <TableUnderneath columns={columns} rows={rows} label={t("voice.trend.table")} name={name} keyOf={(row) => row.to} />
          </>
        )}
      </div>
    </Card>
  );
}

function columnsOf(score: Score, voice: Voice): Column<TrendRow>[] {
  const [show, money] = [showScore(score), showMoney(voice.currency)];
  const orNone = (value: number | null | undefined, write: (value: number) => string) =>
    value === null || value === undefined ? "–" : write(value);
  return [
    { head: t("voice.trend.column.until"), cell: (row) => row.lastDay, show: (row) => calendarDay(row.lastDay) },
    {
      head: surveyLabel(score),
      cell: (row) => row.score.value,
      show: (row) => (row.score.value === null ? hiddenOr(row) : show(row.score.value)),
    },
    { head: t("voice.column.low"), cell: (row) => row.score.interval?.[0] ?? null, show: (row) => orNone(row.score.interval?.[0], show) },
    { head: t("voice.column.high"), cell: (row) => row.score.interval?.[1] ?? null, show: (row) => orNone(row.score.interval?.[1], show) },
    { head: t("voice.column.people"), cell: (row) => row.score.n },
    {
      head: t("voice.trend.column.left"),
      cell: (row) => row.left?.value ?? null,
      show: (row) => (row.left === null ? "" : orNone(row.left.value, share)),
    },
    {
      head: t("voice.column.each", { currency: voice.currency }),
      cell: (row) => row.each?.value ?? null,
      show: (row) => (row.each === null ? "" : orNone(row.each.value, money)),
    },
  ];
}

function hiddenOr({ score }: TrendRow): string {
  return score.doubts.some((doubt) => doubt.startsWith("hidden")) ? t("voice.hidden") : "–";
}
