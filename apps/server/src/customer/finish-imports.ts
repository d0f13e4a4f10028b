import { rm } from "node:fs/promises";
import { addMissing, readList } from "../company/index.ts";
import type { Applied } from "../platform/events/contract.ts";
import { ImportId } from "../platform/ids.ts";
import { failureOf } from "../platform/log.ts";
import type { WorkContext } from "../platform/operation.ts";
import type { ListName } from "../company/words.ts";
import { idOfName, labelOfId } from "./ingest/dimension-names.ts";
import { addTo, type Money, moneyOf } from "./money-sums.ts";
import { dropTakenUpload, findImport, finishImport, finishWithdrawal, keepFreshUploads, unfinishedImports } from "./store.ts";
import { sweepUploads, uploadPath } from "./uploads.ts";

const WITHDRAWAL = "withdraw ";
/** The name under which the event side keeps the result of undoing an import. */
export const withdrawalOf = (importId: string) => `${WITHDRAWAL}${importId}`;

/** Listens for applied imports and writes their results down; at the start, finishes what a crash cut off. */
export async function finishImports(ctx: WorkContext): Promise<void> {
  ctx.events.onApplied((name, result) => {
    const settling = settlingOf(ctx, name, result);
    void settling?.catch((error: unknown) => ctx.log.error({ import: name, error: failureOf(error) }, "import result not written"));
  });
  const day = 24 * 3_600_000;
  await sweepUploads(ctx.dataDir, await ctx.records.transaction((tx) => keepFreshUploads(tx, new Date(ctx.clock() - day))));
  for (const run of await unfinishedImports(ctx.db)) {
    // No result yet: the log is replayed now, or the outbox still has to tell it; both end in the listener.
    const name = run.state === "withdrawing" ? withdrawalOf(run.id) : run.id;
    const result = await ctx.events.result(name);
    if (result !== null) await settlingOf(ctx, name, result);
  }
}

/** Null for what is nobody's import: the sample's loads are applied too. */
function settlingOf(ctx: WorkContext, name: string | null, result: Applied): Promise<void> | null {
  const withdrawal = name?.startsWith(WITHDRAWAL) ?? false;
  const id = ImportId.safeParse(withdrawal ? name?.slice(WITHDRAWAL.length) : name).data;
  if (id === undefined) return null;
  return withdrawal ? settleWithdrawal(ctx, id) : settle(ctx, id, result);
}

async function settle(ctx: WorkContext, importId: ImportId, result: Applied): Promise<void> {
  const run = await findImport(ctx.db, importId);
  // An event store that was rebuilt tells all it was ever told: what was settled, and perhaps undone since, stays as it is.
  if (run !== null && run.state !== "waiting" && run.state !== "reading") return;
  // The file brought rows of somebody who asked to be forgotten. They were not kept, so the file must not be either.
  if (Number(Reflect.get(result, "forgotten") ?? 0) > 0) await ctx.events.forget();
  if (result.accepted > 0) await addDimensions(ctx, importId);
  const money = await moneyKept(ctx, importId, result);
  const upload = await ctx.records.transaction(async (tx) => {
    await finishImport(tx, importId, result, money);
    return dropTakenUpload(tx, importId);
  });
  if (upload !== null) await rm(uploadPath(ctx.dataDir, upload), { force: true });
}

export async function settleWithdrawal(ctx: WorkContext, importId: ImportId): Promise<void> {
  await ctx.records.transaction((tx) => finishWithdrawal(tx, importId, new Date(ctx.clock())));
}

/** The sums of the file with what the event store holds of it now: what the two differ by was known before. */
async function moneyKept(ctx: WorkContext, importId: string, result: Applied): Promise<Money | null> {
  const money = moneyOf(result);
  if (money === null) return null;
  const kept: Record<string, number> = {};
  for (const { key, amount } of await ctx.events.countBy({
    by: ["currency"],
    filter: { import: importId },
    use: "upkeep",
    amounts: true,
  })) {
    if (amount !== 0) addTo(kept, key[0] ?? money.fallback, amount);
  }
  return { ...money, kept };
}

/** Stages, channels and segments a file names and the company does not know yet join the company's lists. */
async function addDimensions(ctx: WorkContext, importId: string): Promise<void> {
  const filter = { import: importId, world: "own" };
  const stages = await ctx.events.countBy({ by: ["stage"], filter, use: "upkeep" });
  const owners = await ctx.events.countBy({ by: ["stage", "owner"], filter, use: "upkeep" });
  const found: [ListName, { id: string; label: string }[]][] = [];
  for (const [list, column] of [
    ["channels", "channel"],
    ["segments", "segment"],
  ] as const) {
    const { values } = await ctx.events.distinct({ column, filter, use: "upkeep", limit: 1000 });
    found.push([list, values.map((id) => ({ id, label: labelOfId(id) }))]);
  }
  const people = new Map<string, string>();
  const ownerId = await ownersById(ctx, people);
  const named = stages.flatMap((c) => (c.key[0] === null || c.key[0] === undefined ? [] : [c.key[0]])).sort();
  await ctx.records.transaction(async (tx) => {
    await addMissing(
      tx,
      "own",
      "stages",
      named.map((id, order) => ({
        id,
        label: labelOfId(id),
        order,
        ownerId: ownerId(owners.find((o) => o.key[0] === id && o.key[1] !== null)?.key[1] ?? null),
      })),
    );
    const joined = [...people].map(([id, name]) => ({ id, name, title: "", unitId: null, role: "manager" as const, customerId: null }));
    await addMissing(tx, "own", "people", joined);
    for (const [list, entries] of found) await addMissing(tx, "own", list, entries as never);
  });
}

/** An owner is named by id or by name; who is not known yet joins the people under an id made of the name. Fills `joining`. */
async function ownersById(ctx: WorkContext, joining: Map<string, string>): Promise<(told: string | null) => string | null> {
  const people = await readList(ctx.db, "own", "people");
  const known = new Map(
    people.flatMap(({ id, name }) => [[name.toLowerCase(), id] as const]).concat(people.map(({ id }) => [id.toLowerCase(), id] as const)),
  );
  return (told) => {
    if (told === null) return null;
    const id = known.get(told.toLowerCase()) ?? idOfName(told);
    if (!known.has(id.toLowerCase())) joining.set(id, told.trim().slice(0, 200));
    return id;
  };
}
