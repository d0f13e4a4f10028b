import { z } from "zod";
import { read, type ReadContext } from "../../platform/operation.ts";
import { whileUnchanged } from "../../platform/while-unchanged.ts";
import { listSettled } from "../memory.ts";
import { findRun } from "../resolve/store.ts";
import { countViolations, listPlanRows, toPlan } from "../tracking/store.ts";
import { dayOf } from "../tracking/tally.ts";
import { readArrivals } from "./arrivals.ts";
import { countFilled, countStreams, countWeeks, DAY_MS } from "./count-rows.ts";
import { coverageOf } from "./coverage.ts";
import { healthOf, type Known } from "./health.ts";
import type { Counted, QualityInput } from "./quality-task.ts";
import { Quality } from "./words.ts";

export const getQuality = read({
  name: "customer.getQuality",
  method: "GET",
  path: "/quality",
  summary: "How much of what the sources bring stands on one customer, and how good each source is",
  permission: "customer:read",
  input: z.object({}),
  output: Quality,
  async run(ctx) {
    const now = ctx.clock();
    const { streams, filled, weeks, counted } = await fromEvents(ctx.events, ctx.world, () => readEvents(ctx));
    const ofRecords = await readRecords(ctx, now);
    const names = new Set([...streams.map(({ key }) => key[0] ?? ""), ...ofRecords.arrivals.keys()]);
    const sources = [...names].sort().map((source) => {
      const known: Known = {
        source,
        streams: streams.filter(({ key }) => key[0] === source && key[1] !== "beliefs"),
        filled: filled.filter((one) => one.source === source && one.stream !== "beliefs"),
        mapped: ofRecords.mapped.get(source) ?? new Map<string, readonly string[]>(),
        weeks: weeks.get(source) ?? null,
        arrivals: ofRecords.arrivals.get(source) ?? null,
        fields: counted.fields.filter((one) => one.source === source),
        matched: ofRecords.report?.sources.find((one) => one.source === source) ?? null,
        resolvedAt: ofRecords.resolvedAt,
        tracking: ofRecords.tracking.get(source) ?? null,
      };
      return healthOf(known, now);
    });
    return { world: ctx.world, coverage: coverageOf(counted.unified), sources };
  },
});

const fromEvents = whileUnchanged<Awaited<ReturnType<typeof readEvents>>>();

/** What the event side tells, kept until something is applied. What the company says of itself is about nobody who buys. */
async function readEvents(ctx: ReadContext) {
  const { events, world } = ctx;
  const streams = await countStreams(ctx);
  const [filled, weeks] = [await countFilled(ctx), await countWeeks(ctx, streams)];
  const scan = await events.scan({ filter: { world, stream: { not: ["beliefs"] } }, words: ["source", "stream"], codes: ["customer"] });
  const input: QualityInput = { scan, records: await events.people({ world }), links: await events.links({ world }) };
  return { streams, filled, weeks, counted: await ctx.compute.run<Counted>("customer.quality", input) };
}

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
