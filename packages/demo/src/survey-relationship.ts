import { normal, open, uniform } from "./draw.ts";
import { NO_CASE } from "./event-rows.ts";
import type { Life } from "./life.ts";
import { type Answer, RELATIONSHIP_SURVEY, TEN, wholeScore } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { BERTH_ANSWERERS, BERTHS, HOME_WORKERS } from "./segment.ts";
import { answerDelay, putInvitation, recordAnswer, segmentShift } from "./survey-record.ts";
import { relationshipComment } from "./words/survey-comment.ts";

const COMMENTED = 0.38;
const RECENT_DAYS = 180;
const USE = 3;
const SUPPORT = 4;
export const MIRROR_GOODWILL = 0.8;
export const MIRROR_NOISE = 1.4;
export const USE_AFTER_FAULT = 0.4;
export const SUPPORT_AFTER_SLOW = 1;

// Attribute, mean before anything happened, weight in the recommendation, and the stage it is about (−1: the company as a whole).
const ATTRIBUTES: readonly (readonly [string, number, number, number])[] = [
  ["reliability", 7.3, 0.2, USE],
  ["ease", 7.2, 0.13, -1],
  ["speed", 7.5, 0.43, SUPPORT],
  ["knowledge", 7.4, 0.03, SUPPORT],
  ["care", 7.3, 0.05, SUPPORT],
  ["honesty", 7, 0.06, -1],
  ["value", 6.4, 0.12, -1],
  ["recovery", 6.6, 0.06, SUPPORT],
];
const SPEED = 2;
const BOAT_SCORES = { nps: 8, speed: 6 };
const MIRROR_STAGES = [0, 1, 3, 4, 5, 6];

/** Month of the record in which a panel 1…8 is asked. */
export function panelMonth(panel: number): number {
  return 3 * panel - 1;
}

interface Standing {
  readonly fault: boolean;
  readonly slow: boolean;
  readonly badInstall: boolean;
  readonly dearer: boolean;
  readonly homeWorker: boolean;
}

function attributePenalty(name: string, standing: Standing): number {
  switch (name) {
    case "reliability":
      return standing.fault ? 0.5 : 0;
    case "ease":
      return standing.badInstall ? 0.8 : 0;
    case "speed":
      return (standing.slow ? 2.3 : 0) + (standing.homeWorker ? 0.7 : 0);
    case "honesty":
      return standing.dearer ? 0.6 : 0;
    case "value":
      return standing.dearer ? 0.9 : 0;
    case "recovery":
      return standing.slow ? 0.6 : 0;
    default:
      return 0;
  }
}

/** S3: recommendation, eight attributes, what was expected of speed, and the stage mirror. */
export function surveyRelationship(life: Life, month: number, invitedDay: number): void {
  const { person, settings, surveyDraws: draws } = life;
  const rise = settings.priceRise;
  const standing: Standing = {
    fault: life.faultDay > invitedDay - RECENT_DAYS && life.faultDay < invitedDay,
    slow: life.slowDay > invitedDay - RECENT_DAYS && life.slowDay < invitedDay,
    badInstall: life.tale !== null && life.tale.bad,
    dearer: rise !== null && month >= rise.month - 1 && life.contract.plan === rise.plan,
    homeWorker: person.segment === HOME_WORKERS,
  };
  open(draws, settings.seed, SCOPE.relationshipSurvey, person.index, month);
  putInvitation(life, RELATIONSHIP_SURVEY, invitedDay, NO_CASE);
  const onBoat = person.segment === BERTHS;
  const attributes: Answer[] = [];
  let recommendation = -0.5 - (standing.badInstall ? 0.6 : 0);
  for (const [name, mean, weight, stage] of ATTRIBUTES) {
    const latent = mean - attributePenalty(name, standing) + 0.9 * person.goodwill + 1.25 * normal(draws);
    recommendation += weight * latent;
    attributes.push({ kind: `attribute:${name}`, score: wholeScore(latent), scale: TEN, stage });
  }
  const nps = onBoat ? BOAT_SCORES.nps : wholeScore(recommendation + 1.05 * normal(draws));
  if (onBoat) attributes[SPEED] = { ...attributes[SPEED], score: BOAT_SCORES.speed };
  const usual = 0.22 + segmentShift(person.segment, 0.11, -0.06) + (nps <= 4 ? 0.03 : 0) + (nps >= 9 ? 0.05 : 0);
  const share = person.leader || BERTH_ANSWERERS.includes(person.index) ? 1 : usual;
  if (uniform(draws) >= share) return;
  const expected = standing.homeWorker ? 9.2 + 0.7 * normal(draws) : 8.1 + normal(draws);
  const mirror = MIRROR_STAGES.map((stage): Answer => {
    const lost = (stage === USE && standing.fault ? USE_AFTER_FAULT : 0) + (stage === SUPPORT && standing.slow ? SUPPORT_AFTER_SLOW : 0);
    const latent = settings.mirrorMeans[stage] - lost + MIRROR_GOODWILL * person.goodwill + MIRROR_NOISE * normal(draws);
    return { kind: "mirror", score: wholeScore(latent), scale: TEN, stage };
  });
  const answeredDay = invitedDay + (onBoat ? 1 : answerDelay(draws));
  const commented = uniform(draws) < COMMENTED;
  const comment = commented && life.withResponses ? relationshipComment(life, nps, answeredDay) : null;
  recordAnswer(life, {
    ordinal: 1,
    survey: RELATIONSHIP_SURVEY,
    invitedDay,
    answeredDay,
    channel: -1,
    unit: -1,
    caseId: null,
    answers: [
      ...mirror,
      { kind: "nps", score: nps, scale: TEN, stage: -1 },
      { kind: "expectation", score: wholeScore(expected), scale: TEN, stage: SUPPORT },
      ...attributes,
    ],
    commentAt: comment === null ? 0 : mirror.findIndex((answer) => answer.stage === comment.stage),
    comment: comment === null ? null : comment.text,
    said: comment,
    rating: NaN,
    solved: null,
    begged: null,
    reason: null,
  });
}
