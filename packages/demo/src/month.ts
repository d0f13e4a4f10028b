import { isWinter, MINUTES_A_DAY } from "./calendar.ts";
import { CAUSE } from "./cause.ts";
import { type Draws, logNormal, open, poisson, uniform } from "./draw.ts";
import { NO_CASE, openCase, put } from "./event-rows.ts";
import { invoiceId } from "./identifier.ts";
import type { Life } from "./life.ts";
import { monthlyCents, PROMOTION_MONTHS } from "./plan.ts";
import { SCOPE } from "./scope.ts";
import { APP, WEB } from "./segment.ts";
import { CODE } from "./stage.ts";
import { raiseTicket } from "./ticket.ts";
import { unitCode } from "./unit.ts";

const VIEW_FLOORS = [1, 1.3, 1.7, 0.4, 0.8].map((mean) => Math.exp(-mean));
const APP_SHARE = 0.45;
const FAULT = 0.046;
const FAULT_WINTER = 1.7;
const CONTACT_WINTER = 1.12;
const RELEASE_DAY = 5;
const HOUR = 1 / 24;
const MINUTE = 1 / 1440;
const COLLECTIONS = unitCode("collections");
const BILLING = unitCode("billing");

interface Span {
  readonly month: number;
  readonly first: number;
  readonly days: number;
  /** Local days between which the customer is active in the month: from the installation on, until the service ends. */
  readonly from: number;
  readonly until: number;
}

/** A month of a customer (§3.3) who is active in it between two local days: bill, visits to the account, faults and contacts. */
export function liveMonth(life: Life, month: number, from: number, until: number): void {
  const { calendar, contract, settings, draws } = life;
  const first = calendar.monthStart[month];
  const span: Span = { month, first, days: calendar.monthStart[month + 1] - first, from, until };
  open(draws, settings.seed, SCOPE.month, life.person.index, month);
  const promotionEnds = contract.promotion && month - contract.startMonth === PROMOTION_MONTHS;
  const wrongBill = bill(life, draws, span, promotionEnds);
  viewAccount(life, draws, span);
  // What is drawn first and raised afterwards: a ticket opens scopes of its own.
  const contacts: [number, number][] = [];
  const noticed = fault(life, draws, span);
  if (noticed !== null) contacts.push(noticed);
  demand(life, draws, span, { promotionEnds, wrongBill }, contacts);
  for (const [cause, day] of contacts) if (day >= from && day < until) raiseTicket(life, cause, day, 0);
}

function dayIn(span: Span, draws: Draws): number {
  return span.first + span.days * uniform(draws);
}

function bill(life: Life, draws: Draws, span: Span, promotionEnds: boolean): boolean {
  const { rows, contract, settings } = life;
  const { month } = span;
  const rise = settings.priceRise;
  // Who is connected in the middle of a month gets the first bill right afterwards.
  // Who leaves before that gets it with the end of the service: a month that was begun is paid.
  // The books are closed with the record, so no bill is left out of it and no mistake stays in.
  const closed = life.calendar.days - MINUTE;
  const begun = Math.max(span.first, span.from);
  const issued = Math.min(begun + 2 * uniform(draws) + 5 * HOUR, span.until, Math.max(begun, closed));
  const paidAfter = 9 + 6 * uniform(draws);
  const fails = uniform(draws) < 0.03;
  const latePayment = logNormal(draws, 3, 0.6);
  const dearer = rise !== null && month === rise.month && contract.plan === rise.plan;
  const wrong = uniform(draws) < 0.01 + (promotionEnds ? 0.05 : 0) + (dearer ? 0.03 : 0);
  const errorCents = wrong ? Math.round(logNormal(draws, 900, 0.5)) : 0;
  const correctedAfter = logNormal(draws, 6, 0.6);
  if (rise !== null && month === rise.month - 1 && contract.plan === rise.plan) {
    rows.plan[put(rows, span.first + 8 * HOUR, CODE.price_notice, NO_CASE, -1, BILLING)] = contract.plan;
  }
  const caseRef = openCase(rows, invoiceId(life.person.index, month));
  life.bills.set(caseRef, {
    from: Math.round(begun * MINUTES_A_DAY),
    to: Math.round(Math.min(span.first + span.days, span.until) * MINUTES_A_DAY),
  });
  const cents = monthlyCents(contract, month, rise);
  const invoice = put(rows, issued, CODE.invoice_issued, caseRef, -1, BILLING);
  rows.amount[invoice] = cents + errorCents;
  rows.plan[invoice] = contract.plan;
  if (fails) {
    rows.amount[put(rows, issued + 12, CODE.payment_failed, caseRef, -1, COLLECTIONS)] = cents;
    put(rows, issued + 15, CODE.reminder_sent, caseRef, -1, COLLECTIONS);
  }
  rows.amount[put(rows, fails ? issued + 15 + latePayment : issued + paidAfter, CODE.payment_received, caseRef, -1, BILLING)] = cents;
  if (promotionEnds) put(rows, span.first + Math.min(span.days - 1, anniversary(life)), CODE.promo_ended, NO_CASE, -1, BILLING);
  if (wrong) {
    life.wrongBillDay = issued;
    rows.amount[put(rows, Math.min(issued + correctedAfter, Math.max(issued, closed)), CODE.invoice_corrected, caseRef, -1, BILLING)] =
      -errorCents;
  }
  return wrong;
}

