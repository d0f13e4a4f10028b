import { normal, open, uniform } from "./draw.ts";
import { NO_CASE, put } from "./event-rows.ts";
import type { Life } from "./life.ts";
import { cesOf, csatOf, FIVE, SEVEN, TICKET_SURVEY, wholeScore } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { CODE } from "./stage.ts";
import { answerDelay, putInvitation, recordAnswer, segmentShift } from "./survey-record.ts";
import { FIRST_CARE_TEAM } from "./unit.ts";
import { ticketComment } from "./words/survey-comment.ts";

const ASKED = 0.4;
const AFTER_DAYS = 0.6;
const COMMENTED = 0.42;
const FIRST_ORDINAL = 4;
const SUPPORT = 4;

// How a team that is paid by its score chooses whom to ask, hides a contact and lifts an answer.
const GAMED = { from: 7.2, askedAbove: 0.4, askedBelow: 0.06, edits: 0.1, lifted: 0.55, toNine: 0.7, begs: 0.46 };
const HONEST = { edits: 0.006, begs: 0.03 };

/** What a ticket leaves behind for its survey; days are local days of the record. */
export interface TicketOutcome {
  readonly ordinal: number;
  readonly cause: number;
  readonly opened: number;
  readonly solved: number;
  readonly channel: number;
  /** Place of the care team, 0…5. */
  readonly team: number;
  readonly agent: number;
  readonly caseRef: number;
  readonly transferred: boolean;
  readonly slow: boolean;
  readonly unsolved: boolean;
  readonly approvalDays: number;
}

/** S2: most of a day after a ticket was called solved. */
export function surveyTicket(life: Life, ticket: TicketOutcome): void {
  const { person, settings, surveyDraws: draws } = life;
  open(draws, settings.seed, SCOPE.ticketSurvey, person.index, ticket.ordinal);
  const gamed = ticket.team === settings.gamedTeam;
  const latent =
    7.4 +
    0.7 * person.goodwill -
    (ticket.slow ? 2.3 : 0) -
    (ticket.unsolved ? 1.6 : 0) -
    0.25 * Math.min(ticket.approvalDays, 4) -
    (ticket.transferred ? 0.5 : 0) +
    1.4 * normal(draws);
  const invitedDay = ticket.solved + AFTER_DAYS;
  if (uniform(draws) < (gamed ? GAMED.edits : HONEST.edits)) {
    const before = uniform(draws) * Math.min(1, invitedDay - ticket.opened);
    const edit = put(life.rows, invitedDay - before, CODE.contact_details_edited, NO_CASE, ticket.channel, FIRST_CARE_TEAM + ticket.team);
    life.rows.resource[edit] = ticket.agent;
  }
  const asked = gamed ? (latent >= GAMED.from ? GAMED.askedAbove : GAMED.askedBelow) : ASKED;
  if (uniform(draws) >= asked) return;
  putInvitation(life, TICKET_SURVEY, invitedDay, ticket.caseRef);
  const honest = wholeScore(latent);
  const share = 0.21 + segmentShift(person.segment, 0.1, -0.05) + (honest <= 4 ? 0.05 : 0) + (honest >= 9 ? 0.03 : 0);
  if (uniform(draws) >= share) return;
  const lifted = uniform(draws) < GAMED.lifted;
  const nine = uniform(draws) < GAMED.toNine;
  const begged = uniform(draws) < (gamed ? GAMED.begs : HONEST.begs);
  const score = gamed && lifted ? (nine ? 9 : 10) : honest;
  const ces = cesOf(score, normal(draws));
  const answeredDay = invitedDay + answerDelay(draws);
  const commented = uniform(draws) < COMMENTED;
  const comment = commented && life.withResponses ? ticketComment(life, ticket, score, answeredDay) : null;
  recordAnswer(life, {
    ordinal: FIRST_ORDINAL + ticket.ordinal,
    survey: TICKET_SURVEY,
    invitedDay,
    answeredDay,
    channel: ticket.channel,
    unit: FIRST_CARE_TEAM + ticket.team,
    caseId: life.rows.cases[ticket.caseRef],
    answers: [
      { kind: "csat", score: csatOf(score), scale: FIVE, stage: SUPPORT },
      { kind: "ces", score: ces, scale: SEVEN, stage: SUPPORT },
    ],
    commentAt: 0,
    comment: comment === null ? null : comment.text,
    said: comment,
    rating: score,
    solved: !ticket.unsolved,
    begged,
    reason: null,
  });
}
