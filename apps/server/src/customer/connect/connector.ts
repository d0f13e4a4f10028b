import type { Readable } from "node:stream";
import { z } from "zod";
import type { Resolve } from "../../platform/target.ts";

/** What a connector may use of the house. It knows no store: who calls it keeps what it reads. */
export interface Reach {
  readonly clock: () => number;
  /** The one directory files may be read from; null: the administrator allows none. */
  readonly importDir: string | null;
  /** Hosts in private networks that may be reached, in lower case. */
  readonly privateHosts: readonly string[];
  /** Of one piece. */
  readonly maxBytes: number;
  /** After about so many rows a piece ends where the source can be read on from there. */
  readonly rowsPerPiece: number;
  readonly wait: (ms: number) => Promise<void>;
  readonly resolve?: Resolve;
}

/**
 * Where a connector reads on. It moves only with a piece that was kept, and it is the connector's own business what stands in it;
 * null: from the beginning.
 */
export type Cursor = unknown;

/** What becomes one import: a file's worth of rows, whole. */
export interface Piece {
  /** As a file would be called. */
  readonly name: string;
  readonly bytes: Readable;
  /** Asked once the bytes were read to their end. `keep` is false for what turned out to be known, or not whole yet. */
  end(): { readonly cursor: Cursor; readonly keep: boolean };
  /**
   * There where the pieces behind this one can be kept without it: called when it could not be, before the next is asked for. The next
   * run reads it again.
   */
  leave?(): void;
}

/** What a test of the settings found: the first rows as they come. */
export interface Found {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is there besides, in words; null where the rows say it all. */
  readonly note: string | null;
}

/**
 * What brings one kind of outside system in. Every connector passes the suite in `test-connector.ts`.
 * Failures are `CounterseatError`s that name the place and the fix, and never a secret.
 */
export interface Connector<S extends z.ZodObject = z.ZodObject> {
  readonly id: ConnectorId;
  readonly settings: S;
  /** @throws CounterseatError that says what to correct */
  test(reach: Reach, settings: z.output<S>): Promise<Found>;
  /**
   * Pieces in an order that can be cut anywhere: reading again with the cursor of the last kept piece gives every row that was not
   * kept, and no other.
   */
  read(reach: Reach, settings: z.output<S>, cursor: Cursor): AsyncGenerator<Piece>;
}

export const ConnectorId = z.enum(["folder", "postgres", "mysql", "rest", "webhook"]);
export type ConnectorId = z.infer<typeof ConnectorId>;

/** A connector whose settings were given a type of their own, as one of a list. */
export function connector<S extends z.ZodObject>(one: Connector<S>): Connector {
  return one as unknown as Connector; // `settings` parses what `test` and `read` get
}

/** Marks a setting that is kept encrypted and never shown again. */
export function secret<T extends z.ZodType>(schema: T): T {
  return schema.meta({ ...schema.meta(), secret: true });
}

export function isSecret(schema: z.ZodType): boolean {
  return schema.meta()?.["secret"] === true;
}