function anniversary(life: Life): number {
  const { contract, calendar } = life;
  return Math.floor(contract.startDay) - calendar.monthStart[contract.startMonth];
}

function viewAccount(life: Life, draws: Draws, span: Span): void {
  const begin = Math.max(span.first, span.from);
  const end = Math.min(span.first + span.days, span.until);
  const views = poisson(draws, VIEW_FLOORS[life.person.segment]);
  for (let i = 0; i < views; i++) {
    const day = begin + (end - begin) * uniform(draws);
    put(life.rows, day, CODE.account_view, NO_CASE, uniform(draws) < APP_SHARE ? APP : WEB, -1);
  }
}

function fault(life: Life, draws: Draws, span: Span): [number, number] | null {
  if (uniform(draws) >= FAULT * (isWinter(span.month) ? FAULT_WINTER : 1)) return null;
  const day = dayIn(span, draws);
  if (day < span.from || day >= span.until) return null;
  life.faultDay = day;
  put(life.rows, day, CODE.outage_noticed, NO_CASE, -1, -1);
  if (uniform(draws) >= 0.88) return null;
  return [CAUSE.fault, day + logNormal(draws, HOUR, 0.8)];
}

// Not a closure: it runs millions of times, and loaders that keep function names pay for each new one.
function ask(chance: number, cause: number, span: Span, draws: Draws, contacts: [number, number][]): void {
  if (uniform(draws) < chance) contacts.push([cause, dayIn(span, draws)]);
}

interface Occasions {
  readonly promotionEnds: boolean;
  readonly wrongBill: boolean;
}

function demand(life: Life, draws: Draws, span: Span, occasions: Occasions, contacts: [number, number][]): void {
  const { settings, contract } = life;
  const { month } = span;
  const season = isWinter(month) ? CONTACT_WINTER : 1;
  ask(0.052 * season, CAUSE.how_to, span, draws, contacts);
  ask(0.02 * season, CAUSE.plan_change, span, draws, contacts);
  ask(0.01 * season, CAUSE.moving, span, draws, contacts);
  ask(0.01 * season, CAUSE.bill, span, draws, contacts);
  if (occasions.promotionEnds) ask(0.16, CAUSE.bill, span, draws, contacts);
  if (occasions.wrongBill && uniform(draws) < 0.62) contacts.push([CAUSE.bill, life.wrongBillDay + 1 + 8 * uniform(draws)]);
  const rise = settings.priceRise;
  if (rise !== null && contract.plan === rise.plan && (month === rise.month - 1 || month === rise.month))
    ask(0.3, CAUSE.price, span, draws, contacts);
  const rising = settings.risingTheme;
  if (rising === null || month < rising.month) return;
  const day = dayIn(span, draws);
  const released = month > rising.month || day >= span.first + RELEASE_DAY;
  if (uniform(draws) < (month === rising.month ? 0.008 : 0.012) && released) contacts.push([CAUSE[rising.theme], day]);
}
