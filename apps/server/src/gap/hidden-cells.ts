import { suppress } from "@counterseat/stats";
import type { Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { GROUP_MINIMUM } from "./belief-gap.ts";

export interface Hidden {
  readonly doubt: "hidden-small-group" | "hidden-by-subtraction";
  readonly reason: string;
}

/**
 * Why a stage's customers may not be shown under a filter, by stage. A group under five is hidden; and where the others
 * and the total would give it away by subtraction, the fewest, then smallest, further groups are hidden with it.
 */
export async function hiddenStages(ctx: ReadContext, scope: Scope, stages: readonly string[]): Promise<Map<string, Hidden>> {
  const hidden = new Map<string, Hidden>();
  for (const dimension of ["segment", "channel"] as const) {
    const chosen = scope[dimension];
    if (chosen === null) continue;
    const groups = await groupSizes(ctx, scope, dimension);
    for (const stage of stages) {
      const cells = Object.fromEntries([...groups].map(([group, byStage]) => [group, byStage.get(stage) ?? 0]));
      const { primary, complementary } = suppress({ cells, k: GROUP_MINIMUM });
      if (primary.includes(chosen))
        hidden.set(stage, {
          doubt: "hidden-small-group",
          reason: `Fewer than ${GROUP_MINIMUM} customers answered here, so they stay hidden.`,
        });
      else if (complementary.includes(chosen))
        hidden.set(stage, {
          doubt: "hidden-by-subtraction",
          reason: "Hidden so that a smaller group beside it cannot be worked out by subtraction.",
        });
    }
  }
  if (scope.segment !== null && scope.channel !== null) {
    for (const stage of await smallCrossings(ctx, scope, stages)) {
      hidden.set(stage, {
        doubt: "hidden-by-subtraction",
        reason: `Segment and channel together would give away a group of fewer than ${GROUP_MINIMUM} customers, so they are not shown together.`,
      });
    }
  }
  return hidden;
}

/**
 * Stages where some crossing of a segment and a channel holds one to four people. There no crossing is shown at all: with
 * the margins published, any other rule leaves sums from which the small one can be worked out.
 */
async function smallCrossings(ctx: ReadContext, scope: Scope, stages: readonly string[]): Promise<Set<string>> {
  const { values } = await ctx.events.distinct({ column: "segment", filter: { stream: "responses", world: ctx.world } });
  const small = new Set<string>();
  const whole = await groupSizes(ctx, { ...scope, segment: null }, "channel");
  const seen = new Map<string, number>();
  const check = (stage: string, n: number) => {
    if (n > 0 && n < GROUP_MINIMUM) small.add(stage);
  };
  for (const segment of values) {
    for (const [channel, byStage] of await groupSizes(ctx, { ...scope, segment }, "channel")) {
      for (const stage of stages) {
        const n = byStage.get(stage) ?? 0;
        check(stage, n);
        seen.set(`${channel}~${stage}`, (seen.get(`${channel}~${stage}`) ?? 0) + n);
      }
    }
  }
  for (const [channel, byStage] of whole) {
    for (const stage of stages) check(stage, (byStage.get(stage) ?? 0) - (seen.get(`${channel}~${stage}`) ?? 0));
  }
  return small;
}

/** The group of those who belong to none; no id of a segment or channel is empty. */
const NOBODYS = "";

/** Group → stage → people who answered, for every group of a dimension, the other filters kept. */
async function groupSizes(ctx: ReadContext, scope: Scope, dimension: "segment" | "channel"): Promise<Map<string, Map<string, number>>> {
  const { values } = await ctx.events.distinct({ column: dimension, filter: { stream: "responses", world: ctx.world } });
  const groups = new Map<string, Map<string, number>>();
  for (const value of values) {
    const samples = await ctx.metrics.samples("voice.experienced", ctx, { ...scope, [dimension]: value });
    groups.set(value, new Map([...samples.byStage].map(([stage, sample]) => [stage, sample.points.length])));
  }
  // Who belongs to no group is a group too: without it, the total minus the shown ones would give them away.
  const all = await ctx.metrics.samples("voice.experienced", ctx, { ...scope, [dimension]: null });
  const rest = new Map(
    [...all.byStage].map(([stage, sample]) => [
      stage,
      Math.max(0, sample.points.length - sum([...groups.values()].map((g) => g.get(stage) ?? 0))),
    ]),
  );
  groups.set(NOBODYS, rest);
  return groups;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
