import { z } from "zod";
import { read } from "../../platform/operation.ts";
import type { Drift, DriftInput } from "./find-drift.ts";
import { DAY_MS, iso, readRows } from "./read-rows.ts";
import { sumViolations } from "./store.ts";
import { dayOf } from "./tally.ts";
import { DriftReport, SourceName, ViolationKind } from "./words.ts";

/** How long before the date is compared with. */
const BEFORE_DAYS = 90;
const DEFAULT_DAYS = 7;
const MOST_AGAINST = 200;

export const getDrift = read({
  name: "customer.getDrift",
  method: "GET",
  path: "/tracking-plans/{source}/drift",
  summary: "What a source sends otherwise since a date than in the 90 days before it, and what was against its plan since",
  permission: "customer:read",
  input: z.object({ source: SourceName, since: z.iso.datetime({ offset: true }).optional() }),
  output: DriftReport,
  async run(ctx, { source, since }) {
    const now = ctx.clock();
    const date = since === undefined ? now - DEFAULT_DAYS * DAY_MS : Date.parse(since);
    const [before, after] = [
      await readRows(ctx, { source, from: date - BEFORE_DAYS * DAY_MS, to: date }),
      await readRows(ctx, { source, from: date, to: Math.max(now, date) + DAY_MS }),
    ];
    const oldest = before.rows.numbers.time?.at(-1) ?? date;
    const input: DriftInput = {
      before: before.rows,
      after: after.rows,
      spanRatio: Math.max(0, now - date) / Math.max(DAY_MS, date - oldest),
    };
    const drift = await ctx.compute.run<Drift>("customer.findDrift", input);
    const against = await sumViolations(ctx.db, { source, since: dayOf(date), limit: MOST_AGAINST });
    return {
      source,
      since: new Date(date).toISOString(),
      before: { ...drift.before, from: iso(drift.before.from), to: iso(drift.before.to), all: before.all },
      after: { ...drift.after, from: iso(drift.after.from), to: iso(drift.after.to), all: after.all },
      verdict: verdictOf(drift),
      changes: drift.changes,
      against: against.map(({ first, last, property, kind, ...row }) => ({
        ...row,
        property: property === "" ? null : property,
        kind: ViolationKind.parse(kind),
        first: first.toISOString(),
        last: last.toISOString(),
      })),
    };
  },
});

function verdictOf({ before, after, changes }: Drift) {
  if (before.rows === 0) return "nothing-before" as const;
  if (changes.length > 0) return "drift" as const;
  return after.rows === 0 ? ("nothing-since" as const) : ("no-drift" as const);
}
