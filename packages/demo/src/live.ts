import { MINUTES_A_DAY } from "./calendar.ts";
import { open, uniform } from "./draw.ts";
import { openCase, put } from "./event-rows.ts";
import { cancellationId } from "./identifier.ts";
import { leavingOf, putLeaving } from "./leaving.ts";
import { beginLife, beginTerm, type Life } from "./life.ts";
import { liveMonth } from "./month.ts";
import { callWhileWaiting, putOrder } from "./order.ts";
import { orderTale } from "./order-tale.ts";
import type { Person } from "./person.ts";
import { SCOPE } from "./scope.ts";
import { WEB } from "./segment.ts";
import { CODE } from "./stage.ts";
import { surveyInstall } from "./survey-install.ts";
import { panelMonth, surveyRelationship } from "./survey-relationship.ts";

const MONTHS = 24;
const PANEL_SPAN_DAYS = 20;

/** Fills `life` with all that one person does and answers in the record. */
export function livePerson(life: Life, person: Person): void {
  beginLife(life, person);
  let month = 1;
  if (person.base) beginTerm(life, 0);
  else {
    const installed = arrive(life);
    if (installed === 0) return;
    month = installed + 1;
  }
  while (month <= MONTHS) {
    const leaving = leavingOf(life, month);
    // Written before the month's own events so that the leaving's draws, still open, can be continued.
    if (leaving !== null) putLeaving(life, leaving);
    liveMonth(life, month, -Infinity, leaving === null ? Infinity : leaving.ended);
    if (month === panelMonth(person.panel)) askPanel(life, month, leaving === null ? Infinity : leaving.ended);
    if (leaving === null) {
      month += 1;
      continue;
    }
    if (leaving.returnMonth === 0 || leaving.returnMonth > MONTHS) return;
    comeBack(life, leaving.returnMonth);
    month = leaving.returnMonth + 1;
  }
}

/** Order, wait and installation; answers the month of installation, 0 when the record ends before. */
function arrive(life: Life): number {
  const { person, settings, calendar, contract } = life;
  const tale = orderTale(person, settings, calendar, life.draws);
  life.tale = tale;
  putOrder(life, tale);
  callWhileWaiting(life, tale);
  if (Math.round(tale.done * MINUTES_A_DAY) >= calendar.minutes) return 0;
  surveyInstall(life, tale);
  contract.startDay = tale.done;
  contract.startMonth = calendar.monthOfDay[Math.floor(tale.done)];
  beginTerm(life, Math.round(tale.done * MINUTES_A_DAY));
  liveMonth(life, contract.startMonth, tale.done, Infinity);
  return contract.startMonth;
}

function askPanel(life: Life, month: number, until: number): void {
  const { draws, settings, person, calendar } = life;
  open(draws, settings.seed, SCOPE.relationshipSurvey, person.index, 0);
  const day = calendar.monthStart[month] + 1 + PANEL_SPAN_DAYS * uniform(draws);
  if (day < until) surveyRelationship(life, month, day);
}

function comeBack(life: Life, month: number): void {
  const { draws, settings, person, calendar, contract, rows } = life;
  open(draws, settings.seed, SCOPE.leaving, person.index, 100 + month);
  const first = calendar.monthStart[month];
  const day = first + (calendar.monthStart[month + 1] - first) * uniform(draws);
  const caseRef = openCase(rows, cancellationId(person.index, life.cancellations - 1));
  rows.plan[put(rows, day, CODE.returned, caseRef, WEB, -1)] = contract.plan;
  contract.base = false;
  contract.oldTariff = false;
  contract.promotion = settings.leaking;
  contract.startDay = day;
  contract.startMonth = month;
  beginTerm(life, Math.round(day * MINUTES_A_DAY));
  liveMonth(life, month, day, Infinity);
}
