import { rm } from "node:fs/promises";
import { spreadRegister } from "../../platform/erasures/register.ts";
import type { Retire } from "../../platform/events/contract-retire.ts";
import { ImportId, UploadId } from "../../platform/ids.ts";
import { failureOf } from "../../platform/log.ts";
import type { WorkContext } from "../../platform/operation.ts";
import { eraseRemains } from "../privacy/carry-out.ts";
import { noteGone } from "../privacy/store.ts";
import { resolverOf } from "../resolve/resolver.ts";
import { uploadPath } from "../uploads.ts";
import { RETIRE_RECORD, RetiredCounts, retirementResult } from "./apply-retire.ts";
import {
  dropDeadLetters,
  dropUploadsBefore,
  forgetSubjectsOf,
  importsBefore,
  keysOfSource,
  moveRun,
  type RunRow,
  unfinishedRuns,
} from "./store.ts";

/**
 * Carries out what is written down of retention and not done: event store, then records, then what databases leave on disk, as an erasure
 * does. Each step is whole or not at all, notes what it did in the transaction that does it, and may be cut off and done again.
 */
export function carryOutRetention(ctx: WorkContext): Promise<void> {
  return resolverOf(ctx).alone(async () => {
    for (const row of await unfinishedRuns(ctx.db)) if (row.state === "asked") await retireEvents(ctx, row);
    for (const row of await unfinishedRuns(ctx.db)) if (row.state === "events") await retireRecords(ctx, row);
    // What is left on disk is left by all of them together.
    const left = await unfinishedRuns(ctx.db);
    if (left.length === 0) return;
    for (const row of left) await forgetSubjects(ctx, row);
    await eraseRemains(ctx);
    await ctx.records.transaction(async (tx) => {
      for (const row of left) await moveRun(tx, row, { state: "done", doneAt: new Date(ctx.clock()) });
    });
    await spreadRegister(ctx.records, ctx.dataDir);
  });
}

/** Told to the log once, whatever is cut off: what went is kept under the run's name. */
async function retireEvents(ctx: WorkContext, row: RunRow): Promise<void> {
  const { sources } = (await countsOf(ctx, row)) ?? (await tellLog(ctx, row));
  await ctx.records.transaction((tx) => moveRun(tx, row, { state: "events", removed: sources }));
}

async function countsOf(ctx: WorkContext, row: RunRow) {
  const result = await ctx.events.result(retirementResult(row.id));
  if (result === null) return null;
  if (result.error !== null) throw new Error("rows past their time could not be taken out of the event store");
  return RetiredCounts.parse(Reflect.get(result, "retired"));
}

async function tellLog(ctx: WorkContext, row: RunRow) {
  const imports: string[] = [];
  for (const cut of row.cuts) imports.push(...(await importsBefore(ctx.db, row.world, cut)));
  const asked: Retire = { world: row.world, cuts: row.cuts.map(({ source, before }) => [source, Date.parse(before)]), imports };
  const position = await ctx.events.append([
    {
      type: RETIRE_RECORD,
      source: "retention",
      subject: "",
      messageId: row.id,
      at: ctx.clock(),
      keyId: null,
      key: null,
      payload: null,
      settings: { import: retirementResult(row.id), asked },
      path: null,
      once: true,
    },
  ]);
  await ctx.events.applied(position);
  const counts = await countsOf(ctx, row);
  if (counts === null) throw new Error("rows past their time left no result in the event store");
  return counts;
}

async function retireRecords(ctx: WorkContext, row: RunRow): Promise<void> {
  const counts = await countsOf(ctx, row);
  const earliest = Math.min(...row.cuts.map(({ before }) => Date.parse(before)));
  const uploads = await ctx.records.transaction(async (tx) => {
    for (const [name, gone] of Object.entries(counts?.imports ?? {})) {
      const id = ImportId.safeParse(name).data; // rows that came one by one have no import
      if (id !== undefined) await noteGone(tx, id, "expired", gone);
    }
    for (const cut of row.cuts) await dropDeadLetters(tx, cut);
    const gone = await dropUploadsBefore(tx, new Date(earliest));
    await moveRun(tx, row, { state: "records" });
    return gone;
  });
  for (const id of uploads) await rm(uploadPath(ctx.dataDir, UploadId.parse(id)), { force: true }); // after a crash: `sweepUploads`
}

/**
 * Keys of the log stand under the name of whose events they are for. Who has nothing left in a source loses that name; the key itself stays
 * for what may be on its way.
 */
async function forgetSubjects(ctx: WorkContext, { world, cuts }: RunRow): Promise<void> {
  const people = await ctx.events.people({ world });
  for (const { source } of cuts) {
    const filter = { world, source };
    const there = new Set(people.flatMap((record) => (record.source === source ? record.told : [])));
    for (const column of ["customer", "told"] as const)
      for (const name of (await ctx.events.distinct({ column, filter, use: "upkeep" })).values) there.add(name);
    const gone = (await keysOfSource(ctx.db, source)).filter(({ subject }) => !there.has(subject)).map(({ id }) => id);
    await ctx.records.transaction((tx) => forgetSubjectsOf(tx, gone));
  }
}

/** A failure is told to the log of the server and tried again by the hourly sweep and at the next start. */
export async function tryRetention(ctx: WorkContext): Promise<void> {
  await carryOutRetention(ctx).catch((error: unknown) =>
    ctx.log.error({ error: failureOf(error) }, "rows past their time are not all gone yet; it is tried again"),
  );
}
