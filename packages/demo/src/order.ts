import { CAUSE } from "./cause.ts";
import { below, open, poisson, uniform } from "./draw.ts";
import { openCase, put } from "./event-rows.ts";
import { orderId } from "./identifier.ts";
import type { Life } from "./life.ts";
import type { OrderTale } from "./order-tale.ts";
import { SCOPE } from "./scope.ts";
import { APP, FIELD, PARTNER, PHONE, WEB } from "./segment.ts";
import { CODE } from "./stage.ts";
import { FIRST_PARTNER, PARTNER_IDS, staffOf } from "./staff.ts";
import { raiseTicket } from "./ticket.ts";
import { FIRST_CREW, unitCode } from "./unit.ts";

const MINUTE = 1 / 1440;
const CREW_MEMBERS = 6;
const PHONE_SELLERS = 30;
const PHONE_SALES = unitCode("phone-sales");
const SHOP_TEAM = [unitCode("web-shop"), unitCode("web-shop"), PHONE_SALES, unitCode("partner-shops")];
const WEB_TEAM = unitCode("web");
const DISPATCH = unitCode("field");

// Minutes before the order is placed; the whole visit to the shop takes less than an hour.
const SHOP_STEPS: readonly (readonly [number, number])[] = [
  [CODE.check_address, 40],
  [CODE.see_offer, 32],
  [CODE.start_order, 20],
  [CODE.choose_plan, 12],
  [CODE.credit_check, 4],
];

/** The events of an order from the first visit to the first time online (§3.2). */
export function putOrder(life: Life, tale: OrderTale): void {
  const { rows, person } = life;
  const caseRef = openCase(rows, orderId(person.index));
  const channel = person.orderChannel;
  const shop = SHOP_TEAM[channel];
  const seller = sellerOf(life, channel);
  const visited = Math.min(tale.visited, tale.placed - 50 * MINUTE);
  put(rows, visited, CODE.visit_site, caseRef, channel === APP ? APP : WEB, WEB_TEAM);
  for (const [activity, before] of SHOP_STEPS) {
    const row = put(rows, tale.placed - before * MINUTE, activity, caseRef, channel, activity < CODE.start_order ? WEB_TEAM : shop);
    rows.resource[row] = seller;
    if (activity === CODE.choose_plan) rows.plan[row] = person.plan;
  }
  const placed = put(rows, tale.placed, CODE.order_placed, caseRef, channel, shop);
  rows.resource[placed] = seller;
  rows.plan[placed] = person.plan;
  put(rows, tale.confirmed, CODE.order_confirmed, caseRef, channel, shop);
  for (let i = 0; i < tale.handed.length; i++) {
    put(rows, tale.handed[i], CODE.handed_to_field, caseRef, channel, shop);
    if (i < tale.returned.length) put(rows, tale.returned[i], CODE.returned_to_shop, caseRef, channel, DISPATCH);
  }
  put(rows, tale.offered, CODE.appointment_offered, caseRef, channel, DISPATCH);
  promise(life, put(rows, tale.booked, CODE.appointment_booked, caseRef, channel, DISPATCH), tale.visits[0]);
  if (tale.appointmentConfirmed !== null) {
    promise(life, put(rows, tale.appointmentConfirmed, CODE.appointment_confirmed, caseRef, channel, DISPATCH), tale.visits[0]);
  }
  putVisits(life, tale, caseRef);
}

function putVisits(life: Life, tale: OrderTale, caseRef: number): void {
  const { rows, draws } = life;
  const crew = FIRST_CREW + tale.crew;
  const technician = staffOf(crew, below(draws, CREW_MEMBERS));
  for (let miss = 0; miss < tale.misses; miss++) {
    const missed = tale.visits[miss] + 2 / 24;
    promise(life, put(rows, missed, CODE.window_missed, caseRef, FIELD, crew), tale.visits[miss]);
    promise(life, put(rows, missed + 30 * MINUTE, CODE.appointment_moved, caseRef, FIELD, DISPATCH), tale.visits[miss + 1]);
  }
  const visit = tale.visits[tale.misses];
  const visitStep = (day: number, activity: number): number => {
    const row = put(rows, day, activity, caseRef, FIELD, crew);
    rows.resource[row] = technician;
    return row;
  };
  const previous = tale.misses > 0 ? tale.visits[tale.misses - 1] + 3 / 24 : (tale.appointmentConfirmed ?? tale.booked);
  visitStep(Math.max(previous, visit - 50 * MINUTE), CODE.technician_dispatched);
  promise(life, visitStep(visit, CODE.technician_arrived), visit);
  visitStep(tale.done, CODE.install_done);
  visitStep(tale.done + 8 * MINUTE, CODE.line_tested);
  put(rows, tale.done + 20 * MINUTE, CODE.first_online, caseRef, -1, -1);
}

function promise(life: Life, row: number, day: number): void {
  life.rows.promised[row] = Math.round(day * 1440);
}

/** Who sells; leaves the draws open for the visit's technician. */
function sellerOf(life: Life, channel: number): number {
  const { draws, settings, person } = life;
  open(draws, settings.seed, SCOPE.start, person.index, 1);
  if (channel === PHONE) return staffOf(PHONE_SALES, below(draws, PHONE_SELLERS));
  return channel === PARTNER ? FIRST_PARTNER + below(draws, PARTNER_IDS.length) : -1;
}

/** "Where is my technician?": calls spread over the wait. */
export function callWhileWaiting(life: Life, tale: OrderTale): void {
  const { draws, settings, person } = life;
  open(draws, settings.seed, SCOPE.waitingCalls, person.index, 0);
  const mean = 0.05 * Math.max(0, tale.days - 4) + 0.45 * tale.misses + 0.3 * tale.returned.length;
  const calls = poisson(draws, Math.exp(-mean));
  const days = Array.from({ length: calls }, () => tale.placed + tale.days * uniform(draws)).sort((a, b) => a - b);
  for (const day of days) raiseTicket(life, CAUSE.technician, day, 0);
}
