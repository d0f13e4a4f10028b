import { z } from "zod";
import { writeAudit } from "./audit.ts";
import type { Config } from "./config.ts";
import { CounterseatError } from "./errors.ts";
import type { Events } from "./events/client.ts";
import type { Log } from "./log.ts";
import { createMetrics, type Metric, type Metrics } from "./metric.ts";
import type { Actor, IncomingFile, Operation, ReadContext, WorkContext } from "./operation.ts";
import type { Records } from "./records/contract.ts";
import type { Stores } from "./stores.ts";
import { createSignals, emitter, type SignalHandler, type Signals } from "./signals.ts";
import type { World } from "./world.ts";

/** A business capability, as the platform sees it. */
export interface Slice {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly metrics: readonly Metric[];
  readonly handlers: readonly SignalHandler[];
  /** Runs once after the stores are open (for example to finish what a crash cut off). */
  open?(ctx: WorkContext): Promise<void>;
}

/** Everything open: stores, threads, slices. The server and the command line both stand on it. */
export interface App {
  readonly config: Config;
  readonly log: Log;
  readonly records: Records;
  readonly events: Events;
  readonly metrics: Metrics;
  readonly signals: Signals;
  readonly operations: readonly Operation[];
  /** The one way an operation runs: parse, permit, run, audit, deliver, check the answer. */
  call(op: Operation, request: Request): Promise<unknown>;
  defaultWorld(actor: Actor | null): Promise<World>;
  workContext(actor: Actor, world: World): WorkContext;
  close(): Promise<void>;
}
export interface Request {
  readonly actor: Actor;
  readonly world: World;
  readonly input: unknown;
  readonly file?: IncomingFile;
}

export const SYSTEM: Actor = { kind: "system", id: "system", name: "Counterseat", may: "everything" };
export const OPERATOR: Actor = { kind: "operator", id: "operator", name: "Operator", may: "everything" };

/** Puts the slices on open stores, and lets each finish what a crash cut off. A failure closes the stores. */
export async function openApp(options: { stores: Stores; slices: readonly Slice[] }): Promise<App> {
  const { stores, slices } = options;
  try {
    const app = assemble({ ...stores, slices });
    for (const slice of slices) await slice.open?.(app.workContext(SYSTEM, "own"));
    await app.signals.deliverWaiting();
    return app;
  } catch (error) {
    await stores.close();
    throw error;
  }
}

function assemble(parts: Stores & { slices: readonly Slice[] }): App {
  const { config, log, slices, records, events, compute } = parts;
  const metrics = createMetrics(slices.flatMap((slice) => slice.metrics));
  const operations = slices.flatMap((slice) => slice.operations);
  const signals = createSignals(
    records,
    slices.flatMap((slice) => slice.handlers),
    log,
  );
  const clock = () => Date.now();
  const readContext = (actor: Actor, world: World): ReadContext => ({ actor, world, clock, log, db: records.db, events, metrics, compute });
  const workContext = (actor: Actor, world: World): WorkContext => ({
    ...readContext(actor, world),
    records,
    dataDir: config.dataDir,
    maxUploadBytes: config.maxUploadBytes,
  });

  async function run(op: Operation, request: Request, input: unknown): Promise<unknown> {
    const { actor, world } = request;
    if (op.kind === "read") return op.run(readContext(actor, world), input);
    if (op.kind === "work") {
      const output = await op.run(workContext(actor, world), input, request.file ?? null);
      await records.transaction((tx) =>
        writeAudit(tx, { actor, operation: op, world, input, subject: op.subject?.(input, output) ?? null }),
      );
      return output;
    }
    const prepared = await op.prepare?.(readContext(actor, world), input);
    return records.transaction(async (tx) => {
      const output = await op.run({ actor, world, clock, log, tx, emit: emitter(tx, world) }, input, prepared);
      await writeAudit(tx, { actor, operation: op, world, input, subject: op.subject?.(input, output) ?? null });
      return output;
    });
  }

  let known: { version: number; worlds: World[] } = { version: -1, worlds: [] };
  return {
    config,
    log,
    records,
    events,
    metrics,
    signals,
    operations,
    workContext,
    async call(op, request) {
      permit(op, request.actor);
      const input = op.input.parse(request.input); // the only schema whose refusal is the caller's doing
      const output = await run(op, request, input).catch((error: unknown) => {
        throw error instanceof z.ZodError
          ? new Error(`${op.name} met data that does not fit its schema at ${error.issues[0]?.path.join(".") ?? "?"}`)
          : error;
      });
      if (op.kind !== "read") await signals.deliverWaiting();
      const checked = (op.output as z.ZodType).safeParse(output);
      // An answer that does not fit its own schema is a fault of ours, never the caller's input.
      if (!checked.success) throw new Error(`${op.name} answered against its schema at ${checked.error.issues[0]?.path.join(".") ?? "?"}`);
      return checked.data;
    },
    async defaultWorld(actor) {
      if (known.version !== events.version) {
        const version = events.version;
        const counts = await events.countBy({ by: ["world"], filter: {} });
        known = { version, worlds: counts.map((c) => c.key[0] as World) };
      }
      if (known.worlds.includes("own")) return "own";
      if (known.worlds.includes("sample")) return "sample";
      // Somebody at the page is shown the preview; a script that asks an empty installation gets an empty answer.
      return actor?.kind === "operator" ? "own" : "preview";
    },
    close: () => parts.close(),
  };
}

/** Denied unless allowed. Before the input is looked at, so that a refusal tells nothing about it. */
function permit(op: Operation, actor: Actor): void {
  if (actor.may === "everything" || actor.may.includes(op.permission)) return;
  throw new CounterseatError("forbidden", `This needs the permission ${op.permission}.`, {
    fix: "Ask an owner of this installation for it.",
  });
}
