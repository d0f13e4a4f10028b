import type { Due } from "../../platform/app.ts";
import { CounterseatError } from "../../platform/errors.ts";
import type { ReadContext, WorkContext } from "../../platform/operation.ts";
import { tryRetention } from "./carry-out.ts";
import { listRetention } from "./list-retention.ts";
import { previewRetention } from "./preview-retention.ts";
import { putRetention } from "./put-retention.ts";
import { isDue, removePast } from "./remove-past.ts";
import { replayRetired } from "./replay-retired.ts";
import { unfinishedRuns } from "./store.ts";

/** How long rows are kept. */
export const retentionOperations = [listRetention, previewRetention, putRetention, removePast] as const;

export async function dueRetention(ctx: ReadContext): Promise<Due[]> {
  return (await isDue(ctx)) ? [{ operation: removePast, input: {} }] : [];
}

/** Before anything is served: a restored backup loses again what went since, and what a crash cut off is finished. */
export async function finishRetention(ctx: WorkContext): Promise<void> {
  await replayRetired(ctx);
  if ((await unfinishedRuns(ctx.db)).length === 0) return;
  await ctx.events.applied(ctx.events.stats().lastPosition);
  await tryRetention(ctx);
  if ((await unfinishedRuns(ctx.db)).some(({ state }) => state !== "records"))
    throw new CounterseatError("internal", "Rows that are past their time could not be taken out of the stores yet.", {
      fix: "Look at the lines above, free space on the disk of the data directory, and start again.",
    });
}

export { tryRetention };
