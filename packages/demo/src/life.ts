import type { Calendar } from "./calendar.ts";
import { type Draws, newDraws } from "./draw.ts";
import { clearEventRows, type EventRows, newEventRows } from "./event-rows.ts";
import type { OrderTale } from "./order-tale.ts";
import type { Person } from "./person.ts";
import type { Contract } from "./plan.ts";
import type { Answered } from "./response-rows.ts";
import type { Settings } from "./settings.ts";

/** Everything the generator remembers about the one person it is busy with. Days are local days of the record; −Infinity is never. */
export interface Life {
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly rows: EventRows;
  readonly answers: Answered[];
  /** Draws of the month, of a ticket, and of what hangs below it: three, since their scopes are open at the same time. */
  readonly draws: Draws;
  readonly ticketDraws: Draws;
  readonly surveyDraws: Draws;
  readonly withResponses: boolean;
  person: Person;
  contract: Contract;
  tale: OrderTale | null;
  tickets: number;
  cancellations: number;
  faultDay: number;
  slowDay: number;
  wrongBillDay: number;
}

export function newLife(settings: Settings, calendar: Calendar, person: Person, withResponses: boolean): Life {
  return {
    settings,
    calendar,
    rows: newEventRows(),
    answers: [],
    draws: newDraws(),
    ticketDraws: newDraws(),
    surveyDraws: newDraws(),
    withResponses,
    person,
    contract: firstContract(person),
    tale: null,
    tickets: 0,
    cancellations: 0,
    faultDay: -Infinity,
    slowDay: -Infinity,
    wrongBillDay: -Infinity,
  };
}

/** Forgets the last person and begins the next. */
export function beginLife(life: Life, person: Person): void {
  clearEventRows(life.rows);
  life.answers.length = 0;
  life.person = person;
  life.contract = firstContract(person);
  life.tale = null;
  life.tickets = 0;
  life.cancellations = 0;
  life.faultDay = -Infinity;
  life.slowDay = -Infinity;
  life.wrongBillDay = -Infinity;
}

function firstContract(person: Person): Contract {
  const { plan, tv, care, base, daysBefore } = person;
  return { plan, tv, care, oldTariff: base, startMonth: 0, startDay: base ? -daysBefore : Infinity };
}
