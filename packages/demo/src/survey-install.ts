import { normal, open, uniform } from "./draw.ts";
import type { Life } from "./life.ts";
import type { OrderTale } from "./order-tale.ts";
import { csatOf, cesOf, FIVE, INSTALL_SURVEY, SEVEN, TEN, wholeScore } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { FIELD } from "./segment.ts";
import { answerDelay, putInvitation, recordAnswer, segmentShift } from "./survey-record.ts";
import { FIRST_CREW } from "./unit.ts";
import { installComment } from "./words/survey-comment.ts";

const ASKED = 0.6;
const AFTER_DAYS = 2;
const COMMENTED = 0.45;
export const INSTALL_GOODWILL = 0.6;
export const INSTALL_NOISE = 1.4;
export const INSTALL_LOW = 4;
export const INSTALL_LOW_SHIFT = 0.11;

/** Score points that an installation loses by loops, waiting and missed windows, before a company's factor on them. */
export function installLost(tale: OrderTale): number {
  return 1.25 * tale.returned.length + 0.11 * Math.max(0, tale.days - 8) + 1.7 * tale.misses;
}

/** Probability that an invited customer of a segment answers, before the score is known. */
export function installAnswerShare(segment: number): number {
  return 0.27 + segmentShift(segment, 0.1, -0.05);
}

/** S1: two days after the installation. */
export function surveyInstall(life: Life, tale: OrderTale): void {
  const { person, settings, surveyDraws: draws } = life;
  open(draws, settings.seed, SCOPE.installSurvey, person.index, 0);
  if (uniform(draws) >= ASKED) return;
  const invitedDay = tale.done + AFTER_DAYS;
  putInvitation(life, INSTALL_SURVEY, invitedDay, 0);
  const level = settings.installIntercept - settings.installTerms * installLost(tale);
  const latent = level + INSTALL_GOODWILL * person.goodwill + INSTALL_NOISE * normal(draws);
  const score = wholeScore(latent);
  const share = installAnswerShare(person.segment) + (score <= INSTALL_LOW ? INSTALL_LOW_SHIFT : 0);
  if (uniform(draws) >= share) return;
  const ces = cesOf(score, normal(draws));
  const answeredDay = invitedDay + answerDelay(draws);
  const commented = uniform(draws) < COMMENTED;
  const comment = commented && life.withResponses ? installComment(life, tale, score, answeredDay) : null;
  recordAnswer(life, {
    ordinal: 0,
    survey: INSTALL_SURVEY,
    invitedDay,
    answeredDay,
    channel: FIELD,
    unit: FIRST_CREW + tale.crew,
    caseId: life.rows.cases[0],
    answers: [
      { kind: "mirror", score, scale: TEN, stage: 2 },
      { kind: "csat", score: csatOf(score), scale: FIVE, stage: 2 },
      { kind: "ces", score: ces, scale: SEVEN, stage: 2 },
    ],
    commentAt: 0,
    comment: comment === null ? null : comment.text,
    said: comment,
    rating: NaN,
    solved: null,
    begged: null,
    reason: null,
  });
}
