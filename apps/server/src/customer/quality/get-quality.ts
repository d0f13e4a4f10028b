import { z } from "zod";
import { read, type ReadContext } from "../../platform/operation.ts";
import { whileUnchanged } from "../../platform/while-unchanged.ts";
import { listSettled } from "../memory.ts";
import { findRun } from "../resolve/store.ts";
import { countViolations, listPlanRows, toPlan } from "../tracking/store.ts";
import { dayOf } from "../tracking/tally.ts";
import { readArrivals } from "./arrivals.ts";
import { countFilled, countStreams, countWeeks, DAY_MS, OF_CUSTOMERS } from "./count-rows.ts";
import { coverageOf } from "./coverage.ts";
import { healthOf, type Known } from "./health.ts";
import type { FieldCounts, People } from "./personal-fields.ts";
import { Quality } from "./words.ts";

export const getQuality = read({
  name: "customer.getQuality",
  method: "GET",
  path: "/quality",
  summary: "How much of what the sources bring stands on one customer, and how good each source is",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({}),
  output: Quality,
  async run(ctx) {
    const now = ctx.clock();
    const { streams, filled, weeks, fields, covered } = await fromEvents(ctx.events, ctx.world, () => readEvents(ctx));
    const ofRecords = await readRecords(ctx, now);
    const names = new Set([...streams.map(({ key }) => key[0] ?? ""), ...ofRecords.arrivals.keys()]);
    const sources = [...names].sort().map((source) => {
      const known: Known = {
        source,
        streams: streams.filter(({ key }) => key[0] === source),
        filled: filled.filter((one) => one.source === source),
        mapped: ofRecords.mapped.get(source) ?? new Map<string, readonly string[]>(),
        weeks: weeks.get(source) ?? null,
        arrivals: ofRecords.arrivals.get(source) ?? null,
        fields: fields.filter((one) => one.source === source),
        matched: ofRecords.report?.sources.find((one) => one.source === source) ?? null,
        resolvedAt: ofRecords.resolvedAt,
        tracking: ofRecords.tracking.get(source) ?? null,
      };
      return healthOf(known, now);
    });
    return { world: ctx.world, coverage: coverageOf(covered), sources };
  },
});

const fromEvents = whileUnchanged<Awaited<ReturnType<typeof readEvents>>>();

/** What the event side tells, kept until something is applied. */
async function readEvents(ctx: ReadContext) {
  const { events, world } = ctx;
  const streams = await countStreams(ctx);
  const [filled, weeks] = [await countFilled(ctx), await countWeeks(ctx, streams)];
  const known = new Map((await events.knownElsewhere({ filter: { world, stream: [...OF_CUSTOMERS] } })).map((one) => [one.source, one]));
  const rows = new Map<string, number>();
  for (const { key, n } of streams) rows.set(key[0] ?? "", (rows.get(key[0] ?? "") ?? 0) + n);
  const covered = [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([source, all]) => ({ ...(known.get(source) ?? nobody(source)), all }));
  const people: People = { records: await events.people({ world }), links: await events.links({ world }) };
  return { streams, filled, weeks, covered, fields: await ctx.compute.run<FieldCounts[]>("customer.fields", people) };
}
const nobody = (source: string) => ({ source, rows: 0, shared: 0, customers: 0, sharedCustomers: 0 });

async function readRecords({ db, world }: ReadContext, now: number) {
  const run = await findRun(db, world);
  const against = await countViolations(db, dayOf(now - 6 * DAY_MS));
  const plans = world === "own" ? await listPlanRows(db) : [];
  return {
    arrivals: await readArrivals(db, world, now),
    mapped: await listSettled(db, world),
    report: run?.report ?? null,
    resolvedAt: run?.endedAt?.toISOString() ?? null,
    tracking: new Map(
      plans.map(toPlan).flatMap(({ source, mode, events }) => {
        return events.length === 0 ? [] : [[source, { mode, against: against.get(source) ?? 0 }] as const];
      }),
    ),
  };
}
