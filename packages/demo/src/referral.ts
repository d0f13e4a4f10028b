import { MINUTES_A_DAY, toUtc, type Calendar } from "./calendar.ts";
import { below, type Draws, newDraws, open, uniform } from "./draw.ts";
import { type Life, newLife } from "./life.ts";
import { livePerson } from "./live.ts";
import { personOf } from "./person.ts";
import { SCOPE } from "./scope.ts";
import type { Settings } from "./settings.ts";
import type { Cell, Shape } from "./table.ts";

const GOODWILL_WEIGHT = 0.9;
const CANDIDATES = 24;

export const REFERRAL_SHAPE: Shape = { referrer: "text", referred: "text", at: "number" };

/**
 * Who sent a new customer to us. A referrer comes from the persons before the new one, so that a smaller company stays the beginning of
 * a larger one; the better disposed refer more, and only who is a customer at the time can.
 */
export function referralRows({ person, settings, calendar }: Life, draws: Draws): readonly Readonly<Record<string, Cell>>[] {
  if (!person.referred || person.index === 0) return [];
  open(draws, settings.seed, SCOPE.referral, person.index, 1);
  const lot = Array.from({ length: CANDIDATES }, () => ({ index: below(draws, person.index), u: uniform(draws) }));
  const weighed = lot.map(({ index, u }) => {
    const { goodwill } = personOf(index, settings, calendar, newDraws());
    // The smallest of exponential draws divided by weights falls on each with a chance in proportion to its weight.
    return { index, key: -Math.log(u) / Math.exp(GOODWILL_WEIGHT * goodwill) };
  });
  const referrer = weighed.sort((a, b) => a.key - b.key).find(({ index }) => isCustomer(index, person.orderDay, settings, calendar));
  if (referrer === undefined) return [];
  const { customer } = personOf(referrer.index, settings, calendar, newDraws());
  return [{ referrer: customer, referred: person.customer, at: toUtc(calendar, Math.round(person.orderDay * MINUTES_A_DAY)) }];
}

function isCustomer(index: number, day: number, settings: Settings, calendar: Calendar): boolean {
  const person = personOf(index, settings, calendar, newDraws());
  const life = newLife(settings, calendar, person, false);
  livePerson(life, person);
  const minute = day * MINUTES_A_DAY;
  return life.terms.some(({ from, to }) => from <= minute && minute < to);
}
