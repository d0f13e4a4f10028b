import { CAUSE, causingDepartment, isFailureDemand, needsRepair } from "./cause.ts";
import { below, choose, cumulate, type Draws, logNormal, open, uniform } from "./draw.ts";
import { openCase, put } from "./event-rows.ts";
import { ticketId } from "./identifier.ts";
import type { Life } from "./life.ts";
import { SCOPE } from "./scope.ts";
import { PHONE } from "./segment.ts";
import { CODE } from "./stage.ts";
import { FIRST_PARTNER, PARTNER_IDS, staffOf } from "./staff.ts";
import { surveyTicket } from "./survey-ticket.ts";
import { giveRemedy } from "./ticket-remedy.ts";
import { AGENTS_A_TEAM, CARE_TEAMS, FIRST_CARE_TEAM, unitCode } from "./unit.ts";

const CHANNEL_SHARES = cumulate([0.22, 0.18, 0.52, 0.08]);
const MINUTE = 1 / 1440;
const SLOW_DAYS = 2;
const MOST_REPEATS = 2;
const CLOSED_AFTER = 0.5;
const ANSWER_MINUTES = [35, 35, 2.1, 6];
const LINE_DESK = unitCode("line-desk");
const LINE_DESK_STAFF = 30;
const MOST_SENT_BACK = 4;

interface Work {
  readonly done: number;
  readonly transferred: boolean;
}

/** One contact and its ticket (§3.3); a ticket that is not really solved comes back as a repeat, at most twice. */
export function raiseTicket(life: Life, cause: number, opened: number, depth: number): void {
  const { person, settings, rows, ticketDraws: draws } = life;
  if (opened >= life.calendar.days) return;
  const ordinal = life.tickets++;
  open(draws, settings.seed, SCOPE.ticket, person.index, ordinal);
  const channel = choose(draws, CHANNEL_SHARES);
  const team = below(draws, CARE_TEAMS.length);
  const unit = FIRST_CARE_TEAM + team;
  const agent = staffOf(unit, below(draws, AGENTS_A_TEAM));
  const caseRef = openCase(rows, ticketId(person.index, ordinal));
  const say = (day: number, activity: number): number => {
    const row = put(rows, day, activity, caseRef, channel, unit);
    rows.resource[row] = agent;
    return row;
  };
  const first = say(opened, CODE.contact_opened);
  rows.cause[first] = cause;
  rows.department[first] = causingDepartment(cause);
  if (channel > PHONE) rows.resource[first] = FIRST_PARTNER + below(draws, PARTNER_IDS.length);
  const answered = opened + logNormal(draws, ANSWER_MINUTES[channel] * MINUTE, 0.8);
  say(answered, CODE.contact_answered);
  const created = answered + logNormal(draws, 6 * MINUTE, 0.5);
  if (uniform(draws) < 0.21) say(answered + (created - answered) * uniform(draws), CODE.asked_again);
  rows.cause[say(created, CODE.ticket_created)] = cause;
  if (cause === CAUSE.plan_change) {
    rows.plan[say(opened, CODE.change_requested)] = life.contract.plan;
  }
  const work = needsRepair(cause) ? repair(life, draws, created, say, caseRef) : settle(draws, created, cause);
  const slow = needsRepair(cause) && work.done - opened > SLOW_DAYS;
  if (slow) life.slowDay = Math.max(life.slowDay, opened + SLOW_DAYS);
  if (cause === CAUSE.plan_change) rows.plan[say(work.done, CODE.plan_changed)] = life.contract.plan;
  const remedy = giveRemedy(life, { ordinal, failure: isFailureDemand(cause), team, agent, caseRef, done: work.done, say });
  const solved = remedy.done + MINUTE;
  say(solved, CODE.ticket_solved);
  say(solved + CLOSED_AFTER, CODE.ticket_closed);
  const unsolved = uniform(draws) < (isFailureDemand(cause) ? 0.19 : 0.07);
  const again = solved + 0.5 + 6.5 * uniform(draws);
  surveyTicket(life, {
    ordinal,
    cause,
    opened,
    solved,
    channel,
    team,
    agent,
    caseRef,
    transferred: work.transferred,
    slow,
    unsolved,
    approvalDays: remedy.approvalDays,
  });
  if (unsolved && depth < MOST_REPEATS) {
    say(again, CODE.ticket_reopened);
    raiseTicket(life, CAUSE.repeat, again, depth + 1);
  }
}

function settle(draws: Draws, created: number, cause: number): Work {
  const days = cause === CAUSE.technician ? logNormal(draws, 0.12, 0.9) : logNormal(draws, 0.06, 1.1);
  return { done: created + days, transferred: false };
}

function repair(life: Life, draws: Draws, created: number, say: (day: number, activity: number) => number, caseRef: number): Work {
  if (uniform(draws) >= 0.55) {
    const done = created + logNormal(draws, 0.32, 0.7);
    say(done, CODE.repair_done);
    return { done, transferred: false };
  }
  const { rows, settings } = life;
  let passed = created + logNormal(draws, 4 * MINUTE, 0.5);
  say(passed, CODE.transferred);
  for (let back = 0; back < MOST_SENT_BACK && uniform(draws) < settings.lineDeskReturn; back++) {
    const sentBack = passed + logNormal(draws, 0.5, 0.5);
    say(sentBack, CODE.ticket_created);
    passed = sentBack + logNormal(draws, 0.3, 0.6);
    say(passed, CODE.transferred);
  }
  const unowned = uniform(draws) < 0.11;
  const pickedUp = passed + (unowned ? logNormal(draws, 10.5, 0.2) : logNormal(draws, 1.1, 0.75));
  const technician = staffOf(LINE_DESK, below(draws, LINE_DESK_STAFF));
  const done = pickedUp + logNormal(draws, 0.22, 0.5);
  rows.resource[put(rows, pickedUp, CODE.diagnosis_done, caseRef, -1, LINE_DESK)] = technician;
  rows.resource[put(rows, done, CODE.repair_done, caseRef, -1, LINE_DESK)] = technician;
  return { done, transferred: true };
}
