import { z } from "zod";
import type { Figure } from "../../platform/figure.ts";
import { read, type ReadContext } from "../../platform/operation.ts";
import { countDeadLetters } from "../ingest/store.ts";
import { findRun } from "../resolve/store.ts";
import type { MatchReport } from "../resolve/words.ts";
import { listImports, toImport } from "../store.ts";
import { LINE_NAMES } from "../profile/survivors.ts";
import { freshnessOf, RHYTHM_FROM, volumeOf } from "./rhythm.ts";
import { Quality } from "./words.ts";

/** What is told of customers; what the staff believes is of none. */
const OF_CUSTOMERS = ["events", "transactions", "subscriptions", "customers", "responses", "identities"];
/** What happened at a time, and so has a rhythm. */
const HAPPENED = ["events", "transactions", "responses"];
const COLUMNS = ["customer", "time", "stage", "channel", "owner", "segment", "amount", "score", "comment"] as const;
/** The publisher's survey of 680 executives (seed 001): who has a single source of customer intelligence, and who is on the way to one. */
const REFERENCE = {
  value: 0.13,
  soon: 0.3,
  source: "001: 13 % of companies have a single source of customer intelligence, 30 % are on the way",
};

export const getQuality = read({
  name: "customer.getQuality",
  method: "GET",
  path: "/quality",
  summary:
    "How good the data are: how much stands on one customer, and of each source how fresh, how much, what was refused, what is filled",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({}),
  output: Quality,
  async run(ctx) {
    const { world } = ctx;
    const filter = { world, stream: OF_CUSTOMERS };
    const [known, counts, run] = await Promise.all([
      ctx.events.knownElsewhere({ filter }),
      ctx.events.countBy({ by: ["source"], filter }),
      findRun(ctx.db, world),
    ]);
    const report = run?.report ?? null;
    const [absent, sent] = await Promise.all([absences(ctx), refusals(ctx)]);
    const rowsOf = (name: string, n: number) => {
      const { rows = 0, shared = 0 } = known.find(({ source }) => source === name) ?? {};
      return { rows: n, shared, alone: rows - shared, nobody: n - rows };
    };
    const sources = await Promise.all(
      counts.map(async ({ key, n, last }) => {
        const name = key[0] ?? "";
        const rows = rowsOf(name, n);
        const asOf = last === null ? null : new Date(last).toISOString();
        const rhythm = await rhythmOf(ctx, name);
        const record = report?.sources.find(({ source }) => source === name);
        const { accepted, refused } = sent.get(name) ?? { accepted: 0, refused: 0 };
        const columns = COLUMNS.map((column) => ({ column, filled: n - (absent.get(column)?.get(name) ?? 0) })).filter(
          ({ filled }) => filled > 0,
        );
        const lines = LINE_NAMES.map((line) => ({ column: `record.${line}`, filled: record?.filled[line] ?? 0 })).filter(
          ({ filled }) => filled > 0,
        );
        return {
          name,
          rows,
          coverage: shareOf("customer.coverage", rows.shared, rows.rows, asOf),
          freshness: { ...rhythm.freshness, last: rhythm.last },
          volume: { ...rhythm.volume, usual: rhythm.volume.usual === null ? null : ([...rhythm.volume.usual] as [number, number]) },
          refused: shareOf("customer.refused", refused, accepted + refused, asOf),
          filled: [
            ...columns.map(({ column, filled }) => ({ column, share: shareOf("customer.filled", filled, n, asOf) })),
            ...lines.map(({ column, filled }) => ({ column, share: shareOf("customer.filled", filled, record?.records ?? 0, asOf) })),
          ],
          match: shareOf("customer.matched", record?.matched ?? 0, record?.records ?? 0, run?.endedAt?.toISOString() ?? null),
        };
      }),
    );
    const all = sources.map((source) => source.rows);
    const sum = (of: "rows" | "shared" | "alone" | "nobody") => all.reduce((total, rows) => total + rows[of], 0);
    const rows = { rows: sum("rows"), shared: sum("shared"), alone: sum("alone"), nobody: sum("nobody") };
    const newest = counts.reduce<number | null>((most, { last }) => (last !== null && (most === null || last > most) ? last : most), null);
    return {
      coverage: shareOf("customer.coverage", rows.shared, rows.rows, newest === null ? null : new Date(newest).toISOString()),
      rows,
      reference: REFERENCE,
      sources: sources.sort((a, b) => (a.name < b.name ? -1 : 1)),
      conflicts: conflictsOf(report, run?.endedAt?.toISOString() ?? null),
    };
  },
});

/** Counted, not sampled: there is nothing an interval could stand for. */
function shareOf(metric: string, part: number, n: number, asOf: string | null): Figure {
  return {
    value: n === 0 ? null : part / n,
    unit: "share",
    n,
    interval: null,
    metric: `${metric}@1`,
    asOf,
    doubts: n === 0 ? ["nothing-to-count"] : [],
  };
}

/** How many rows of each source say nothing in a column. */
async function absences({ events, world }: ReadContext): Promise<Map<string, Map<string, number>>> {
  const all = await Promise.all(
    COLUMNS.map(async (column) => {
      const counts = await events.countBy({ by: ["source"], filter: { world, stream: OF_CUSTOMERS, [column]: null } });
      return [column, new Map(counts.map(({ key, n }) => [key[0] ?? "", n]))] as const;
    }),
  );
  return new Map(all);
}

/** By source, rows of its files and events that came one by one. */
async function refusals(ctx: ReadContext): Promise<Map<string, { accepted: number; refused: number }>> {
  const sent = new Map<string, { accepted: number; refused: number }>();
  const add = (source: string, accepted: number, refused: number) => {
    const before = sent.get(source) ?? { accepted: 0, refused: 0 };
    sent.set(source, { accepted: before.accepted + accepted, refused: before.refused + refused });
  };
  for (const row of await listImports(ctx.db)) {
    const { log, world, state, accepted, refused } = toImport(row, null);
    if (world === ctx.world && state === "done") add(log, accepted, refused);
  }
  const live = await ctx.events.countBy({ by: ["source"], filter: { world: ctx.world, import: "live" } });
  for (const { key, n } of live) add(key[0] ?? "", n, 0);
  if (ctx.world === "own") for (const { source, count } of await countDeadLetters(ctx.db, {}, ctx.clock())) add(source, 0, count);
  return sent;
}

async function rhythmOf({ events, world, clock }: ReadContext, source: string) {
  const filter = { world, source, stream: HAPPENED };
  const newest = (await events.countBy({ by: [], filter }))[0]?.last ?? null;
  const times =
    newest === null
      ? new Float64Array()
      : ((await events.scan({ filter: { ...filter, time: { from: newest - RHYTHM_FROM } }, numbers: ["time"] })).numbers.time ??
        new Float64Array());
  return { last: newest === null ? null : new Date(newest).toISOString(), freshness: freshnessOf(times, clock()), volume: volumeOf(times) };
}

function conflictsOf(report: MatchReport | null, asOf: string | null): Quality["conflicts"] {
  return (report?.conflicts ?? []).map(({ line, said, differ }) => ({ line, share: shareOf("customer.conflicting", differ, said, asOf) }));
}
