import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";

const kept = whileUnchanged<number | null>();
const MINUTE = 60_000;

/**
 * The instant of the newest thing that has happened in this world, UTC ms; what is dated ahead has not. Null without any. Looked up once a
 * minute, since it takes a walk over all rows.
 */
export function newestInstant(ctx: ReadContext): Promise<number | null> {
  const now = ctx.clock();
  return kept(ctx.events, `${ctx.world} ${Math.floor(now / MINUTE)}`, async () => {
    const filter = { world: ctx.world, time: { to: now + 1 } };
    const { numbers } = await ctx.events.scan({ filter, numbers: ["time"], order: "newest", limit: 1 });
    return numbers.time?.[0] ?? null;
  });
}
