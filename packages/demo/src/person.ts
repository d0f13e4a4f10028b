import type { Calendar } from "./calendar.ts";
import { below, choose, cumulate, type Draws, normal, open, uniform } from "./draw.ts";
import { customerId } from "./identifier.ts";
import { BASE_MIX, NEW_MIX } from "./plan.ts";
import { SCOPE } from "./scope.ts";
import {
  BERTH_PERSONS,
  BERTHS,
  CABINETS,
  LANGUAGE_SHARES,
  LEADER_PERSONS,
  ORDER_CHANNEL_SHARES,
  REGION_SHARES,
  SEGMENT_SHARES,
  SENIORS,
} from "./segment.ts";
import type { Settings } from "./settings.ts";

const BASE_SHARE = 0.6;
const ARRIVAL_WEIGHTS = [1.1, 0.95, 0.75, 1.1, 0.95, 0.95, 1, 1, 0.95, 0.85, 1.15, 1.4];
// 9 % of arrivals, seniors twice as often as others.
const REFERRED = 0.0763;
const PANELS = 8;
const FRAILTY = 0.5;

const ARRIVAL_TOTAL = ARRIVAL_WEIGHTS.reduce((sum, weight) => sum + weight, 0) * 2;
/** Cumulative shares of arrivals over months 1 to 24. */
const ARRIVAL_SHARES = cumulate([...ARRIVAL_WEIGHTS, ...ARRIVAL_WEIGHTS].map((weight) => weight / ARRIVAL_TOTAL));

/** Who a person is. Truth, never emitted as such; days are local days of the record. */
export interface Person {
  readonly index: number;
  readonly customer: string;
  readonly segment: number;
  readonly region: number;
  readonly language: number;
  /** Street cabinet 0…79. */
  readonly cabinet: number;
  readonly base: boolean;
  readonly plan: number;
  readonly tv: boolean;
  readonly care: boolean;
  /** General goodwill, N(0,1). */
  readonly goodwill: number;
  readonly frailty: number;
  /** Quarter 1…8 in which the relationship survey asks. */
  readonly panel: number;
  readonly orderChannel: number;
  readonly leader: boolean;
  /** Arrivals: came because a customer told them to. */
  readonly referred: boolean;
  /** Base customers: days of custom before day 0. */
  readonly daysBefore: number;
  /** Arrivals: when the order is placed. */
  readonly orderDay: number;
}

/** The person with this index; the same at every scale. */
export function personOf(
  index: number,
  { seed, leaking, referring }: Pick<Settings, "seed" | "leaking" | "referring">,
  calendar: Calendar,
  draws: Draws,
): Person {
  open(draws, seed, SCOPE.person, index, 0);
  const drawnSegment = choose(draws, SEGMENT_SHARES);
  const region = choose(draws, REGION_SHARES);
  const language = choose(draws, LANGUAGE_SHARES);
  const cabinet = below(draws, CABINETS[region]) + CABINETS.slice(0, region).reduce((sum, n) => sum + n, 0);
  const leader = LEADER_PERSONS.has(index);
  const onBoat = BERTH_PERSONS.includes(index);
  const segment = onBoat ? BERTHS : drawnSegment;
  const base = uniform(draws) < BASE_SHARE || onBoat || leader;
  const mix = base || !leaking ? BASE_MIX[segment] : NEW_MIX[segment];
  const plan = choose(draws, mix.plan);
  const tv = uniform(draws) < mix.tv;
  const care = uniform(draws) < mix.care;
  const goodwill = normal(draws);
  const frailty = FRAILTY * normal(draws);
  const panel = onBoat ? PANELS : 1 + below(draws, PANELS);
  const orderChannel = choose(draws, ORDER_CHANNEL_SHARES[segment]);
  open(draws, seed, SCOPE.start, index, 0);
  const daysBefore = base ? 30 - 900 * Math.log(uniform(draws)) : 0;
  const orderDay = base ? 0 : arrivalDay(calendar, draws);
  const referred = referring && !base && uniform(open(draws, seed, SCOPE.referral, index, 0)) < (segment === SENIORS ? 2 : 1) * REFERRED;
  return {
    index,
    customer: customerId(index),
    segment,
    region,
    language,
    cabinet,
    base,
    plan,
    tv,
    care,
    goodwill,
    frailty,
    panel,
    orderChannel,
    leader,
    referred,
    daysBefore,
    orderDay,
  };
}

/** A time in local days: a month by the season of arrivals, a day of it, an hour between 8 and 21. */
export function arrivalDay(calendar: Calendar, draws: Draws): number {
  const month = 1 + choose(draws, ARRIVAL_SHARES);
  const first = calendar.monthStart[month];
  return first + below(draws, calendar.monthStart[month + 1] - first) + (8 + 13 * uniform(draws)) / 24;
}
