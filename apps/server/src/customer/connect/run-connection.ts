import { rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { ConnectionId, ImportId, newId, UploadId } from "../../platform/ids.ts";
import { type WorkContext, work } from "../../platform/operation.ts";
import { appender } from "../../platform/signals.ts";
import { assertSettled, beginImport } from "../begin-import.ts";
import { proposeFor } from "../propose.ts";
import { addUpload, findImport } from "../store.ts";
import { saveUpload, uploadPath } from "../uploads.ts";
import { ImportKind } from "../words.ts";
import { ConnectorId, type Piece } from "./connector.ts";
import { connectorOf } from "./connectors.ts";
import { settingsFor } from "./parse-settings.ts";
import { reachOf } from "./reach.ts";
import { runningOf } from "./running.ts";
import { afterFailure, toFailure } from "./schedule.ts";
import { changeAsRead, changeConnection, type ConnectionRow, findConnection, forgetUpload, toConnections } from "./store.ts";
import { Connection } from "./words.ts";

export const runConnection = work({
  name: "customer.runConnection",
  method: "POST",
  path: "/connections/{id}/run",
  summary: "Read what is new at a connection now, as files read and imported like any other; answers when that has ended",
  permission: "customer:write",
  input: z.object({
    id: ConnectionId,
    fromStart: z.boolean().default(false).describe("read everything there is again; rows that are known stay as they are"),
  }),
  output: Connection,
  async run(ctx, { id, fromStart }) {
    const row = await findConnection(ctx.db, id);
    if (row === null) throw notFound("This connection");
    if (connectorOf(ConnectorId.parse(row.connector)) === null)
      throw new CounterseatError("invalid", "This connection is sent to; it reads nothing by itself.", {
        fix: "Let the other system send an event to its address.",
      });
    const running = runningOf(ctx.db);
    if (running.has(id)) throw new CounterseatError("conflict", "This connection is running already.", { fix: "Wait until it has ended." });
    running.add(id);
    try {
      await runOnce(ctx, fromStart ? { ...row, cursor: null } : row);
    } finally {
      running.delete(id);
    }
    const after = await findConnection(ctx.db, id);
    const [shown] = after === null ? [] : await toConnections(ctx.db, [after], runningOf(ctx.db));
    if (shown === undefined) throw notFound("This connection");
    return shown;
  },
  subject: (input) => input.id,
});

/** A run that fails is an answer: it stands at the connection, with what to do and when it is tried again. */
async function runOnce(ctx: WorkContext, row: ConnectionRow): Promise<void> {
  const change = (set: Partial<ConnectionRow>) => ctx.records.transaction((tx) => changeConnection(tx, row.id, set));
  await change({ startedAt: new Date(ctx.clock()) });
  let hidden: readonly string[] = [];
  try {
    const { all, secrets } = await settingsFor({ db: ctx.db }, row);
    hidden = Object.values(secrets);
    await readAll(ctx, row, all);
    const now = ctx.clock();
    const nextAt = row.everyMinutes === null ? null : new Date(now + row.everyMinutes * 60_000);
    await change({ endedAt: new Date(now), failure: null, failures: 0, nextAt });
  } catch (error) {
    const failure = toFailure(error, hidden, ctx.log);
    const now = ctx.clock();
    await change({ endedAt: new Date(now), failure, ...afterFailure(row, error, now) });
  }
}

async function readAll(ctx: WorkContext, row: ConnectionRow, settings: Record<string, unknown>): Promise<void> {
  const connector = connectorOf(ConnectorId.parse(row.connector));
  if (connector === null) return;
  let { cursor } = row;
  if (row.underWay !== null) {
    // A run was cut off behind an import it had started: that one is applied whatever happens, and judged first.
    await judge(ctx, row, row.underWay);
    if (row.cursor !== null) cursor = (await findConnection(ctx.db, row.id))?.cursor ?? null;
  }
  const imports: string[] = [];
  const parsed = connector.settings.parse(settings);
  let failed: CounterseatError | null = null;
  for await (const piece of connector.read(reachOf(ctx), parsed, cursor)) {
    try {
      cursor = await keepPiece(ctx, row, { piece, before: cursor, imports });
    } catch (error) {
      if (piece.leave === undefined || !isItsOwn(error)) throw error;
      piece.leave(); // one file nobody can read does not hold up the others
      failed ??= new CounterseatError(error.code, `${piece.name}: ${error.message}`, error.fix === undefined ? {} : { fix: error.fix });
    }
  }
  // Behind pieces that were not kept, or a first reading that found nothing.
  await ctx.records.transaction(async (tx) => assertSame(await changeAsRead(tx, row, { cursor })));
  if (failed !== null) throw failed;
}

/** A failure of what was read, and not of the house or of the run. */
function isItsOwn(error: unknown): error is CounterseatError {
  return error instanceof CounterseatError && (error.code === "invalid" || error.code === "limit");
}

/** One piece becomes one import. The cursor moves in the transaction that starts it, so neither is ever there without the other. */
async function keepPiece(
  ctx: WorkContext,
  row: ConnectionRow,
  { piece, before, imports }: { piece: Piece; before: unknown; imports: string[] },
): Promise<unknown> {
  const upload = newId(UploadId);
  const name = piece.name.replaceAll(/[\p{Cc}\p{Cs}]/gu, " ").slice(0, 200);
  const bytes = await saveUpload(ctx.dataDir, upload, { name, stream: piece.bytes });
  const { cursor, keep } = piece.end();
  if (!keep) {
    await rm(uploadPath(ctx.dataDir, upload), { force: true });
    return cursor;
  }
  const asked = {
    upload,
    as: ImportKind.parse(row.kind),
    source: row.source,
    overlap: row.overlap === "all" ? ("all" as const) : ("new" as const),
  };
  let started: ImportId;
  try {
    await ctx.records.transaction((tx) => addUpload(tx, { id: upload, name, bytes }));
    const map = { ...(row.connector === "folder" ? {} : EXACT), ...row.map };
    const found = await proposeFor(ctx, {
      ...asked,
      ...(Object.keys(map).length === 0 ? {} : { map }),
      timezone: row.timezone ?? undefined,
    });
    assertSettled(found.proposal);
    started = await ctx.records.transaction(async (tx) => {
      const id = await beginImport({ tx, append: appender(tx, "own") }, asked, found);
      assertSame(await changeAsRead(tx, row, { cursor, underWay: { import: id, before }, imports: [...imports, id] }));
      return id;
    });
  } catch (error) {
    await ctx.records.transaction((tx) => forgetUpload(tx, upload));
    await rm(uploadPath(ctx.dataDir, upload), { force: true });
    throw error;
  }
  imports.push(started);
  await ctx.deliver();
  await judge(ctx, row, { import: started, before });
  return cursor;
}

function assertSame(same: boolean): void {
  if (!same)
    throw new CounterseatError("conflict", "The connection was changed or deleted while it ran; what was read since was left.", {
      fix: "Run it again.",
    });
}

/** Programs write decimals with a point. */
const EXACT = { decimal: "." };
const FIRST_LOOK_MS = 50;
const LAST_LOOK_MS = 1000;

/** Waits until an import is settled. Where it failed, what it held is read again: the cursor goes back to where it stood before. */
async function judge(ctx: WorkContext, row: ConnectionRow, underWay: { import: string; before: unknown }): Promise<void> {
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 1.5, LAST_LOOK_MS)) {
    const found = await findImport(ctx.db, ImportId.parse(underWay.import));
    if (found === null || !["waiting", "reading"].includes(found.state)) {
      const failed = found?.state === "failed";
      await ctx.records.transaction(async (tx) => {
        await changeConnection(tx, row.id, { underWay: null });
        if (failed) await changeAsRead(tx, row, { cursor: underWay.before });
      });
      if (failed)
        throw new CounterseatError("invalid", found.error ?? "The import failed.", { fix: "Correct it at the source; it is read again." });
      return;
    }
    if (ctx.events.failure !== null) throw ctx.events.failure;
    await setTimeout(wait);
  }
}
