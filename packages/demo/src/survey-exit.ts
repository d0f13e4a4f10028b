import { logNormal, uniform } from "./draw.ts";
import type { Life } from "./life.ts";
import { EXIT_SURVEY } from "./response-rows.ts";
import { REASON_STAGE, REASONS } from "./reason.ts";
import { recordAnswer } from "./survey-record.ts";
import { exitComment } from "./words/survey-comment.ts";

const COMMENTED = 0.3;
const FIRST_ORDINAL = 2;

/** S4: after the fact and optional; `said` is the reason given when leaving (−1 for none). Continues the draws of the leaving. */
export function surveyExit(life: Life, leftDay: number, channel: number, said: number, caseRef: number): void {
  const { draws } = life;
  const answeredDay = leftDay + logNormal(draws, 2, 0.7);
  const commented = uniform(draws) < COMMENTED;
  if (said < 0 && !commented) return;
  const comment = commented && life.withResponses ? exitComment(life, said, answeredDay) : null;
  recordAnswer(life, {
    ordinal: FIRST_ORDINAL + ((life.cancellations - 1) % 2),
    survey: EXIT_SURVEY,
    invitedDay: leftDay,
    answeredDay,
    channel,
    unit: -1,
    caseId: life.rows.cases[caseRef],
    answers: [{ kind: "reason", score: NaN, scale: -1, stage: said < 0 ? -1 : REASON_STAGE[said] }],
    commentAt: 0,
    comment: comment === null ? null : comment.text,
    said: comment,
    rating: NaN,
    solved: null,
    begged: null,
    reason: said < 0 ? null : REASONS[said],
  });
}
