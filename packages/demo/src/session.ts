import type { Calendar } from "./calendar.ts";
import { type Draws, open, uniform } from "./draw.ts";
import { type EventRows, openCase, put } from "./event-rows.ts";
import { sessionId } from "./identifier.ts";
import { arrivalDay } from "./person.ts";
import { SCOPE } from "./scope.ts";
import { WEB } from "./segment.ts";
import { CODE } from "./stage.ts";
import { unitCode } from "./unit.ts";

const MINUTE = 1 / 1440;
const WEB_TEAM = unitCode("web");
const WEB_SHOP = unitCode("web-shop");

/** Anonymous web sessions that follow each person's rows, so that a smaller company stays the beginning of a larger one. */
export const SESSIONS_A_PERSON = 2;

/** One anonymous session: a visit, perhaps an address, an offer, a started order; never a customer. */
export function putSession(rows: EventRows, session: number, seed: number, calendar: Calendar, draws: Draws): void {
  open(draws, seed, SCOPE.anonymousSession, session, 0);
  let day = arrivalDay(calendar, draws);
  const caseRef = openCase(rows, sessionId(session));
  put(rows, day, CODE.visit_site, caseRef, WEB, WEB_TEAM);
  if (uniform(draws) >= 0.55) return;
  day += (1 + 5 * uniform(draws)) * MINUTE;
  put(rows, day, CODE.check_address, caseRef, WEB, WEB_TEAM);
  if (uniform(draws) >= 0.6) return;
  day += (1 + 5 * uniform(draws)) * MINUTE;
  put(rows, day, CODE.see_offer, caseRef, WEB, WEB_TEAM);
  if (uniform(draws) >= 0.18) return;
  day += (1 + 5 * uniform(draws)) * MINUTE;
  put(rows, day, CODE.start_order, caseRef, WEB, WEB_SHOP);
}
