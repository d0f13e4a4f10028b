import type { Worth } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { newestStates } from "./ledger-columns.ts";

export interface WorthAsked {
  readonly currency: string;
  readonly zone: string;
  /** UTC ms, half-open. */
  readonly from: number;
  readonly to: number;
  /** Minor units in one of the currency. */
  readonly unit: number;
  readonly definition: string;
}

/** A year of what each customer last paid a month between the two instants; active is whose subscription is in force at the end. */
export async function worthOfSubscriptions(ctx: ReadContext, { currency, from, to, unit, definition }: WorthAsked): Promise<Worth> {
  const scan = await ctx.events.scan({
    filter: { world: ctx.world, stream: "subscriptions", customer: { not: [null] }, time: { to: to + 1 } },
    numbers: ["time", "end", "amount"],
    words: ["stream", "source", "kind", "currency"],
    codes: ["customer", "case"],
    texts: ["customer"],
    order: "ordinal",
  });
  const money = scan.words.currency;
  const rows = newestStates(
    scan,
    Array.from({ length: scan.length }, (_, row) => row),
  ).filter((row) => {
    const code = money?.codes[row] ?? -1;
    return (code < 0 || money?.dictionary[code] === currency) && endOf(row) > from && !Number.isNaN(amountOf(row));
  });
  function endOf(row: number): number {
    const end = scan.numbers.end?.[row] ?? Number.NaN;
    return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
  }
  function amountOf(row: number): number {
    return scan.numbers.amount?.[row] ?? Number.NaN;
  }
  // What begins at the end of the period keeps somebody a customer, as a change of price does; it says nothing of what they paid in it.
  const begun = rows.filter((row) => (scan.numbers.time?.[row] ?? Number.NaN) < to);
  // The last instant somebody paid anything: the end of the period, or the end of their last subscription before it.
  const lastPaid = new Map<string, number>();
  const who = (row: number) => scan.texts.customer?.[row] ?? "";
  for (const row of begun) lastPaid.set(who(row), Math.max(lastPaid.get(who(row)) ?? Number.NEGATIVE_INFINITY, Math.min(endOf(row), to)));
  const monthly = new Map<string, number>();
  const active = new Set<string>();
  for (const row of begun)
    if (endOf(row) >= (lastPaid.get(who(row)) ?? to)) monthly.set(who(row), (monthly.get(who(row)) ?? 0) + amountOf(row));
  for (const row of rows) if (endOf(row) > to) active.add(who(row));
  const customers = [...monthly.keys()];
  return {
    customers,
    yearly: Float64Array.from(customers, (customer) => (12 * (monthly.get(customer) ?? 0)) / unit),
    active: Uint8Array.from(customers, (customer) => (active.has(customer) ? 1 : 0)),
    currency,
    from,
    to,
    definition,
    doubts: customers.length === 0 ? ["no-ledger"] : [],
  };
}
