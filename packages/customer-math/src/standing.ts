import { DAY, requiredDay } from "./civil-days.ts";
import type { Movement } from "./ledger-row.ts";
import { refuseBadWindow, type Transactions } from "./ledger-of-transactions.ts";
import { civilEnds, type Subscriptions } from "./ledger-of-subscriptions.ts";
import { civilTimes } from "./zone.ts";

/** How each customer stands at one instant. */
export type Standing = {
  /** 1 for who is active. */
  readonly active: Uint8Array;
  /** Minor units; 0 for who is not active. */
  readonly value: Float64Array;
  /** 1 for who had made any purchase before. */
  readonly known: Uint8Array;
};

export type StandingInput = {
  readonly transactions: Transactions;
  readonly window: number;
  /** `2026-11-23`: its first instant in the zone. */
  readonly at: string;
  readonly timeZone?: string;
};

/**
 * Who is active at the first instant of a day, and what each is worth: what lies behind the opening and closing lines of a ledger.
 * @throws RangeError as `ledgerOfTransactions`.
 */
export function standingAt({ transactions, window, at, timeZone = "UTC" }: StandingInput): Standing {
  refuseBadWindow(window);
  const { customer, customers, amount } = transactions;
  const time = civilTimes(transactions.time, timeZone);
  const end = requiredDay("at", at) * DAY;
  const start = end - window * DAY;
  const active = new Uint8Array(customers);
  const value = new Float64Array(customers);
  const known = new Uint8Array(customers);
  for (let i = 0; i < time.length; i += 1) {
    if (time[i] >= end) continue;
    const code = customer[i];
    if (amount[i] >= 0) known[code] = 1;
    if (time[i] < start) continue;
    value[code] += amount[i];
    if (amount[i] >= 0) active[code] = 1;
  }
  for (let c = 0; c < customers; c += 1) if (active[c] === 0) value[c] = 0;
  return { active, value, known };
}

/**
 * The same from subscriptions: active is who has one in force at the first instant of the day (from ≤ t < to), worth the sum of monthly prices then.
 * @throws RangeError as `ledgerOfSubscriptions`.
 */
export function standingOfSubscriptions(input: {
  readonly subscriptions: Subscriptions;
  readonly at: string;
  readonly timeZone?: string;
}): Standing {
  const { subscriptions, at, timeZone = "UTC" } = input;
  const { customer, customers, monthly } = subscriptions;
  const from = civilTimes(subscriptions.from, timeZone);
  const to = civilEnds(subscriptions.to, timeZone);
  const instant = requiredDay("at", at) * DAY;
  const active = new Uint8Array(customers);
  const value = new Float64Array(customers);
  const known = new Uint8Array(customers);
  for (let i = 0; i < from.length; i += 1) {
    if (from[i] < instant && to[i] > from[i]) known[customer[i]] = 1;
    if (from[i] > instant || to[i] <= instant) continue;
    active[customer[i]] = 1;
    value[customer[i]] += monthly[i];
  }
  return { active, value, known };
}

/** What happened to one customer between two instants: the names behind each line of a ledger row. */
export function movementOf(customer: number, opening: Standing, closing: Standing): Movement {
  const before = opening.active[customer] === 1;
  const after = closing.active[customer] === 1;
  if (before && after) {
    const change = closing.value[customer] - opening.value[customer];
    return change > 0 ? "grown" : change < 0 ? "shrunk" : "flat";
  }
  if (after) return opening.known[customer] === 1 ? "returned" : "new";
  return before ? "lost" : "absent";
}
