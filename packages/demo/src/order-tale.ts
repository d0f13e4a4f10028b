import { type Calendar, isMovingMonth, isWinter, monthOf } from "./calendar.ts";
import { below, type Draws, logNormal, normal, open, uniform } from "./draw.ts";
import type { Person } from "./person.ts";
import { SCOPE } from "./scope.ts";
import { type Settings, TEXT_MESSAGE_MONTH } from "./settings.ts";
import { CREWS_A_REGION } from "./unit.ts";

const MOST_RETURNS = 4;
const LATE_DAYS = 14;
const WINDOW_DAYS = 2 / 24;
const WINTER_WAIT = 1.35;
const MOVING_WAIT = 1.15;
const TEXT_MESSAGE_FACTOR = 0.5;

/** What happened between an order and the first time online; all times in local days. */
export interface OrderTale {
  readonly visited: number;
  readonly placed: number;
  readonly confirmed: number;
  /** When the order went to field, the first time and after each return. */
  readonly handed: readonly number[];
  readonly returned: readonly number[];
  readonly offered: number;
  readonly booked: number;
  /** null when the confirmation was skipped. */
  readonly appointmentConfirmed: number | null;
  /** Number 0…23 of the crew. */
  readonly crew: number;
  /** Start of each agreed window: the first, and one more after each miss. */
  readonly visits: readonly number[];
  readonly misses: number;
  readonly done: number;
  /** Days from order to installation. */
  readonly days: number;
  /** Any missed window, or more than 14 days. */
  readonly bad: boolean;
}

/** Crews that keep their windows a little better or worse: shift of the miss probability. */
function crewEffect(settings: Settings, crew: number, draws: Draws): number {
  return settings.crewSpread * normal(open(draws, settings.seed, SCOPE.crew, crew, 0));
}

// Technicians come by day: a time of the day becomes one of the windows that begin at 8, 10, 12, 14 and 16, on average where it was.
function windowStart(day: number): number {
  const date = Math.floor(day);
  return date + (8 + 2 * Math.floor((day - date) * 5)) / 24;
}

/** From order to online for one arrival (§3.2). */
export function orderTale(person: Person, settings: Settings, calendar: Calendar, draws: Draws): OrderTale {
  const { seed } = settings;
  const placed = person.orderDay;
  open(draws, seed, SCOPE.handOver, person.index, 0);
  const visited = placed - logNormal(draws, 3, 0.8);
  const confirmed = placed + logNormal(draws, 0.03, 0.8);
  const handed = [confirmed + logNormal(draws, 0.9, 0.6)];
  const returned: number[] = [];
  while (returned.length < MOST_RETURNS && uniform(draws) < (returned.length === 0 ? settings.returnFirst : settings.returnAgain)) {
    const back = handed[returned.length] + logNormal(draws, 0.8, 0.5);
    returned.push(back);
    handed.push(back + logNormal(draws, 2.4, 0.6));
  }

  open(draws, seed, SCOPE.appointment, person.index, 0);
  const crew = person.region * CREWS_A_REGION + below(draws, CREWS_A_REGION);
  const offered = handed[handed.length - 1] + logNormal(draws, 0.35, 0.6);
  const booked = offered + logNormal(draws, 0.15, 0.8);
  const skipped = uniform(draws) < settings.skipShare[person.orderChannel];
  const month = monthOf(calendar, booked);
  const season = isWinter(month) ? WINTER_WAIT : isMovingMonth(month) ? MOVING_WAIT : 1;
  const wait = logNormal(draws, 4.6, 0.45) * season;
  const visits = [windowStart(booked + wait)];
  const appointmentConfirmed = Math.min(booked + logNormal(draws, 0.4, 0.6), (booked + visits[0]) / 2);
  const usual = skipped ? settings.missedIfSkipped : settings.missedIfConfirmed;
  const missDraws = [uniform(draws), uniform(draws)];
  const waits = [logNormal(draws, 3.5, 0.5), logNormal(draws, 3, 0.5)];
  const arrived = logNormal(draws, 0.06, 0.4);
  const texted = person.region === settings.textMessageRegion && monthOf(calendar, visits[0]) >= TEXT_MESSAGE_MONTH;
  const chance = (usual + crewEffect(settings, crew, draws)) * (texted ? TEXT_MESSAGE_FACTOR : 1);
  let misses = 0;
  while (misses < 2 && missDraws[misses] < (misses === 0 ? chance : chance / 2)) {
    visits.push(windowStart(visits[misses] + Math.max(1, WINDOW_DAYS + waits[misses])));
    misses += 1;
  }
  const done = visits[misses] + arrived;
  const days = done - placed;
  return {
    visited,
    placed,
    confirmed,
    handed,
    returned,
    offered,
    booked,
    appointmentConfirmed: skipped ? null : appointmentConfirmed,
    crew,
    visits,
    misses,
    done,
    days,
    bad: misses > 0 || days > LATE_DAYS,
  };
}
