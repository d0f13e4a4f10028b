import { MINUTES_A_DAY } from "./calendar.ts";
import { type Draws, logNormal } from "./draw.ts";
import { NO_CASE, put } from "./event-rows.ts";
import type { Life } from "./life.ts";
import type { Answered } from "./response-rows.ts";
import { BERTHS, HOME_WORKERS, SENIORS } from "./segment.ts";
import { CODE } from "./stage.ts";
import { unitCode } from "./unit.ts";

const CX = unitCode("cx");

/** Days until an invited customer answers. */
export function answerDelay(draws: Draws): number {
  return logNormal(draws, 0.7, 0.9);
}

/** Asks somebody; `caseRef` is what it is about. */
export function putInvitation(life: Life, survey: number, day: number, caseRef: number): void {
  life.invitations.push({ survey, day, caseRef, answered: false });
  put(life.rows, day, CODE.survey_invited, NO_CASE, -1, CX);
}

interface GivenAnswer extends Omit<Answered, "minute" | "invited"> {
  readonly invitedDay: number;
  readonly answeredDay: number;
}

/** Keeps an answer for the responses and leaves its trace in the events. */
export function recordAnswer(life: Life, given: GivenAnswer): void {
  const { invitedDay, answeredDay, ...rest } = given;
  put(life.rows, answeredDay, CODE.survey_answered, NO_CASE, -1, CX);
  const asked = life.invitations.at(-1);
  if (asked !== undefined && asked.survey === given.survey) asked.answered = true;
  if (!life.withResponses) return;
  const minute = Math.round(answeredDay * MINUTES_A_DAY);
  life.answers.push({ ...rest, minute, invited: Math.round(invitedDay * MINUTES_A_DAY) });
}

/** Adds to the probability to answer: seniors answer more, home workers less; who lives on a boat answers one survey only. */
export function segmentShift(segment: number, seniors: number, homeWorkers: number): number {
  if (segment === SENIORS) return seniors;
  if (segment === HOME_WORKERS) return homeWorkers;
  return segment === BERTHS ? -1 : 0;
}
