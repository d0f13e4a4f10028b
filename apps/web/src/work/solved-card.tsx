import { t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, fineShare } from "../ui/format.ts";
import { AnswerCard, type AskedAbout } from "./answer-card.tsx";

/** Whether customers got their problem solved, the first time. */
export function SolvedCard({ about }: { about: AskedAbout }) {
  return (
    <AnswerCard question="getSolved" title={t("work.solved")} about={about}>
      {(found) =>
        found.contacts === 0 ? (
          <p className="sec">{t("work.demand.none")}</p>
        ) : (
          <>
            <dl className="figures">
              <dt>{t("work.solved.first")}</dt>
              <dd>
                <FigureValue figure={found.firstTime} label={t("work.solved.first")} show={fineShare} behind="work.behind.answers" />
              </dd>
              <dt>{t("work.solved.word")}</dt>
              <dd>
                <FigureValue figure={found.byWord} label={t("work.solved.word")} show={fineShare} behind="work.behind.answers" />
              </dd>
              <dt>{t("work.solved.silence")}</dt>
              <dd>
                <FigureValue figure={found.byNoRepeat} label={t("work.solved.silence")} show={fineShare} behind="work.behind.contacts" />
              </dd>
            </dl>
            <p className="sm mut">
              {t("work.solved.of", { answered: count(found.byWord.n), contacts: count(found.contacts) })}{" "}
              {t(found.repeatsBy === "cause" ? "work.solved.by-cause" : "work.solved.by-time")}
            </p>
          </>
        )
      }
    </AnswerCard>
  );
}
