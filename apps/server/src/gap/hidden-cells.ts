import { suppress } from "@counterseat/stats";
import type { Groups, Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { GROUP_MINIMUM } from "./belief-gap.ts";

export interface Hidden {
  readonly doubt: "hidden-small-group" | "hidden-by-subtraction";
  readonly reason: string;
}

/** Sides of a cell that come from people's answers. */
export const SIDES = ["culture.believed", "culture.front-line-believed", "voice.experienced"] as const;
export type SideMetric = (typeof SIDES)[number];

/**
 * Why the answers of a stage may not be shown under a filter, by side and stage. A group under five is hidden; and where the others
 * and the total would give it away by subtraction, the fewest, then smallest, further groups are hidden with it.
 */
export async function hiddenSides(
  ctx: ReadContext,
  scope: Scope,
  stages: readonly string[],
): Promise<Readonly<Record<SideMetric, ReadonlyMap<string, Hidden>>>> {
  const [believed, frontLine, experienced] = await Promise.all(SIDES.map((side) => hiddenStages(ctx, scope, stages, side)));
  const none = new Map<string, Hidden>();
  return {
    "culture.believed": believed ?? none,
    "culture.front-line-believed": frontLine ?? none,
    "voice.experienced": experienced ?? none,
  };
}

async function hiddenStages(ctx: ReadContext, scope: Scope, stages: readonly string[], side: SideMetric): Promise<Map<string, Hidden>> {
  const hidden = new Map<string, Hidden>();
  if (scope.segment === null && scope.channel === null) return hidden;
  const groups = await ctx.metrics.groups(side, ctx, scope);
  const who = WHO[side];
  for (const stage of stages) {
    const found =
      (scope.segment !== null && scope.channel !== null && smallCrossing(groups, stage) ? crossing(who) : null) ??
      hiddenIn(
        sizes(groups.channels, (channel) => groups.people(stage, scope.segment, channel)),
        scope.channel,
        who,
      ) ??
      hiddenIn(
        sizes(groups.segments, (segment) => groups.people(stage, segment, scope.channel)),
        scope.segment,
        who,
      );
    if (found !== null) hidden.set(stage, found);
  }
  return hidden;
}

const WHO: Readonly<Record<SideMetric, string>> = {
  "culture.believed": "leaders",
  "culture.front-line-believed": "people at the front line",
  "voice.experienced": "customers",
};

const crossing = (who: string): Hidden => ({
  doubt: "hidden-by-subtraction",
  reason: `Segment and channel together would give away a group of fewer than ${GROUP_MINIMUM} ${who}, so they are not shown together.`,
});

function hiddenIn(groups: ReadonlyMap<string, number>, chosen: string | null, who: string): Hidden | null {
  if (chosen === null) return null;
  const { primary, complementary } = suppress({ cells: Object.fromEntries(groups), k: GROUP_MINIMUM });
  if (primary.includes(chosen))
    return { doubt: "hidden-small-group", reason: `Fewer than ${GROUP_MINIMUM} ${who} answered here, so they stay hidden.` };
  if (!complementary.includes(chosen)) return null;
  return { doubt: "hidden-by-subtraction", reason: "Hidden so that a smaller group beside it cannot be worked out by subtraction." };
}

/**
 * Whether some crossing of a segment and a channel holds one to four people. Then no crossing is shown at all: with the
 * margins published, any other rule leaves sums from which the small one can be worked out.
 */
function smallCrossing(groups: Groups, stage: string): boolean {
  const inChannels = (segment: string | null) => sizes(groups.channels, (channel) => groups.people(stage, segment, channel));
  const bySegment = groups.segments.map(inChannels);
  const small = (n: number) => n > 0 && n < GROUP_MINIMUM;
  for (const [channel, whole] of inChannels(null)) {
    const seen = bySegment.map((channels) => channels.get(channel) ?? 0);
    if (seen.some(small) || small(whole - sum(seen))) return true;
  }
  return false;
}

/** The group of those who belong to none; no id of a segment or channel is empty. */
const NOBODYS = "";

/** People by group. Who belongs to no group is a group too: without it, the total minus the shown ones would give them away. */
function sizes(names: readonly string[], people: (name: string | null) => number): Map<string, number> {
  const groups = new Map(names.map((name) => [name, people(name)]));
  return groups.set(NOBODYS, Math.max(0, people(null) - sum([...groups.values()])));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
