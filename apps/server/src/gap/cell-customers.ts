import { suppress } from "@counterseat/stats";
import type { Filter } from "../platform/events/contract.ts";
import type { Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { GROUP_MINIMUM } from "./belief-gap.ts";

type Place = Pick<Scope, "segment" | "channel">;
type Column = keyof Place;

const kept = whileUnchanged<ReadonlyMap<string, ReadonlySet<string> | null>>();

/**
 * Who passed each stage between two instants, from what happened there; null where the group is so small, or would give a small one
 * away, that it may not be shown. What is shown of them is counted over the customers of the ledger (`known`), so that is what the sizes
 * of groups are counted over too.
 */
export function cellCustomers(
  ctx: ReadContext,
  scope: Scope & { readonly from: number; readonly to: number },
  stages: readonly string[],
  known: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string> | null>> {
  const place = { channel: scope.channel, segment: scope.segment };
  const key = JSON.stringify([ctx.world, place, scope.from, scope.to, stages, known.length]);
  return kept(ctx.events, key, async () => {
    const inLedger = new Set(known);
    const passed = await Promise.all(
      stages.map((stage) => {
        const filter: Filter = {
          world: ctx.world,
          stream: "events",
          stage,
          time: { from: scope.from, to: scope.to },
          customer: { not: [null] },
        };
        return place.channel === null && place.segment === null ? everybody(ctx, filter) : chosen(ctx, filter, place, inLedger);
      }),
    );
    return new Map(stages.map((stage, i) => [stage, passed[i] ?? null]));
  });
}

async function everybody(ctx: ReadContext, filter: Filter): Promise<ReadonlySet<string>> {
  return new Set((await ctx.events.distinct({ column: "customer", filter })).values);
}

/** Those of the place; null where it is fewer than five, or the difference between a total and its other parts that are. */
async function chosen(ctx: ReadContext, filter: Filter, place: Place, known: ReadonlySet<string>): Promise<ReadonlySet<string> | null> {
  const rows = (await ctx.events.countBy({ by: ["customer", "segment", "channel"], filter })).map(({ key }) => ({
    customer: key[0] ?? "",
    segment: key[1] ?? NOBODYS,
    channel: key[2] ?? NOBODYS,
  }));
  const counted = rows.filter(({ customer }) => known.has(customer));
  if (place.segment !== null && place.channel !== null && hasSmallCrossing(counted)) return null;
  for (const column of ["segment", "channel"] as const) {
    const name = place[column];
    if (name === null) continue;
    const other: Column = column === "segment" ? "channel" : "segment";
    const beside = counted.filter((row) => place[other] === null || row[other] === place[other]);
    const { primary, complementary } = suppress({ cells: sizes(beside, (row) => row[column]), k: GROUP_MINIMUM });
    if (primary.includes(name) || complementary.includes(name)) return null;
  }
  const here = rows.filter(
    (row) => (place.segment === null || row.segment === place.segment) && (place.channel === null || row.channel === place.channel),
  );
  return new Set(here.map(({ customer }) => customer));
}

/** Who belongs to none is a group too. */
const NOBODYS = "";

type Row = Readonly<Record<"customer" | "segment" | "channel", string>>;

/** With the margins shown, one small crossing can be worked out from whichever others are: then none is shown. */
function hasSmallCrossing(rows: readonly Row[]): boolean {
  const crossings = sizes(rows, ({ segment, channel }) => JSON.stringify([segment, channel]));
  return Object.values(crossings).some((n) => n < GROUP_MINIMUM);
}

function sizes(rows: readonly Row[], group: (row: Row) => string): Record<string, number> {
  const people = new Map<string, Set<string>>();
  for (const row of rows) {
    const name = group(row);
    people.set(name, (people.get(name) ?? new Set()).add(row.customer));
  }
  return Object.fromEntries([...people].map(([name, { size }]) => [name, size]));
}
