import { isMovingMonth, MINUTES_A_DAY, monthOf } from "./calendar.ts";
import { choose, cumulate, logNormal, open, uniform } from "./draw.ts";
import { openCase, put } from "./event-rows.ts";
import { cancellationId } from "./identifier.ts";
import { endTerm, type Life } from "./life.ts";
import { listCents, priceRiseLog, PROMOTION_MONTHS } from "./plan.ts";
import { REASON, UNEXPLAINED } from "./reason.ts";
import { SCOPE } from "./scope.ts";
import { APP, BERTHS, WEB } from "./segment.ts";
import { CODE } from "./stage.ts";
import { surveyExit } from "./survey-exit.ts";
import { unitCode } from "./unit.ts";

const INTERCEPT = -3.96;
const SEGMENT_TERM = [0.22, 0.02, 0.04, -0.3];
const BETA_PLANTED = 8;
const BETA_OTHERS = 3;
const FULL_MONTHS = 3;
const SLOW_DAYS = 100;
const WRONG_BILL_DAYS = 70;
const REFERRED = 0.25;
const LONG_TENURE_DAYS = 60 * 30.44;
const RETURN_SHARE = 0.05;
// Any band of the draw is as good as another.
const RETURN_FROM = 0.5;
const CHANNEL_SHARES = cumulate([0.46, 0.1, 0.4, 0.04]);
const SECOND = 1 / 86_400;
const MINUTE = 1 / 1440;
const HOUR = 1 / 24;
const RETENTION = unitCode("retention");
const COLLECTIONS = unitCode("collections");

/** How a customer left: when, why in truth, what was said (−1: nothing) and the month of coming back (0: never). */
export interface Leaving {
  /** Local day of the request. */
  readonly day: number;
  /** Local day on which the service ends, within the month that was paid for. */
  readonly ended: number;
  /** The last minute of that month: nobody is still being let go when the next bill is due. */
  readonly last: number;
  readonly reason: number;
  readonly said: number;
  readonly channel: number;
  readonly returnMonth: number;
}

interface Terms {
  readonly price: number;
  readonly install: number;
  readonly slow: number;
  readonly bill: number;
  readonly promotion: number;
}

function termsOf(life: Life, month: number): Terms {
  const { contract, settings, person } = life;
  const start = life.calendar.monthStart[month];
  const rise = settings.priceRise;
  const age = month - (contract.base ? monthOfJoining(life) : contract.startMonth);
  const beta = rise !== null && rise.segment === person.segment ? BETA_PLANTED : BETA_OTHERS;
  const weight = rise !== null && month >= rise.month + FULL_MONTHS ? 0.5 : 1;
  // The month of installation is the first of a life.
  const lifeMonth = life.tale !== null && life.tale.bad ? month - monthOfInstall(life) + 1 : Infinity;
  return {
    price: beta * weight * priceRiseLog(contract, month, rise),
    install: lifeMonth <= 6 ? 1.05 : lifeMonth <= 12 ? 0.5 : 0,
    slow: life.slowDay > start - SLOW_DAYS && life.slowDay < start ? 1.2 : 0,
    bill: life.wrongBillDay > start - WRONG_BILL_DAYS && life.wrongBillDay < start ? 0.5 : 0,
    promotion: settings.leaking && (age === PROMOTION_MONTHS || age === PROMOTION_MONTHS + 1) ? 0.85 : 0,
  };
}

// Base customers had their first twelve months too, though before the prices of the record: −11 is the first month of the year before it.
function monthOfJoining(life: Life): number {
  const { calendar, contract } = life;
  const yearOver = Math.floor(contract.startDay) + 365;
  return yearOver < 0 ? -Infinity : monthOf(calendar, yearOver) - PROMOTION_MONTHS;
}

function monthOfInstall(life: Life): number {
  const { calendar, tale } = life;
  if (tale === null || tale.done >= calendar.days) return Infinity;
  return calendar.monthOfDay[Math.floor(tale.done)];
}

