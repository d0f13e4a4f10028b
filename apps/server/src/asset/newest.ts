import type { ReadContext } from "../platform/operation.ts";

/** The instant of the newest thing that has happened in this world, UTC ms; what is dated ahead has not. Null without any. */
export async function newestInstant(ctx: ReadContext): Promise<number | null> {
  const filter = { world: ctx.world, time: { to: ctx.clock() + 1 } };
  const { numbers } = await ctx.events.scan({ filter, numbers: ["time"], order: "newest", limit: 1 });
  return numbers.time?.[0] ?? null;
}
