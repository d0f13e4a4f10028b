import type { Worth } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
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

/** One price of one subscription, as it is known now. */
interface State {
  readonly customer: string;
  /** Start and end, UTC ms; Infinity while it runs. */
  readonly start: number;
  readonly end: number;
  /** Minor units a month. */
  readonly amount: number;
  /** Null where the row names none. */
  readonly currency: string | null;
}

const kept = whileUnchanged<readonly State[]>();

/** A year of what each customer last paid a month between the two instants; active is whose subscription is in force at the end. */
export async function worthOfSubscriptions(ctx: ReadContext, { currency, from, to, unit, definition }: WorthAsked): Promise<Worth> {
  const all = await kept(ctx.events, ctx.world, () => readStates(ctx));
  // A price that never held a moment is nobody's, as in the ledger.
  const states = all.filter(
    ({ start, end, amount, currency: told }) =>
      start <= to && end > from && end > start && !Number.isNaN(amount) && (told ?? currency) === currency,
  );
  // What begins at the end of the period keeps somebody a customer, as a change of price does; it says nothing of what they paid in it.
  const begun = states.filter(({ start }) => start < to);
  // The last instant somebody paid anything: the end of the period, or the end of their last subscription before it.
  const lastPaid = new Map<string, number>();
  for (const { customer, end } of begun)
    lastPaid.set(customer, Math.max(lastPaid.get(customer) ?? Number.NEGATIVE_INFINITY, Math.min(end, to)));
  const monthly = new Map<string, number>();
  for (const { customer, end, amount } of begun)
    if (end >= (lastPaid.get(customer) ?? to)) monthly.set(customer, (monthly.get(customer) ?? 0) + amount);
  const active = new Set<string>();
  for (const { customer, end } of states) if (end > to) active.add(customer);
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

async function readStates(ctx: ReadContext): Promise<readonly State[]> {
  const scan = await ctx.events.scan({
    filter: { world: ctx.world, stream: "subscriptions", customer: { not: [null] } },
    numbers: ["time", "end", "amount"],
    words: ["stream", "source", "kind", "currency"],
    codes: ["customer", "case"],
    texts: ["customer"],
    order: "ordinal",
  });
  const money = scan.words.currency;
  const numberAt = (name: "time" | "end" | "amount", row: number) => scan.numbers[name]?.[row] ?? Number.NaN;
  return newestStates(
    scan,
    Array.from({ length: scan.length }, (_, row) => row),
  ).map((row): State => {
    const end = numberAt("end", row);
    return {
      customer: scan.texts.customer?.[row] ?? "",
      start: numberAt("time", row),
      end: Number.isNaN(end) ? Number.POSITIVE_INFINITY : end,
      amount: numberAt("amount", row),
      currency: money?.dictionary[money.codes[row] ?? -1] ?? null,
    };
  });
}
