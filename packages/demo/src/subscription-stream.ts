import { type Calendar, MINUTES_A_DAY, monthOf, toUtc } from "./calendar.ts";
import type { Chunk, Column } from "./contract.ts";
import { CHUNK_ROWS } from "./event-columns.ts";
import { accountId, contractId } from "./identifier.ts";
import type { Person } from "./person.ts";
import type { Life } from "./life.ts";
import { type Contract, monthlyCents, PLANS, promotionOver } from "./plan.ts";
import { SEGMENTS } from "./segment.ts";

const DAY = 86_400_000;
const MONTHS = 24;
const ADD_ONS = ["tv", "care", "tv care"] as const;

/** One chunk of subscriptions being filled. */
interface SubscriptionColumns {
  length: number;
  readonly id: string[];
  readonly customer: string[];
  readonly account: string[];
  readonly contractId: string[];
  readonly version: Float64Array;
  readonly plan: Int32Array;
  readonly addOns: Int32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly amount: Float64Array;
  readonly promoUntil: Float64Array;
  readonly segment: Int32Array;
}

/** The stream of subscriptions while it is made. */
interface SubscriptionStream {
  readonly calendar: Calendar;
  columns: SubscriptionColumns;
}

export function newSubscriptionStream(calendar: Calendar): SubscriptionStream {
  return { calendar, columns: newColumns() };
}

/** A price that a contract had; local minutes of the record, `until` past its end while it runs; cents a month. */
export interface Price {
  readonly id: string;
  readonly contractId: string;
  readonly contract: Contract;
  readonly version: number;
  readonly from: number;
  readonly until: number;
  readonly cents: number;
}

/**
 * A person's contracts, one entry for each price they had: the billing system tells a new version of a contract whenever its price
 * changes. The record knows no price from before it began, so contracts that are older begin with it.
 */
export function pricesOf({ terms, calendar, settings, person }: Life): Price[] {
  const prices: Price[] = [];
  for (const [ordinal, { contract, from: begun, to }] of terms.entries()) {
    if (begun >= calendar.minutes) continue;
    const id = contractId(person.index, ordinal, new Date(calendar.start + contract.startDay * DAY).getUTCFullYear());
    const last = Math.min(MONTHS, monthOf(calendar, to / MINUTES_A_DAY));
    let month = Math.max(1, monthOf(calendar, begun / MINUTES_A_DAY));
    let from = begun;
    while (month <= last) {
      const cents = monthlyCents(contract, month, settings.priceRise);
      let next = month + 1;
      while (next <= last && monthlyCents(contract, next, settings.priceRise) === cents) next += 1;
      const until = next <= last ? calendar.monthStart[next] * MINUTES_A_DAY : to;
      const version = 1 + prices.filter((price) => price.contractId === id).length;
      // What ends at the very minute a month begins has no price in it.
      if (until > from) prices.push({ id: `${id}-${version}`, contractId: id, contract, version, from, until, cents });
      from = until;
      month = next;
    }
  }
  return prices;
}

/** Add-ons of a contract as the stream writes them; null for none. */
export function addOnsOf(contract: Contract): string | null {
  return ADD_ONS[addOnsCode(contract)] ?? null;
}

function addOnsCode({ tv, care }: Contract): number {
  return (tv ? 1 : 0) + (care ? 2 : 0) - 1;
}

/** First local minute at the full price, inside the record; null for no promotion or one that outlasts it. */
export function promotionUntil({ contract }: Price, calendar: Calendar): number | null {
  const over = promotionOver(contract);
  return over === null || over > MONTHS ? null : calendar.monthStart[over] * MINUTES_A_DAY;
}

/** The stream of what `pricesOf` tells; yields each chunk as it fills. */
export function* subscriptionsOf(stream: SubscriptionStream, life: Life, person: Person): Generator<Chunk> {
  const { calendar } = stream;
  for (const price of pricesOf(life)) {
    const { columns } = stream;
    const at = columns.length;
    columns.length = at + 1;
    const promoted = promotionUntil(price, calendar);
    columns.id.push(price.id);
    columns.customer.push(person.customer);
    columns.account.push(accountId(person.index));
    columns.contractId.push(price.contractId);
    columns.version[at] = price.version;
    columns.plan[at] = price.contract.plan;
    columns.addOns[at] = addOnsCode(price.contract);
    columns.from[at] = toUtc(calendar, price.from);
    // What ends after the record ends still runs, as far as the record knows.
    columns.to[at] = price.until >= calendar.minutes ? NaN : toUtc(calendar, price.until);
    columns.amount[at] = price.cents;
    columns.promoUntil[at] = promoted === null ? NaN : toUtc(calendar, promoted);
    columns.segment[at] = person.segment;
    if (columns.length < CHUNK_ROWS) continue;
    yield subscriptionChunk(columns);
    stream.columns = newColumns();
  }
}

function newColumns(): SubscriptionColumns {
  const codes = (): Int32Array => new Int32Array(CHUNK_ROWS);
  const numbers = (): Float64Array => new Float64Array(CHUNK_ROWS);
  return {
    length: 0,
    id: [],
    customer: [],
    account: [],
    contractId: [],
    version: numbers(),
    plan: codes(),
    addOns: codes(),
    from: numbers(),
    to: numbers(),
    amount: numbers(),
    promoUntil: numbers(),
    segment: codes(),
  };
}

/** Rows that are left when every person has been told. */
export function* restOfSubscriptions(stream: SubscriptionStream): Generator<Chunk> {
  if (stream.columns.length > 0) yield subscriptionChunk(stream.columns);
}

function subscriptionChunk(from: SubscriptionColumns): Chunk {
  const { length } = from;
  const coded = (codes: Int32Array, dictionary: readonly string[]): Column => ({ codes: codes.subarray(0, length), dictionary });
  return {
    stream: "subscriptions",
    length,
    columns: {
      id: from.id,
      customer: from.customer,
      account: from.account,
      contract: from.contractId,
      version: from.version.subarray(0, length),
      plan: coded(from.plan, PLANS),
      addOns: coded(from.addOns, ADD_ONS),
      from: from.from.subarray(0, length),
      to: from.to.subarray(0, length),
      amount: from.amount.subarray(0, length),
      currency: coded(new Int32Array(length), ["EUR"]),
      promoUntil: from.promoUntil.subarray(0, length),
      segment: coded(from.segment, SEGMENTS),
    },
  };
}
