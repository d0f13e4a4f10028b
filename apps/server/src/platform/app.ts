import { z } from "zod";
import { holdAudit, writeAudit } from "./audit.ts";
import type { Config } from "./config.ts";
import { CounterseatError } from "./errors.ts";
import { assertMatches } from "./etag.ts";
import type { Events } from "./events/client.ts";
import { type Again, again, claim, findAnswer, assertSameFile, keepAnswer, letGo, sweepAnswers } from "./kept-answers.ts";
import { failureOf, type Log } from "./log.ts";
import { createMetrics, type Metric, type Metrics } from "./metric.ts";
import type { Actor, IncomingFile, IngestContext, Operation, RawBody, ReadContext, WorkContext, WriteContext } from "./operation.ts";
import { allowed, needs } from "./permissions.ts";
import { holdsPersonal, mask, pseudonym } from "./personal.ts";
import type { Records } from "./records/contract.ts";
import { refuseUnkeepable } from "./refuse-unkeepable.ts";
import { secretOf } from "./secret.ts";
import type { Stores } from "./stores.ts";
import { appender, createSignals, emitter, type SignalHandler, type Signals } from "./signals.ts";
import type { World } from "./world.ts";

/** A business capability, as the platform sees it. */
export interface Slice {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly metrics: readonly Metric[];
  readonly handlers: readonly SignalHandler[];
  /** Runs once after the stores are open (for example to finish what a crash cut off). */
  open?(ctx: WorkContext): Promise<void>;
  /** Forgets what is kept only for a while; runs every hour. */
  sweep?(ctx: WorkContext): Promise<void>;
  /** Ends what it does on its own account, before the stores close. */
  close?(ctx: WorkContext): Promise<void>;
  /** What is due now, asked every minute: calls made in the system's name, through the same door as everybody's. */
  due?(ctx: ReadContext): Promise<readonly Due[]>;
}
export interface Due {
  readonly operation: Operation;
  readonly input: unknown;
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
  /** @throws forbidden when this actor may not call it; known before anything of the request is read */
  permit(op: Operation, actor: Actor): void;
  /** The one way an operation runs: parse, permit, run, audit, deliver, check the answer. */
  call(op: Operation, request: Request): Promise<unknown>;
  defaultWorld(actor: Actor | null): Promise<World>;
  workContext(actor: Actor, world: World): WorkContext;
  /** Forgets what was kept only for a while; a job calls it. */
  sweep(): Promise<void>;
  /** Begins what is due and does not wait for its end; a job calls it. Resolves with how many calls were begun. */
  tick(): Promise<number>;
  close(): Promise<void>;
}
export interface Request {
  readonly actor: Actor;
  readonly world: World;
  readonly input: unknown;
  readonly file?: IncomingFile;
  /** For operations that read the body themselves. */
  readonly body?: RawBody;
  /** `Idempotency-Key`: the same key and request change nothing twice, even after a crash. */
  readonly key?: string | undefined;
  /** `If-Match`: a write goes through only when what it changes is still as its caller saw it. */
  readonly ifMatch?: string | undefined;
}

