import { suppress } from "@counterseat/stats";
import type { Filter } from "../platform/events/contract.ts";
import type { Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { GROUP_MINIMUM } from "./belief-gap.ts";

const kept = whileUnchanged<ReadonlyMap<string, ReadonlySet<string> | null>>();

/**
 * Who passed each stage between two instants, from what happened there; null where the group is so small, or would give
 * a small one away, that it may not be shown.
 */
export function cellCustomers(
  ctx: ReadContext,
  scope: Scope & { readonly from: number; readonly to: number },
  stages: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string> | null>> {
  const place = { channel: scope.channel, segment: scope.segment };
  return kept(ctx.events, JSON.stringify([ctx.world, place, scope.from, scope.to, stages]), async () => {
    const passed = await Promise.all(
      stages.map(async (stage) => {
        const filter: Filter = {
          world: ctx.world,
          stream: "events",
          stage,
          time: { from: scope.from, to: scope.to },
          customer: { not: [null] },
          ...(scope.channel === null ? {} : { channel: scope.channel }),
          ...(scope.segment === null ? {} : { segment: scope.segment }),
        };
        const shown = await mayBeShown(ctx, filter, place);
        return shown ? new Set((await ctx.events.distinct({ column: "customer", filter })).values) : null;
      }),
    );
    return new Map(stages.map((stage, i) => [stage, passed[i] ?? null]));
  });
}

/** Neither fewer than five, nor the difference between a total and its other parts that are fewer than five. */
async function mayBeShown(ctx: ReadContext, filter: Filter, place: { channel: string | null; segment: string | null }): Promise<boolean> {
  for (const column of ["segment", "channel"] as const) {
    const chosen = place[column];
    if (chosen === null) continue;
    const { [column]: _one, ...all } = filter;
    const groups = await ctx.events.countBy({ by: [column], filter: all });
    const { primary, complementary } = suppress({
      cells: Object.fromEntries(groups.map(({ key, customers }) => [key[0] ?? "", customers])),
      k: GROUP_MINIMUM,
    });
    if (primary.includes(chosen) || complementary.includes(chosen)) return false;
  }
  return true;
}