/** Whether and how the customer leaves in this month (§3.4); null for staying. Leaves the draws of the leaving open. */
export function leavingOf(life: Life, month: number): Leaving | null {
  const { person, contract, calendar, settings, draws } = life;
  if (person.segment === BERTHS || person.leader) return null;
  open(draws, settings.seed, SCOPE.leaving, person.index, month);
  const terms = termsOf(life, month);
  const start = calendar.monthStart[month];
  const custom = contract.base
    ? (0.014 * Math.max(0, listCents(contract) - 5000)) / 100 - (start - contract.startDay > LONG_TENURE_DAYS ? 0.1 : 0)
    : -0.12;
  const sum =
    INTERCEPT +
    SEGMENT_TERM[person.segment] +
    person.frailty +
    custom -
    (person.referred ? REFERRED : 0) +
    (isMovingMonth(month) ? 0.15 : 0);
  const logit = sum + terms.price + terms.install + terms.slow + terms.bill + terms.promotion;
  if (uniform(draws) >= 1 / (1 + Math.exp(-logit))) return null;
  const next = calendar.monthStart[month + 1];
  const last = next - MINUTE;
  const day = Math.min(start + (next - start) * uniform(draws), next - HOUR);
  const ended = Math.min(day + (next - day) * uniform(draws), last);
  const reason = trueReason(life, terms);
  const channel = choose(draws, CHANNEL_SHARES);
  const answers = uniform(draws) < (channel === WEB || channel === APP ? 0.52 : 0.34);
  const swapped = uniform(draws) < (reason === REASON.slow_repair ? 0.5 : reason === REASON.install_trouble ? 0.4 : 0);
  const said = !answers || reason === REASON.unpaid ? -1 : swapped ? REASON.better_offer : reason;
  const back = uniform(draws);
  const returns = back >= RETURN_FROM && back < RETURN_FROM + RETURN_SHARE && reason !== REASON.unpaid;
  // Three to nine whole months lie between.
  const returnMonth = month + 4 + Math.floor(uniform(draws) * 7);
  return { day, ended, last, reason, said, channel, returnMonth: returns ? returnMonth : 0 };
}

function trueReason(life: Life, terms: Terms): number {
  const planted = [terms.price, terms.install, terms.slow, terms.bill, terms.promotion].map((term) => Math.expm1(term));
  const weights = [...UNEXPLAINED, ...planted];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return choose(life.draws, cumulate(weights.map((weight) => weight / total)));
}

/** The events of a leaving and the exit survey after it; continues the leaving's draws. */
export function putLeaving(life: Life, leaving: Leaving): void {
  const { rows, draws, person, contract } = life;
  const { day, channel, said } = leaving;
  const id = cancellationId(person.index, life.cancellations++);
  const caseRef = openCase(rows, id);
  const online = channel === WEB || channel === APP;
  const seconds = online ? logNormal(draws, 55, 0.6) : logNormal(draws, 840, 0.5);
  const confirmed = Math.min(day + SECOND * seconds, leaving.last);
  const ended = Math.max(leaving.ended, confirmed);
  const unpaid = leaving.reason === REASON.unpaid;
  if (!unpaid) rows.reason[put(rows, day, CODE.cancel_requested, caseRef, channel, online ? -1 : RETENTION)] = said;
  put(rows, confirmed, CODE.cancel_confirmed, caseRef, unpaid ? -1 : channel, unpaid ? COLLECTIONS : RETENTION);
  rows.plan[put(rows, ended, CODE.service_ended, caseRef, -1, -1)] = contract.plan;
  life.departures.push({ id, requested: day, confirmed, ended, seconds, channel, reason: leaving.reason, said });
  endTerm(life, Math.round(ended * MINUTES_A_DAY));
  surveyExit(life, ended, channel, said, caseRef);
}