const EVERYWHERE = { may: "everything", unit: null, source: null, session: null } as const;
export const SYSTEM: Actor = { kind: "system", id: "system", name: "Counterseat", ...EVERYWHERE };
export const OPERATOR: Actor = { kind: "operator", id: "operator", name: "Operator", ...EVERYWHERE };

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
  const personalOutputs = new Set(operations.filter((op) => holdsPersonal(op.output)));
  const signals = createSignals({ records, events, handlers: slices.flatMap((slice) => slice.handlers), log });
  const clock = () => Date.now();
  const readContext = (actor: Actor, world: World): ReadContext => ({
    actor,
    world,
    clock,
    log,
    db: records.db,
    events,
    metrics,
    compute,
    dataDir: config.dataDir,
    maxUploadBytes: config.maxUploadBytes,
    reach: { importDir: config.importDir, privateHosts: config.privateHosts },
  });
  const workContext = (actor: Actor, world: World): WorkContext => ({
    ...readContext(actor, world),
    records,
    deliver: () => signals.deliverWaiting(),
  });
  const ingestContext = (actor: Actor, world: World): IngestContext => ({ actor, world, clock, log, db: records.db, records, events });
  const underWay = new Map<string, Promise<unknown>>();

  async function audit(op: Operation, request: Request, input: unknown, subject: string | null): Promise<void> {
    const { actor, world } = request;
    await records.transaction(async (tx) => writeAudit(tx, await holdAudit(tx), { actor, operation: op, world, input, subject }));
  }

  /** One transaction: the change, its audit row, its signals, and the answer kept for a request that is sent again. */
  async function runWrite(
    op: Extract<Operation, { kind: "write" }>,
    request: Request,
    input: unknown,
    sent: Again | null,
  ): Promise<unknown> {
    const { actor, world } = request;
    const prepared = await op.prepare?.(readContext(actor, world), input, request.file ?? null);
    return records.transaction(async (tx) => {
      const head = await holdAudit(tx);
      const known = sent === null ? null : await findAnswer(tx, sent);
      if (known !== null) return known.output;
      const ctx: WriteContext = { actor, world, clock, log, tx, emit: emitter(tx, world), append: appender(tx, world) };
      if (request.ifMatch !== undefined) {
        if (op.current === undefined)
          throw new CounterseatError("invalid", `${op.name} takes no If-Match.`, { fix: "Leave the header out." });
        assertMatches(request.ifMatch, await op.current(ctx, input));
      }
      const output = checked(op, await op.run(ctx, input, prepared));
      await writeAudit(tx, head, { actor, operation: op, world, input, subject: op.subject?.(input, output) ?? null });
      if (sent !== null) await keepAnswer(tx, sent, op.keep?.(output) ?? output, request.file?.digest?.() ?? null);
      return output;
    });
  }

  /** Long work is written down before it starts: a crash in the middle leaves its trace, and it may run again under its key. */
  async function runWork(op: Extract<Operation, { kind: "work" }>, request: Request, input: unknown, sent: Again | null): Promise<unknown> {
    if (sent !== null) {
      await claim(records, sent);
      await findAnswer(records.db, sent); // the claim may be another request's
    }
    try {
      await audit(op, request, input, op.subject?.(input) ?? null);
      const output = checked(op, await op.run(workContext(request.actor, request.world), input));
      if (sent !== null) await records.transaction((tx) => keepAnswer(tx, sent, output));
      return output;
    } catch (error) {
      if (sent !== null) await letGo(records, sent).catch(() => undefined);
      throw error;
    }
  }

  async function run(op: Operation, request: Request, input: unknown): Promise<unknown> {
    const { actor, world } = request;
    if (op.kind === "read") return checked(op, await op.run(readContext(actor, world), input));
    if (op.kind === "ingest") {
      if (request.body === undefined) throw new CounterseatError("invalid", "No body came with the request.");
      return checked(op, await op.run(ingestContext(actor, world), request.body));
    }
    const sent = request.key === undefined ? null : again({ actor, key: request.key, operation: op.name, world, input });
    const once = async () => {
      const known = sent === null ? null : await findAnswer(records.db, sent);
      if (known !== null) {
        await assertSameFile(known, request.file);
        return known.output;
      }
      return op.kind === "write" ? runWrite(op, request, input, sent) : runWork(op, request, input, sent);
    };
    const output = await (sent === null ? once() : together(sent, once));
    const told = await signals.deliverWaiting().then(
      () => true,
      (error: unknown) => {
        // It is done and durable; the outbox tells the rest of the house later.
        log.error({ operation: op.name, error: failureOf(error) }, "signals wait to be delivered");
        return false;
      },
    );
    if (op.kind !== "write" || op.after === undefined || !told) return output;
    return checked(op, await op.after(workContext(actor, world), output, signals.position));
  }

  /** Equal requests that come while the first is under way wait for it, and get the answer it kept. */
  async function together(sent: Again, once: () => Promise<unknown>): Promise<unknown> {
    const name = JSON.stringify([sent.actor, sent.key]);
    const before = underWay.get(name);
    const mine = (before ?? Promise.resolve()).catch(() => undefined).then(once);
    underWay.set(name, mine);
    try {
      return await mine;
    } finally {
      if (underWay.get(name) === mine) underWay.delete(name);
    }
  }

  /** Who may see personal data leaves a trace; who may not gets it masked. */
  async function shown(op: Operation, request: Request, input: unknown, output: unknown): Promise<unknown> {
    if (!personalOutputs.has(op)) return output;
    const secret = await secretOf(records, "pseudonyms");
    if (!allowed(request.actor, "pii:read")) {
      if (op.carrier === "download") throw needs("pii:read");
      return mask(op.output, output, secret);
    }
    if (
      op.kind === "read" &&
      request.actor.kind !== "system" &&
      !recently(`${request.actor.id} ${op.name} ${JSON.stringify(input)}`, clock())
    )
      await audit(op, request, input, subjectOf(input, secret));
    return output;
  }

  async function call(op: Operation, request: Request): Promise<unknown> {
    permit(op, request.actor);
    if (op.kind !== "ingest") refuseUnkeepable(request.input);
    const input = op.kind === "ingest" ? {} : op.input.parse(request.input); // the only schema whose refusal is the caller's doing
    const output = await run(op, request, input).catch((error: unknown) => {
      throw error instanceof z.ZodError
        ? new Error(`${op.name} met data that does not fit its schema at ${error.issues[0]?.path.join(".") ?? "?"}`)
        : error;
    });
    return shown(op, request, input, output);
  }

  let known: { version: number; at: number; worlds: World[] } = { version: -1, at: 0, worlds: [] };
  return {
    config,
    log,
    records,
    events,
    metrics,
    signals,
    operations,
    workContext,
    permit,
    call,
    async sweep() {
      await sweepAnswers(records, clock());
      for (const slice of slices) await slice.sweep?.(workContext(SYSTEM, "own"));
    },
    async tick() {
      const due = await Promise.all(slices.map(async (slice) => (await slice.due?.(readContext(SYSTEM, "own"))) ?? []));
      const calls = due.flat();
      for (const { operation, input } of calls)
        void call(operation, { actor: SYSTEM, world: "own", input }).catch((error: unknown) =>
          log.warn({ operation: operation.name, error: failureOf(error) }, "what was due did not go through"),
        );
      return calls.length;
    },
    async defaultWorld(actor) {
      // Counting all facts is dear, and events may come by the thousand a second: what was there a moment ago counts.
      const fresh = known.worlds.includes("own") && clock() - known.at < 2000;
      if (known.version !== events.version && !fresh) {
        const version = events.version;
        const counts = await events.countBy({ by: ["world"], filter: {}, use: "upkeep" });
        known = { version, at: clock(), worlds: counts.map((c) => c.key[0] as World) };
      }
      if (known.worlds.includes("own")) return "own";
      if (known.worlds.includes("sample")) return "sample";
      // Somebody at the page is shown the preview; a script that asks an empty installation gets an empty answer.
      return actor?.kind === "operator" ? "own" : "preview";
    },
    async close() {
      try {
        for (const slice of slices) await slice.close?.(workContext(SYSTEM, "own"));
      } finally {
        await parts.close();
      }
    },
  };
}

