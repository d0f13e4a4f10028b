import type { ReadContext } from "../../platform/operation.ts";
import { beginningsOf, listRuns } from "./store.ts";

/**
 * The instant from which on rows of a stream are all there, ISO 8601: what was older went because its time to be kept was over. Null where
 * nothing did. Figures of before, and all that look back, must say so.
 */
export async function dataBegins(ctx: Pick<ReadContext, "db" | "events" | "world">, stream: string): Promise<string | null> {
  const begins = beginningsOf(await listRuns(ctx.db, ctx.world));
  if (begins.size === 0) return null;
  const sources = await ctx.events.countBy({ by: ["source"], filter: { world: ctx.world, stream }, use: "upkeep" });
  return sources
    .flatMap(({ key }) => begins.get(key[0] ?? "") ?? [])
    .reduce<string | null>((last, one) => (last === null || one > last ? one : last), null);
}
