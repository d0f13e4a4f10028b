import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";

const kept = whileUnchanged<readonly string[]>();

/** The kinds of rows there are in this world, such as `transactions`. */
export function streamsOf(ctx: ReadContext): Promise<readonly string[]> {
  return kept(ctx.events, ctx.world, async () => (await ctx.events.distinct({ column: "stream", filter: { world: ctx.world } })).values);
}
