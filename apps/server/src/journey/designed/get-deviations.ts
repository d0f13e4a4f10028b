import { studentQuantile } from "@counterseat/stats";
import { read } from "../../platform/operation.ts";
import { askedLog, figureOf, shareFigure } from "../organisation/ask.ts";
import { presentDesign } from "./get-designs.ts";
import type { Compared } from "./tasks.ts";
import { AskedDeviations, Deviations } from "./words.ts";

export const getDeviations = read({
  name: "journey.getDeviations",
  method: "GET",
  path: "/journey/deviations",
  summary: "How journeys went beside one as it was designed: how many fit, which steps were skipped, extra or moved, promised times kept",
  permission: "journey:read",
  reach: "organisation",
  input: AskedDeviations,
  output: Deviations,
  async run(ctx, input): Promise<Deviations> {
    const { id, version, content } = await presentDesign(ctx, input.design);
    const { found, words, run } = await askedLog(ctx, input);
    const asOf = found?.last ?? null;
    const share = (metric: string, successes: number, n: number) => shareFigure(ctx, metric, { successes, n, asOf });
    const counted =
      run === null
        ? null
        : await run<Compared>("journey.deviations", {
            tree: content.tree,
            promises: content.promises,
            whole: content.whole,
            asOf: asOf ?? ctx.clock(),
          });
    const n = counted?.compared ?? 0;
    const named = (rows: readonly { step: string; cases: number }[]) => rows.map(({ step, cases }) => ({ ...words.step(step), cases }));
    const placed = (step: string | null) => (step === null ? null : words.step(step));
    return {
      log: found?.log ?? null,
      design: { id, name: content.name, version },
      cases: counted?.cases ?? 0,
      begun: counted?.begun ?? 0,
      begins: (counted?.starts ?? []).map(words.step),
      compared: n,
      ends: (counted?.ends ?? []).map(words.step),
      unfinished: named(counted?.unfinished ?? []),
      earlier: named(counted?.earlier ?? []),
      exact: share("journey.designed-exactly", counted?.exact ?? 0, n),
      fitness: meanFigure(ctx, counted, asOf),
      deviations: (counted?.deviations ?? []).map(({ kind, step, designed, cases, times, after, before, inChannel, odd, filters }) => ({
        kind,
        step: words.step(step),
        designed,
        cases,
        times,
        share: share("journey.deviating", cases, n),
        after: placed(after),
        before: placed(before),
        channels: (counted?.channels ?? []).flatMap((channel, at) => {
          const of = counted?.inChannel[at] ?? 0;
          return of === 0 ? [] : [{ ...words.channel(channel), cases: inChannel[at] ?? 0, of }];
        }),
        odd: odd === null ? null : words.channel(counted?.channels[odd] ?? ""),
        filters: filters === null ? null : filters.map(asLinked),
      })),
      promises: (counted?.promises ?? []).map(({ step, seconds, kept }) => ({
        step: placed(step),
        seconds,
        kept: share("journey.promised-time-kept", kept.kept, kept.n),
        late: kept.late,
        open: kept.open,
        lateness: kept.lateness === null ? null : { median: kept.lateness.median, p90: kept.lateness.p90 },
      })),
      doubts: [
        ...((counted?.begun ?? 0) === 0 ? (["no-such-journeys"] as const) : n === 0 ? (["none-finished"] as const) : []),
        ...((counted?.givenUp ?? 0) > 0 ? (["given-up"] as const) : []),
      ],
    };
  },
});

type Condition = NonNullable<Compared["deviations"][number]["filters"]>[number];
/** Only conditions on steps come from a deviation; as a link carries them. */
function asLinked(filter: Condition): NonNullable<Deviations["deviations"][number]["filters"]>[number] {
  if (filter.kind !== "has-step") throw new Error(`a deviation is chosen by steps, not by ${filter.kind}`);
  const { kind, step, times, not } = filter;
  return { kind, step, ...(times === undefined ? {} : { times }), ...(not === undefined ? {} : { not }) };
}

function meanFigure(ctx: Parameters<typeof figureOf>[0], counted: Compared | null, asOf: number | null) {
  const n = (counted?.compared ?? 0) - (counted?.givenUp ?? 0);
  const fitness = counted?.fitness ?? null;
  const half = fitness === null || n < 2 ? null : studentQuantile(0.975, n - 1) * Math.sqrt(fitness.variance / n);
  return figureOf(ctx, "journey.designed-fitness", {
    value: fitness?.mean ?? null,
    n,
    interval: fitness === null || half === null ? null : [Math.max(0, fitness.mean - half), Math.min(1, fitness.mean + half)],
    asOf,
  });
}
