import type { Readable } from "node:stream";
import { z } from "zod";
import type { Compute } from "./compute.ts";
import type { Events } from "./events/client.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metric.ts";
import { personal } from "./personal.ts";
import type { Records, Tx } from "./records/contract.ts";
import type { AppendLater, Emit } from "./signals.ts";
import type { World } from "./world.ts";

/** Who asks. `operator` is whoever may read the data directory (the command line through the socket). */
export interface Actor {
  readonly kind: "user" | "key" | "operator" | "system";
  readonly id: string;
  readonly name: string;
  /** What this actor may do; nothing that is not listed. */
  readonly may: "everything" | readonly Permission[];
  /** The unit this actor's work is narrowed to (and what lies under it); null = the whole organisation. */
  readonly unit: string | null;
  /** The source a write key speaks for. */
  readonly source: string | null;
  /** The session of a person who signed in. */
  readonly session: string | null;
}

/** What every operation may use. */
export interface ReadContext {
  readonly actor: Actor;
  readonly world: World;
  readonly clock: () => number;
  readonly log: Log;
  /** Record reads outside a transaction. */
  readonly db: Tx;
  readonly events: Events;
  readonly metrics: Metrics;
  readonly compute: Compute;
  readonly dataDir: string;
  readonly maxUploadBytes: number;
  /** What connections may reach beside the public Internet: one directory (null: none), and hosts by their name. */
  readonly reach: { readonly importDir: string | null; readonly privateHosts: readonly string[] };
}
/** Inside a write only SQL is awaited: the embedded database has one connection. */
export interface WriteContext {
  readonly actor: Actor;
  readonly world: World;
  readonly clock: () => number;
  readonly log: Log;
  readonly tx: Tx;
  readonly emit: Emit;
  /** Tells the event side in the same transaction; the record goes to the ingest log right after the commit, whatever happens in between. */
  readonly append: AppendLater;
}
/** Long work: opens its own short transactions, and may be asked to run again after a crash. */
export interface WorkContext extends ReadContext {
  readonly records: Records;
  /** Tells the event side now what its transactions wrote for it, instead of at the work's end. */
  deliver(): Promise<void>;
}
/** What outsiders send by the thousand: acknowledged once the ingest log has it, without a transaction of the records. */
export interface IngestContext {
  readonly actor: Actor;
  readonly world: World;
  readonly clock: () => number;
  readonly log: Log;
  readonly db: Tx;
  readonly records: Records;
  readonly events: Events;
}
/** The body as it came, for operations that read it themselves. */
export interface RawBody {
  /** Content type in lower case, without parameters. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Of path and query. */
  readonly params: Readonly<Record<string, string>>;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** How the body travels: JSON both ways, a file in, a file out, bytes the operation reads itself. */
export type Carrier = "json" | "upload" | "download" | "raw";
/**
 * Whom an operation's answer is about, and so what an actor narrowed to a unit may do with it. `organisation`: nothing of
 * one unit's own, everybody with the permission may. `unit`: it narrows itself to the actor's unit. `whole`: of the whole
 * organisation, refused to who is narrowed to a unit. Deny by default: an operation that says nothing is `whole`.
 */
export type Reach = "organisation" | "unit" | "whole";

/** A file that arrives with an upload operation. */
export interface IncomingFile {
  readonly name: string;
  readonly stream: Readable;
  /** SHA-256 of what was read of it so far, in hex. */
  readonly digest?: () => string;
}
/** What a download operation returns. */
export const Download = z.object({ name: z.string(), type: z.string(), text: z.string() }).meta({ id: "Download" });
/** A file of personal rows: refused to who may not see them, since a masked file helps nobody. */
export const personalDownload = personal(Download.clone());

interface Shape<N extends string, I extends z.ZodType, O extends z.ZodType> {
  /** `<slice>.<verbNoun>`: also the name of the audit row and of the client's call. */
  readonly name: N;
  readonly method: Method;
  /** Under /api/v1; `{id}` is filled from the input. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly permission: Permission;
  readonly reach?: Reach;
  readonly carrier?: Carrier;
  /** Content types a raw body may have, for the description; `application/json` unless said. */
  readonly types?: readonly string[];
  /** Content types a download may have, for the description; `text/csv` unless said. */
  readonly files?: readonly string[];
  readonly input: I;
  readonly output: O;
}
export interface ReadOperation<N extends string, I extends z.ZodType, O extends z.ZodType> extends Shape<N, I, O> {
  readonly kind: "read";
  run(ctx: ReadContext, input: z.output<I>): Promise<z.input<O>>;
}
export interface WriteOperation<N extends string, I extends z.ZodType, O extends z.ZodType, P> extends Shape<N, I, O> {
  readonly kind: "write";
  /** The state the write would change, as its answer shows it (null when there is none): what `If-Match` is held against. */
  current?(ctx: WriteContext, input: z.output<I>): Promise<unknown>;
  /** What must happen before the transaction opens: reading figures, taking a file in. Nothing of it counts unless `run` says so. */
  prepare?(ctx: ReadContext, input: z.output<I>, file: IncomingFile | null): Promise<P>;
  run(ctx: WriteContext, input: z.output<I>, prepared: P): Promise<z.input<O>>;
  /** The answer once the event side was told; `position` of the log is what to wait for. It must not fail what is done already. */
  after?(ctx: WorkContext, output: z.input<O>, position: number): Promise<z.input<O>>;
  /** What of the answer is kept for a request that is sent again; secrets are not. */
  keep?(output: z.output<O>): z.output<O>;
  /** Id of what was changed, for the audit row. */
  subject?(input: z.output<I>, output: z.input<O>): string;
}
export interface WorkOperation<N extends string, I extends z.ZodType, O extends z.ZodType> extends Shape<N, I, O> {
  readonly kind: "work";
  run(ctx: WorkContext, input: z.output<I>): Promise<z.input<O>>;
  /** Id of what it is about, for the audit row. */
  subject?(input: z.output<I>): string;
}

/** Many small facts at once; see `IngestContext`. `input` describes the body for readers, `run` reads it. */
export interface IngestOperation<N extends string, I extends z.ZodType, O extends z.ZodType> extends Shape<N, I, O> {
  readonly kind: "ingest";
  readonly carrier: "raw";
  /**
   * For senders that can carry no key: finds out who calls by what stands in the address (null: nobody we know). Where it is given,
   * no other proof is asked for.
   */
  caller?(ctx: { readonly db: Tx }, params: Readonly<Record<string, string>>): Promise<Actor | null>;
  run(ctx: IngestContext, body: RawBody): Promise<z.input<O>>;
}

export type Permission = `${string}:${"read" | "write"}`;

/** An operation as the derived surfaces see it: HTTP, OpenAPI, client, command line, audit. */
export type Operation =
  | ReadOperation<string, z.ZodType, z.ZodType>
  | WriteOperation<string, z.ZodType, z.ZodType, unknown>
  | WorkOperation<string, z.ZodType, z.ZodType>
  | IngestOperation<string, z.ZodType, z.ZodType>;

export function read<const N extends string, I extends z.ZodType, O extends z.ZodType>(
  op: Omit<ReadOperation<N, I, O>, "kind">,
): ReadOperation<N, I, O> {
  return { kind: "read", ...op };
}
export function write<const N extends string, I extends z.ZodType, O extends z.ZodType, P = undefined>(
  op: Omit<WriteOperation<N, I, O, P>, "kind">,
): WriteOperation<N, I, O, P> {
  return { kind: "write", ...op };
}
export function work<const N extends string, I extends z.ZodType, O extends z.ZodType>(
  op: Omit<WorkOperation<N, I, O>, "kind">,
): WorkOperation<N, I, O> {
  return { kind: "work", ...op };
}

export function ingest<const N extends string, I extends z.ZodType, O extends z.ZodType>(
  op: Omit<IngestOperation<N, I, O>, "kind" | "carrier">,
): IngestOperation<N, I, O> {
  return { kind: "ingest", carrier: "raw", ...op };
}

/** Names filled from the path: `/actions/{id}` → ["id"]. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}
