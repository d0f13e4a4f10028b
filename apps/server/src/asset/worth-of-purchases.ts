import type { Worth } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { dayIn } from "../platform/zone.ts";
import { readLedger } from "./ledger-columns.ts";
import type { LedgerAnswer, LedgerTask } from "./ledger-task.ts";
import type { WorthAsked } from "./worth-of-subscriptions.ts";

const DAY_MS = 86_400_000;

/**
 * Who was a customer at any time between the two instants, as the ledger counts: a purchase in the period or within the window before it.
 * Active is who bought within the window before the end.
 *
 * Worth is what they bought over that same time, brought to a year. In the period alone, a short one would show only those who happened to
 * buy, each for too much, and who left would be worth nothing.
 */
export async function worthOfPurchases(ctx: ReadContext, asked: WorthAsked): Promise<Worth> {
  const { currency, from, to, unit, definition } = asked;
  const { window, first } = await howLong(ctx, asked);
  const filter = { world: ctx.world, stream: "transactions", customer: { not: [null] } };
  const by = ["customer", "currency"] as const;
  const [were, lately, paid] = await Promise.all([
    ctx.events.countBy({ by, filter: { ...filter, time: { from: from - window, to }, amount: { from: 0 } } }),
    ctx.events.countBy({ by, filter: { ...filter, time: { from: to - window, to }, amount: { from: 0 } } }),
    ctx.events.countBy({ by, filter: { ...filter, time: { from: from - window, to } }, amounts: true }),
  ]);
  // One customer may have rows with a currency and rows without one; they are still one.
  const own = ({ key }: { readonly key: readonly (string | null)[] }) => key[1] === null || key[1] === currency;
  const customers = [...new Set(were.filter(own).map(({ key }) => key[0] ?? ""))];
  const still = new Set(lately.filter(own).map(({ key }) => key[0] ?? ""));
  const sums = new Map<string, number>();
  for (const { key, amount } of paid.filter(own)) sums.set(key[0] ?? "", (sums.get(key[0] ?? "") ?? 0) + amount);
  // Time before the first row is time nobody told of. A few days of rows are still not taken for a whole window.
  const since = Math.max(from - window, Math.min(first, from, to - window));
  const year = (365 * DAY_MS) / (to - since);
  return {
    customers,
    yearly: Float64Array.from(customers, (customer) => ((sums.get(customer) ?? 0) * year) / unit),
    active: Uint8Array.from(customers, (customer) => (still.has(customer) ? 1 : 0)),
    currency,
    from,
    to,
    definition,
    doubts: customers.length === 0 ? ["no-ledger"] : were.some((group) => !own(group)) ? ["another-currency"] : [],
  };
}

/** The window the ledger chose from the data, so that no page counts somebody lost whom another still counts; and the first row. In ms. */
async function howLong(ctx: ReadContext, { currency, zone, to, unit }: WorthAsked): Promise<{ window: number; first: number }> {
  const { columns } = await readLedger(ctx, { basis: "transactions", currency, segment: null });
  const asOf = dayIn(zone, to - 1);
  const task = {
    basis: "transactions",
    period: "month",
    timeZone: zone,
    fiscalStart: 1,
    asOf,
    window: null,
    unit,
    columns,
    everybody: null,
  } satisfies LedgerTask;
  const { window } = await ctx.compute.run<LedgerAnswer>("asset.ledger", task);
  return { window: (window ?? 365) * DAY_MS, first: columns.time.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY) };
}
