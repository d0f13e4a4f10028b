import type { Applied, Apply } from "./contract.ts";
import type { LogHeader, LogRecord } from "./log-record.ts";

/** Applies one log record in a transaction of its own. Runs in the owner thread; sees the record, its payload or file. */
export type ApplyOne = (task: {
  readonly apply: Apply;
  readonly record: Pick<LogRecord, "header">;
  readonly payload: Buffer | null;
  /** Path of the record's file in the clear, for as long as the applier runs. */
  readonly file: string | null;
  readonly progress: (share: number, rows: number) => void;
}) => Promise<Applied>;

/**
 * Applies small records, thousands in one transaction. It gets the new ones only, in order of the log. When it throws,
 * nothing of the records is kept, and they are tried again in halves until the one that cannot be applied stands alone.
 */
export interface ApplyMany {
  readonly many: (task: { readonly apply: Apply; readonly records: readonly SmallRecord[] }) => Promise<void>;
}
export interface SmallRecord {
  readonly header: LogHeader;
  readonly payload: Buffer | null;
}

/** How one kind of log record is applied. */
export type Applier = ApplyOne | ApplyMany;
export type Appliers = Readonly<Record<string, Applier>>;

/** Says that a record was not applied and stays to be: no result of it may be stored. */
export class Stopped extends Error {}
