import { readCompany } from "../../company/index.ts";
import type { Metric, Scope, Worth } from "../../platform/metric.ts";
import { minorDigits } from "../../platform/money.ts";
import type { ReadContext } from "../../platform/operation.ts";
import { whileUnchanged } from "../../platform/while-unchanged.ts";
import { newestInstant } from "../newest.ts";
import { streamsOf } from "../streams.ts";
import { worthOfPurchases } from "../worth-of-purchases.ts";
import { worthOfSubscriptions } from "../worth-of-subscriptions.ts";

const YEAR_MS = 365 * 86_400_000;
const kept = whileUnchanged<Worth>();

/** What each customer is worth, from the same rows as the ledger: subscriptions where there are any, else purchases. */
export const worth: Metric = {
  id: "asset.worth",
  version: 2,
  title: "What a customer is worth a year",
  definition:
    "With subscriptions: twelve times what a customer last paid a month in the period. Without: what they bought in the period and in the window before it, brought to a year. Who counts: a subscription in the period, or a purchase in it or in the window before it. Still a customer: a subscription in force when the period ends, or a purchase in the window before its end.",
  unit: "currency a year",
  higherIs: "better",
  owner: "asset",
  async worth(ctx, scope) {
    const { settings } = await readCompany(ctx.db, ctx.world);
    const key = JSON.stringify([ctx.world, settings.currency, settings.zone, scope.from, scope.to]);
    return kept(ctx.events, key, () => worthIn(ctx, scope, settings));
  },
};

async function worthIn(ctx: ReadContext, scope: Scope, settings: { currency: string; zone: string }): Promise<Worth> {
  const streams = await streamsOf(ctx);
  const newest = scope.to === null ? await newestInstant(ctx) : null;
  const to = scope.to ?? (newest === null ? null : newest + 1); // the first instant after everything
  const none: Worth = {
    customers: [],
    yearly: new Float64Array(),
    active: new Uint8Array(),
    currency: settings.currency,
    from: null,
    to: null,
    definition: worth.definition,
    doubts: ["no-ledger"],
  };
  if (to === null) return none;
  const asked = {
    ...settings,
    from: scope.from ?? to - YEAR_MS,
    to,
    unit: 10 ** minorDigits(settings.currency),
    definition: worth.definition,
  };
  if (asked.from >= to) return none;
  if (streams.includes("subscriptions")) return worthOfSubscriptions(ctx, asked);
  return streams.includes("transactions") ? worthOfPurchases(ctx, asked) : none;
}
