import type { Worth } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { readLedger } from "./ledger-columns.ts";
import type { LedgerAnswer, LedgerTask } from "./ledger-task.ts";
import type { WorthAsked } from "./worth-of-subscriptions.ts";

const DAY_MS = 86_400_000;

/** What each customer bought between the two instants, brought to a year; active is who bought within the ledger's own window before the end. */
export async function worthOfPurchases(ctx: ReadContext, asked: WorthAsked): Promise<Worth> {
  const { currency, from, to, unit, definition } = asked;
  const window = await windowOf(ctx, asked);
  const filter = { world: ctx.world, stream: "transactions", customer: { not: [null] } };
  const [bought, lately] = await Promise.all([
    ctx.events.countBy({ by: ["customer", "currency"], filter: { ...filter, time: { from, to } }, amounts: true }),
    ctx.events.countBy({ by: ["customer"], filter: { ...filter, time: { from: to - window * DAY_MS, to }, amount: { from: 0 } } }),
  ]);
  const own = bought.filter(({ key }) => key[1] === null || key[1] === currency);
  const still = new Set(lately.map(({ key }) => key[0] ?? ""));
  const year = (365 * DAY_MS) / (to - from);
  return {
    customers: own.map(({ key }) => key[0] ?? ""),
    yearly: Float64Array.from(own, ({ amount }) => (amount * year) / unit),
    active: Uint8Array.from(own, ({ key }) => (still.has(key[0] ?? "") ? 1 : 0)),
    currency,
    from,
    to,
    definition,
    doubts: own.length === 0 ? ["no-ledger"] : own.length < bought.length ? ["another-currency"] : [],
  };
}

/** The window the ledger chose from the data, so that no page counts somebody lost whom another still counts. */
async function windowOf(ctx: ReadContext, { currency, zone, to, unit }: WorthAsked): Promise<number> {
  const { columns } = await readLedger(ctx, { basis: "transactions", currency, segment: null });
  const asOf = new Date(to - 1).toISOString().slice(0, 10);
  const task = {
    basis: "transactions",
    period: "month",
    timeZone: zone,
    fiscalStart: 1,
    asOf,
    window: null,
    unit,
    columns,
  } satisfies LedgerTask;
  return (await ctx.compute.run<LedgerAnswer>("asset.ledger", task)).window ?? 365;
}
