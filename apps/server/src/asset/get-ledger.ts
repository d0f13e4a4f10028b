import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { dataBegins } from "../customer/index.ts";
import type { Settings } from "../company/words.ts";
import { minorDigits } from "../platform/money.ts";
import { read, type ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { dayIn } from "../platform/zone.ts";
import { definitionOf } from "./definition.ts";
import { type LedgerColumns, type ReadLedger, readLedger } from "./ledger-columns.ts";
import type { LedgerAnswer, LedgerTask } from "./ledger-task.ts";
import { newestInstant } from "./newest.ts";
import { rowsForWindow, windowTold } from "./window.ts";
import { Basis, Ledger, Period } from "./words.ts";

const LONGEST_WINDOW = 3650;
const DAY_MS = 86_400_000;
const LAST_DAY = "9999-12-31";

export const getLedger = read({
  name: "asset.getLedger",
  method: "GET",
  path: "/asset/ledger",
  summary: "The customer asset ledger: who came, stayed, grew, shrank and left, in people and value",
  permission: "asset:read",
  reach: "organisation",
  input: z.object({
    basis: Basis.default("transactions"),
    period: Period.default("month"),
    window: z.coerce
      .number()
      .int()
      .min(1)
      .max(LONGEST_WINDOW)
      .optional()
      .describe("days without a purchase after which a customer counts as lost; chosen from the data when absent"),
    asOf: z.iso.date().optional().describe("what happened after this day is left out, and a period that had not ended with it"),
    segment: z.string().optional(),
  }),
  output: Ledger,
  async run(ctx, input) {
    const { settings } = await readCompany(ctx.db, ctx.world);
    const today = new Date(ctx.clock()).toISOString().slice(0, 10);
    const { rows, merged, choice, window, currency, leftOut, asOf, told } = await kept(
      ctx.events,
      JSON.stringify([ctx.world, settings, input, today]),
      () => workOut(ctx, input, settings),
    );
    const answer: Ledger = {
      definition: definitionOf(input.basis, window),
      basis: input.basis,
      period: input.period,
      currency,
      window: windowTold(window, choice),
      rows: rows.map((row, at) => ({ ...row, over: row.to <= told, merged: merged?.[at] ?? 0 })),
      leftOut,
      asOf: asOf === null ? null : new Date(asOf).toISOString(),
      begins: await dataBegins(ctx, input.basis),
    };
    return answer;
  },
});

type Asked = {
  basis: z.infer<typeof Basis>;
  period: z.infer<typeof Period>;
  window?: number | undefined;
  asOf?: string | undefined;
  segment?: string | undefined;
};
type WorkedOut = LedgerAnswer &
  Pick<ReadLedger, "currency" | "leftOut" | "asOf"> & { /** First day nobody told of. */ readonly told: string };

const kept = whileUnchanged<WorkedOut>();

async function workOut(ctx: ReadContext, asked: Asked, settings: Settings): Promise<WorkedOut> {
  const { basis, period, window = null, segment = null } = asked;
  const { columns, currency, leftOut, asOf } = await readLedger(ctx, { basis, currency: settings.currency, segment });
  const today = dayIn(settings.zone, ctx.clock());
  const given = asked.asOf !== undefined && asked.asOf < today ? asked.asOf : null;
  const newest = lastTold(columns, await newestInstant(ctx), ctx.clock());
  const answer = await ctx.compute.run<LedgerAnswer>("asset.ledger", {
    basis,
    period,
    timeZone: settings.zone,
    fiscalStart: settings.fiscalYearStart,
    asOf: given ?? (runsIntoTheFuture(columns, ctx.clock()) ? today : null),
    window,
    unit: 10 ** minorDigits(currency),
    columns,
    everybody: await rowsForWindow(ctx, { basis, currency: settings.currency, segment, window }),
  } satisfies LedgerTask);
  // The newest day counts as told to its end: day-dated rows all lie at its first instant. Who gives a day says it was.
  return { ...answer, currency, leftOut, asOf, told: given === null ? dayIn(settings.zone, newest + DAY_MS) : LAST_DAY };
}

/** A contract that ends next year would make rows of periods nobody has seen yet. */
function runsIntoTheFuture({ end, time }: LedgerColumns, now: number): boolean {
  return end.some((at) => at > now) || time.some((at) => at > now);
}

/** Up to when it is known what happened: the newest of anything, or the newest end of a contract. What lies ahead has not happened. */
function lastTold({ end }: LedgerColumns, newest: number | null, now: number): number {
  return end.reduce((last, at) => (at <= now && at > last ? at : last), newest ?? now);
}
