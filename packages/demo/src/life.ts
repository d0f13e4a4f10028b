import type { Calendar } from "./calendar.ts";
import { type Draws, newDraws } from "./draw.ts";
import { clearEventRows, type EventRows, newEventRows } from "./event-rows.ts";
import type { OrderTale } from "./order-tale.ts";
import type { Person } from "./person.ts";
import { type Contract, NEVER, type Term } from "./plan.ts";
import type { Answered } from "./response-rows.ts";
import type { Settings } from "./settings.ts";

/** The service a bill is for: local minutes of the record, `to` not in it. */
interface Billed {
  readonly from: number;
  readonly to: number;
}

/** A leaving as it was asked for and confirmed, in local days of the record; reasons as places in `REASONS`, −1 for none given. */
export interface Departed {
  readonly id: string;
  readonly requested: number;
  readonly confirmed: number;
  readonly ended: number;
  readonly seconds: number;
  readonly channel: number;
  readonly reason: number;
  readonly said: number;
}

/** Somebody was asked in a survey; local days of the record. */
interface Invited {
  readonly survey: number;
  readonly day: number;
  readonly caseRef: number;
  answered: boolean;
}

/** An agent asked a desk for leave to make good; local days of the record. */
interface Approval {
  readonly caseRef: number;
  readonly team: number;
  readonly agent: number;
  readonly desk: number;
  readonly asked: number;
  readonly given: number;
}

/** Everything the generator remembers about the one person it is busy with. Days are local days of the record; −Infinity is never. */
export interface Life {
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly rows: EventRows;
  readonly answers: Answered[];
  /** Contracts one after the other: the one of the beginning, and one more for each coming back. */
  readonly terms: Term[];
  /** What was billed for which days, by the case of the bill. */
  readonly bills: Map<number, Billed>;
  /** Draws of the month, of a ticket, and of what hangs below it: three, since their scopes are open at the same time. */
  readonly draws: Draws;
  readonly ticketDraws: Draws;
  readonly surveyDraws: Draws;
  readonly withResponses: boolean;
  readonly invitations: Invited[];
  readonly approvals: Approval[];
  /** How the person left, each time. */
  readonly departures: Departed[];
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
    terms: [],
    bills: new Map(),
    invitations: [],
    approvals: [],
    departures: [],
    draws: newDraws(),
    ticketDraws: newDraws(),
    surveyDraws: newDraws(),
    withResponses,
    person,
    contract: firstContract(person, settings.leaking),
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
  life.terms.length = 0;
  life.bills.clear();
  life.invitations.length = 0;
  life.approvals.length = 0;
  life.departures.length = 0;
  life.person = person;
  life.contract = firstContract(person, life.settings.leaking);
  life.tale = null;
  life.tickets = 0;
  life.cancellations = 0;
  life.faultDay = -Infinity;
  life.slowDay = -Infinity;
  life.wrongBillDay = -Infinity;
}

/** The contract as it is now comes into force at a local minute of the record. */
export function beginTerm(life: Life, minute: number): void {
  life.terms.push({ contract: { ...life.contract }, from: minute, to: NEVER });
}

/** The newest contract is no longer in force from a local minute of the record on. */
export function endTerm(life: Life, minute: number): void {
  life.terms[life.terms.length - 1].to = minute;
}

function firstContract(person: Person, leaking: boolean): Contract {
  const { plan, tv, care, base, daysBefore } = person;
  const startDay = base ? -daysBefore : Infinity;
  return { plan, tv, care, base, oldTariff: base && leaking, promotion: !base && leaking, startMonth: 0, startDay };
}
