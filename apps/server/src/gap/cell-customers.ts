import type { Filter } from "../platform/events/contract.ts";
import type { Groups, Scope, Worth } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { groupsOf } from "../platform/samples.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { whyHidden } from "./hidden-cells.ts";

const kept = whileUnchanged<ReadonlyMap<string, ReadonlySet<string>>>();
const keptPlaces = whileUnchanged<readonly Passing[]>();

type Span = Scope & { readonly from: number; readonly to: number };
interface Passing {
  readonly stage: string | null;
  readonly segment: string | null;
  readonly channel: string | null;
  readonly person: string;
}

/**
 * Who passed each stage between two instants, from what happened there; null where the group is so small, or would give
 * a small one away, that it may not be shown.
 */
export async function cellCustomers(
  ctx: ReadContext,
  scope: Span,
  { stages, worth }: { stages: readonly string[]; worth: Worth },
): Promise<ReadonlyMap<string, ReadonlySet<string> | null>> {
  const [passed, groups] = await Promise.all([whoPassed(ctx, scope, stages), shownGroups(ctx, scope, { stages, worth })]);
  if (groups === null) return passed;
  const { segment, channel } = scope;
  const hidden = stages.filter((stage) => whyHidden(groups, { stage, segment, channel }, groups.people(stage, segment, channel)) !== null);
  return new Map([...passed].map(([stage, customers]) => [stage, hidden.includes(stage) ? null : customers]));
}

function whoPassed(ctx: ReadContext, scope: Span, stages: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { segment, channel } = scope;
  return kept(ctx.events, JSON.stringify([ctx.world, segment, channel, scope.from, scope.to, stages]), async () => {
    const place = { ...(channel === null ? {} : { channel }), ...(segment === null ? {} : { segment }) };
    const passed = await Promise.all(
      stages.map((stage) => ctx.events.distinct({ column: "customer", filter: { ...filterOf(ctx, scope, stage), ...place } })),
    );
    return new Map(stages.map((stage, i) => [stage, new Set(passed[i]?.values)]));
  });
}

/**
 * Who passed, by every group, of those the ledger knows: what a cell shows is counted of them alone, so of them alone nobody may be worked
 * out. Null without a filter, where no group is shown.
 */
async function shownGroups(
  ctx: ReadContext,
  scope: Span,
  { stages, worth }: { stages: readonly string[]; worth: Worth },
): Promise<Groups | null> {
  if (scope.segment === null && scope.channel === null) return null;
  const passing = await keptPlaces(ctx.events, JSON.stringify([ctx.world, scope.from, scope.to, stages]), async () => {
    const by = ["stage", "segment", "channel", "customer"] as const;
    const counts = await ctx.events.countBy({ by, filter: filterOf(ctx, scope, stages) });
    return counts.map(({ key: [stage = null, segment = null, channel = null, person] }) => ({
      stage,
      segment,
      channel,
      person: person ?? "",
    }));
  });
  const known = new Set(worth.customers);
  return groupsOf(passing.filter(({ person }) => known.has(person)));
}

function filterOf(ctx: ReadContext, { from, to }: Span, stage: string | readonly string[]): Filter {
  return { world: ctx.world, stream: "events", stage, time: { from, to }, customer: { not: [null] } };
}
