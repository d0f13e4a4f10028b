import type { WorkContext } from "../platform/operation.ts";
import { startLoading } from "./load.ts";

/** Small enough to be there in a moment, large enough that the sample's findings show. */
const PREVIEW = { seed: 7, scale: 0.1 };

/** An installation without a row of anybody's gets a small sample to look at, in a world of its own. */
export async function ensurePreview(ctx: WorkContext): Promise<void> {
  const any = await ctx.events.countBy({ by: ["world"], filter: {} });
  if (any.length > 0) return;
  await ctx.events.applied(await startLoading(ctx, "preview", PREVIEW));
}
