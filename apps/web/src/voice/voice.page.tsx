import { useNavigate, useSearch } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { calendarDay, count, day, moment } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { ResponsesCard } from "./responses-card.tsx";
import { ScoreCard } from "./score-card.tsx";
import { leadScore, Sentence } from "./sentence.tsx";
import { lastDay, plainSurvey, type Score, showScore, surveyLabel, type Voice } from "./show.ts";
import { TrendCard } from "./trend-card.tsx";
import { filterOf, isFiltered } from "./voice-filter.ts";
import { VoiceFilters } from "./voice-filters.tsx";
import "./voice.css";

/** What customers say, as scores with their uncertainty, and always beside it what they did. */
export function Page() {
  const search: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const filter = filterOf(search);
  const rolling = (["month", "quarter"] as const).find((each) => each === search["rolling"]);
  const reading = useRead("voice.getScores", { ...filter, ...(rolling === undefined ? {} : { rolling }) });
  const voice = reading.data;
  if (voice === undefined) {
    return (
      <>
        <PageTitle title="page.voice">{t("voice.reading")}</PageTitle>
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : (
          <Waiting what={t("voice.reading.what")} />
        )}
      </>
    );
  }
  const nothing = voice.scores.length === 0 && voice.others.length === 0;
  const chosen = voice.scores.find((score) => nameOf(score) === search["question"]) ?? leadScore(voice) ?? voice.scores[0];
  const choose = (score: Score) =>
    void navigate({ to: "/voice", search: { ...search, question: nameOf(score) }, replace: true, resetScroll: false });
  const responses = <ResponsesCard filter={filter} search={search} voice={voice} />;
  return (
    <>
      <PageTitle title="page.voice">
        <Sentence voice={voice} />
      </PageTitle>
      <UnderLine voice={voice} />
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {nothing && !isFiltered(filter) ? (
        <EmptyState title={t("voice.empty.title")} why={t("voice.empty.why")} />
      ) : (
        <>
          <VoiceFilters filter={filter} search={search} voice={voice} />
          {chosen === undefined ? (
            <>
              <EmptyState title={t("voice.no-score")} why={t("voice.no-score.why", { found: othersText(voice) })} />
              <div className="voice-alone">{responses}</div>
            </>
          ) : (
            <div className="voice-lay">
              <TrendCard score={chosen} voice={voice} onChoose={choose} />
              <div className="stack scores">
                {voice.scores.map((score) => (
                  <ScoreCard key={nameOf(score)} score={score} voice={voice} />
                ))}
                {voice.others.length > 0 && <Others voice={voice} />}
              </div>
              {responses}
            </div>
          )}
        </>
      )}
      <footer className="foot">
        {voice.asOf !== null && <span>{t("board.as-of", { time: moment(voice.asOf) })}</span>}
        {voice.until !== null && <span>{t("voice.until", { day: day(lastDay(voice.until)) })}</span>}
      </footer>
    </>
  );
}

/** One line of n, period and definition for the sentence above it. */
function UnderLine({ voice }: { voice: Voice }) {
  const lead = leadScore(voice);
  if (lead === null) return null;
  const { firstDay, lastDay: last } = voice.period;
  return (
    <p className="under">
      <span>
        {firstDay === null || last === null
          ? t("voice.under.undated", { n: lead.score.n })
          : t("voice.under", { n: lead.score.n, from: calendarDay(firstDay), to: calendarDay(last) })}
      </span>
      <FigureValue figure={lead.score} label={surveyLabel(lead)} show={showScore(lead)}>
        <span className="def">{t("voice.what-is-it")}</span>
      </FigureValue>
    </p>
  );
}

/** Questions that are answered and have no score here: said, so that nobody looks for them in vain. */
function Others({ voice }: { voice: Voice }) {
  return (
    <Card id="others" title={t("voice.others")}>
      <div className="body">
        <p className="cap">{t("voice.others.why", { found: othersText(voice) })}</p>
      </div>
    </Card>
  );
}

function othersText(voice: Voice): string {
  return voice.others
    .slice(0, 12)
    .map(({ survey, scale, answers }) =>
      t("voice.others.one", { question: plainSurvey(survey), scale: (scale ?? "–").replace("-", "–"), answers: count(answers) }),
    )
    .join(", ");
}

function nameOf({ survey, scale }: Score): string {
  return `${survey} ${scale}`;
}