/** An answer that does not fit its own schema is a fault of ours, never the caller's input. */
function checked(op: Operation, output: unknown): unknown {
  const found = (op.output as z.ZodType).safeParse(output);
  if (!found.success) throw new Error(`${op.name} answered against its schema at ${found.error.issues[0]?.path.join(".") ?? "?"}`);
  return found.data;
}

/** Denied unless allowed. Before the input is looked at, so that a refusal tells nothing about it. */
function permit(op: Operation, actor: Actor): void {
  if (!allowed(actor, op.permission)) throw needs(op.permission);
  if (actor.unit !== null && (op.reach ?? "whole") === "whole") {
    throw new CounterseatError("forbidden", "This is about the whole organisation, and your work here is for one unit.", {
      fix: "Ask an owner of this installation to widen your unit.",
    });
  }
}

/** Looking at the same page again within a minute is the same look. Bounded: the oldest half is forgotten. */
const LOOK_MS = 60_000;
const looks = new Map<string, number>();
function recently(look: string, now: number): boolean {
  const before = looks.get(look);
  if (before !== undefined && now - before < LOOK_MS) return true;
  if (looks.size > 10_000) for (const name of [...looks.keys()].slice(0, 5000)) looks.delete(name);
  looks.set(look, now);
  return false;
}

/** Whose data were looked at, as a pseudonym: the trail itself must be able to outlive the person's data. */
function subjectOf(input: unknown, secret: string): string | null {
  const id = typeof input === "object" && input !== null && "id" in input ? input.id : null;
  return typeof id === "string" ? pseudonym(id, secret) : null;
}
