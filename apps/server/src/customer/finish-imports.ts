import { addMissing } from "../company/index.ts";
import type { Applied } from "../platform/events/contract.ts";
import { ImportId } from "../platform/ids.ts";
import { failureOf } from "../platform/log.ts";
import type { WorkContext } from "../platform/operation.ts";
import type { ListName } from "../company/words.ts";
import { finishImport, keepFreshUploads, setImportState, unfinishedImports } from "./store.ts";
import { sweepUploads } from "./uploads.ts";

/** Listens for applied imports and writes their results down; at the start, finishes what a crash cut off. */
export async function finishImports(ctx: WorkContext): Promise<void> {
  ctx.events.onApplied((importId, result) => {
    // The sample's loads are applied too, but are nobody's import.
    if (importId === null || !ImportId.safeParse(importId).success) return;
    void settle(ctx, importId, result).catch((error: unknown) =>
      ctx.log.error({ import: importId, error: failureOf(error) }, "import result not written"),
    );
  });
  const day = 24 * 3_600_000;
  await sweepUploads(ctx.dataDir, await ctx.records.transaction((tx) => keepFreshUploads(tx, new Date(ctx.clock() - day))));
  for (const run of await unfinishedImports(ctx.db)) {
    const result = await ctx.events.result(run.id);
    if (result !== null) await settle(ctx, run.id, result);
    // "waiting" means the log never acknowledged it. "reading" is being replayed now and settles through the listener.
    else if (run.state === "waiting") {
      await ctx.records.transaction((tx) =>
        setImportState(tx, run.id, "failed", "Counterseat stopped before the file was safely kept. Import it again."),
      );
    }
  }
}

async function settle(ctx: WorkContext, importId: string, result: Applied): Promise<void> {
  if (result.accepted > 0) await addDimensions(ctx, importId);
  await ctx.records.transaction((tx) => finishImport(tx, importId, result));
}

/** Stages, channels and segments a file names and the company does not know yet join the company's lists. */
async function addDimensions(ctx: WorkContext, importId: string): Promise<void> {
  const filter = { import: importId, world: "own" };
  const stages = await ctx.events.countBy({ by: ["stage"], filter });
  const owners = await ctx.events.countBy({ by: ["stage", "owner"], filter });
  const found: [ListName, { id: string; label: string }[]][] = [];
  for (const [list, column] of [
    ["channels", "channel"],
    ["segments", "segment"],
  ] as const) {
    const { values } = await ctx.events.distinct({ column, filter, limit: 1000 });
    found.push([list, values.map((id) => ({ id, label: labelOf(id) }))]);
  }
  const named = stages.flatMap((c) => (c.key[0] === null || c.key[0] === undefined ? [] : [c.key[0]])).sort();
  await ctx.records.transaction(async (tx) => {
    await addMissing(
      tx,
      "own",
      "stages",
      named.map((id, order) => ({
        id,
        label: labelOf(id),
        order,
        ownerId: owners.find((o) => o.key[0] === id && o.key[1] !== null)?.key[1] ?? null,
      })),
    );
    for (const [list, entries] of found) await addMissing(tx, "own", list, entries as never);
  });
}

function labelOf(id: string): string {
  const words = id.replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? id : words.charAt(0).toUpperCase() + words.slice(1);
}
