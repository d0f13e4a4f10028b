import { z } from "zod";
import { newId, RetentionRunId } from "../../platform/ids.ts";
import { work, type WorkContext } from "../../platform/operation.ts";
import { assertOwnRows } from "../consent/put-purposes.ts";
import { carryOutRetention } from "./carry-out.ts";
import { countPast, cutOf } from "./past.ts";
import { addRun, type Cut, lookedOn, noteLooked, readRetention, unfinishedRuns } from "./store.ts";

export const removePast = work({
  name: "customer.removePastRows",
  method: "POST",
  path: "/retention/remove",
  summary: "Remove what is past its time in every source; it is done by itself once a day",
  permission: "privacy:write",
  input: z.object({}),
  output: z.object({ rows: z.number().int().describe("rows that were past their time") }),
  async run(ctx) {
    assertOwnRows(ctx);
    return { rows: await removeWhatIsPast(ctx) };
  },
});

/** Writes down which sources have rows past their time, then takes these out. Resolves with how many there were. */
export async function removeWhatIsPast(ctx: WorkContext): Promise<number> {
  await ctx.events.applied(ctx.events.stats().lastPosition); // what was acknowledged counts
  const now = ctx.clock();
  const cuts: Cut[] = [];
  let rows = 0;
  for (const [source, months] of await readRetention(ctx.db, ctx.world)) {
    const before = cutOf(months, now);
    const past = await countPast(ctx, source, before);
    if (past.rows === 0) continue;
    rows += past.rows;
    cuts.push({ source, before: new Date(before).toISOString() });
  }
  await ctx.records.transaction(async (tx) => {
    await noteLooked(tx, dayOf(now));
    if (cuts.length === 0) return;
    const id = newId(RetentionRunId);
    const askedBy = `${ctx.actor.kind}:${ctx.actor.id}`;
    await addRun(tx, { id, world: ctx.world, askedBy, askedAt: new Date(now), state: "asked", doneAt: null, cuts, removed: null });
  });
  if ((await unfinishedRuns(ctx.db)).length > 0) await carryOutRetention(ctx);
  return rows;
}

const dayOf = (now: number) => new Date(now).toISOString().slice(0, 10);

/** Once a day, where a source has a period at all. */
export async function isDue(ctx: Pick<WorkContext, "db" | "clock">): Promise<boolean> {
  if ((await readRetention(ctx.db, "own")).size === 0) return false;
  return (await lookedOn(ctx.db)) !== dayOf(ctx.clock());
}
