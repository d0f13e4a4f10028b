import { type LedgerRow, ledgerRates } from "@counterseat/customer-math";
import { z } from "zod";
import { readCompany } from "../company/index.ts";
import type { Settings } from "../company/words.ts";
import { dataBegins } from "../customer/index.ts";
import { minorDigits } from "../platform/money.ts";
import { read, type ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { dayIn } from "../platform/zone.ts";
import { leakAlarm } from "./alarm.ts";
import { definitionOf } from "./definition.ts";
import { type Basis as BasisName, readLedger } from "./ledger-columns.ts";
import { newestInstant } from "./newest.ts";
import { streamsOf } from "./streams.ts";
import type { StatementAnswer, StatementTask } from "./statement-task.ts";
import { readGoals } from "./store.ts";
import { rowsForWindow, windowTold } from "./window.ts";
import { Basis, Period, Statement } from "./words.ts";

export const getStatement = read({
  name: "asset.getStatement",
  method: "GET",
  path: "/asset/statement",
  summary: "The customer asset as an accountant would state it: the newest whole period beside the one before, both bowls, the goal line",
  permission: "asset:read",
  reach: "organisation",
  input: z.object({
    basis: Basis.optional().describe("subscriptions where there are any, else transactions"),
    period: Period.default("year"),
    window: z.coerce.number().int().min(1).max(3650).optional(),
    segment: z.string().optional(),
    asOf: z.iso.date().optional().describe("what happened after this day is left out"),
  }),
  output: Statement,
  async run(ctx, input) {
    const { settings } = await readCompany(ctx.db, ctx.world);
    const goals = await readGoals(ctx.db, ctx.world);
    const basis = input.basis ?? (await basisOf(ctx));
    const newest = await newestInstant(ctx);
    const empty = { goals, segment: input.segment ?? null, period: input.period, currency: settings.currency };
    if (basis === null || newest === null) return { ...NOTHING, ...empty };
    const asked: Asked = { ...input, basis, asOf: earlier(input.asOf, dayIn(settings.zone, newest)) };
    const { rows, merged, months, choice, window, currency, leftOut } = await kept(
      ctx.events,
      JSON.stringify([ctx.world, settings, asked]),
      () => workOut(ctx, asked, settings),
    );
    const [before, current] = [rows.at(-2) ?? null, rows.at(-1) ?? null];
    const asOf = new Date(newest).toISOString();
    return {
      ...empty,
      definition: definitionOf(basis, window),
      basis,
      currency,
      perMonth: basis === "subscriptions",
      window,
      windowChoice: windowTold(window, choice),
      current: plain(current),
      before: plain(before),
      merged: merged === null ? null : { current: merged.at(-1) ?? 0, before: merged.at(-2) ?? 0 },
      rates: { current: ratesOf(current), before: ratesOf(before) },
      alarm: current === null ? null : leakAlarm({ row: current, before }, currency, asOf),
      months: boundaries(months),
      leftOut,
      asOf,
      begins: await dataBegins(ctx, basis),
    };
  },
});

/** Of days nobody has told of yet there is nothing to state. */
function earlier(asked: string | undefined, newest: string): string {
  return asked !== undefined && asked < newest ? asked : newest;
}

type Asked = { basis: BasisName; period: StatementTask["period"]; window?: number | undefined; segment?: string | undefined; asOf: string };
type WorkedOut = StatementAnswer & { currency: string; leftOut: Statement["leftOut"] };

const kept = whileUnchanged<WorkedOut>();

async function workOut(ctx: ReadContext, asked: Asked, settings: Settings): Promise<WorkedOut> {
  const { basis, period, window = null, segment = null, asOf } = asked;
  const { columns, currency, leftOut } = await readLedger(ctx, { basis, currency: settings.currency, segment });
  const unit = 10 ** minorDigits(currency);
  const cut = { timeZone: settings.zone, fiscalStart: settings.fiscalYearStart, asOf };
  const everybody = await rowsForWindow(ctx, { basis, currency: settings.currency, segment, window });
  const task = { basis, period, ...cut, window, unit, columns, everybody } satisfies StatementTask;
  return { ...(await ctx.compute.run<StatementAnswer>("asset.statement", task)), currency, leftOut };
}

const NOTHING = {
  definition: "",
  basis: null,
  perMonth: false,
  window: null,
  windowChoice: null,
  current: null,
  before: null,
  merged: null,
  rates: { current: null, before: null },
  alarm: null,
  months: [],
  leftOut: [],
  asOf: null,
  begins: null,
};

async function basisOf(ctx: ReadContext): Promise<BasisName | null> {
  const streams = await streamsOf(ctx);
  if (streams.includes("subscriptions")) return "subscriptions";
  return streams.includes("transactions") ? "transactions" : null;
}

const plain = (row: LedgerRow | null) => (row === null ? null : { ...row });

function ratesOf(row: LedgerRow | null): Statement["rates"]["current"] {
  if (row === null) return null;
  const { retention, valueSwap } = ledgerRates(row);
  const { customers, grossValue, netValue, grossLoss, in: came, out } = retention;
  return { customers, grossValue, netValue, grossLoss: { ...grossLoss }, in: came, out, valueSwap };
}

function boundaries(months: readonly LedgerRow[]): Statement["months"] {
  const first = months[0];
  if (first === undefined) return [];
  const at = (on: string, { n, value }: { n: number; value: number }) => ({ on, customers: n, value });
  return [at(first.from, first.opening), ...months.map((month) => at(month.to, month.closing))];
}
