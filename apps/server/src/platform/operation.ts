import type { Readable } from "node:stream";
import { z } from "zod";
import type { Compute } from "./compute.ts";
import type { Events } from "./events/client.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metric.ts";
import type { Records, Tx } from "./records/contract.ts";
import type { Emit } from "./signals.ts";
import type { World } from "./world.ts";

/** Who asks. `operator` is whoever may read the data directory (the command line through the socket). */
export interface Actor {
  readonly kind: "user" | "operator" | "system";
  readonly id: string;
  readonly name: string;
  /** What this actor may do; nothing that is not listed. */
  readonly may: "everything" | readonly Permission[];
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
}
/** Inside a write only SQL is awaited: the embedded database has one connection. */
export interface WriteContext {
  readonly actor: Actor;
  readonly world: World;
  readonly clock: () => number;
  readonly log: Log;
  readonly tx: Tx;
  readonly emit: Emit;
}
/** Long work (imports, loading the sample): opens its own short transactions. */
export interface WorkContext extends ReadContext {
  readonly records: Records;
  readonly dataDir: string;
  readonly maxUploadBytes: number;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** How the body travels: JSON both ways, a file in, a file out. */
export type Carrier = "json" | "upload" | "download";

/** A file that arrives with an upload operation. */
export interface IncomingFile {
  readonly name: string;
  readonly stream: Readable;
}
/** What a download operation returns. */
export const Download = z.object({ name: z.string(), type: z.string(), text: z.string() }).meta({ id: "Download" });

interface Shape<N extends string, I extends z.ZodType, O extends z.ZodType> {
  /** `<slice>.<verbNoun>`: also the name of the audit row and of the client's call. */
  readonly name: N;
  readonly method: Method;
  /** Under /api/v1; `{id}` is filled from the input. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly permission: Permission;
  readonly carrier?: Carrier;
  readonly input: I;
  readonly output: O;
}
export interface ReadOperation<N extends string, I extends z.ZodType, O extends z.ZodType> extends Shape<N, I, O> {
  readonly kind: "read";
  run(ctx: ReadContext, input: z.output<I>): Promise<z.input<O>>;
}
export interface WriteOperation<N extends string, I extends z.ZodType, O extends z.ZodType, P> extends Shape<N, I, O> {
  readonly kind: "write";
  /** Reads that must happen before the transaction opens (figures, event data). */
  prepare?(ctx: ReadContext, input: z.output<I>): Promise<P>;
  run(ctx: WriteContext, input: z.output<I>, prepared: P): Promise<z.input<O>>;
  /** Id of what was changed, for the audit row. */
  subject?(input: z.output<I>, output: z.input<O>): string;
}
export interface WorkOperation<N extends string, I extends z.ZodType, O extends z.ZodType> extends Shape<N, I, O> {
  readonly kind: "work";
  run(ctx: WorkContext, input: z.output<I>, file: IncomingFile | null): Promise<z.input<O>>;
  subject?(input: z.output<I>, output: z.input<O>): string;
}

export type Permission = `${string}:${"read" | "write"}`;

/** An operation as the derived surfaces see it: HTTP, OpenAPI, client, command line, audit. */
export type Operation =
  | ReadOperation<string, z.ZodType, z.ZodType>
  | WriteOperation<string, z.ZodType, z.ZodType, unknown>
  | WorkOperation<string, z.ZodType, z.ZodType>;

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

/** Names filled from the path: `/actions/{id}` → ["id"]. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
}
