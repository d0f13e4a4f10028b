import type { PersonalField } from "../../platform/events/contract.ts";
import type { Limits } from "./limits.ts";

export type ImportKind = "events" | "transactions" | "customers" | "subscriptions" | "responses" | "beliefs" | "consents";

export type TimeField = "time" | "start" | "end";
export type DecimalField = "amount" | "quantity" | "score";
export type TextField =
  | "customer"
  | "case"
  | "activity"
  | "currency"
  | "scale"
  | "comment"
  | "stage"
  | "channel"
  | "owner"
  | "segment"
  | "kind"
  | "id"
  | "resource"
  | "unit"
  | "respondent"
  | "role"
  | PersonalField;
/** `clock` is the time of day beside a date in another column; the two are kept as one time. */
export type Field = TimeField | DecimalField | TextField | "clock";

/** A workbook, or one of its sheets, is `xlsx`; JSON Lines are `json` too. */
export type Format = "csv" | "xes" | "json" | "xlsx" | "parquet";
export type DateOrder = "ymd" | "dmy" | "mdy";
export type Decimal = "." | ",";

/** How one file is read: everything a later run needs to read it the same way again. Plain data, safe to store as JSON. */
export interface Plan {
  kind: ImportKind;
  format: Format;
  /** Which file of an archive, which sheet of a workbook; null or absent where there is but one. */
  part?: string | null;
  /** `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`. */
  encoding: string;
  /** One character, or a single space for runs of blanks; null for all but CSV. */
  delimiter: string | null;
  header: boolean;
  /** Rows with values above the header that are titles; absent in plans of before. */
  above?: number;
  /** The header's lines, 2 where cells of its first were merged; absent where it has one. */
  headerLines?: number;
  /** One vote for the file, over its time columns; null where no time said anything (epochs, no times at all). */
  dateOrder: DateOrder | null;
  decimal: Decimal;
  /** IANA name or fixed offset, applied to times that carry no zone of their own. */
  timezone: string;
  /** `position` is 1-based; rows of cells are read by position, named values by their name. */
  map: Partial<Record<Field, { column: string; position: number }>>;
  /** Scale for a score where no scale column says otherwise, as `0-10`. */
  scale: string | null;
  /** ISO code of amounts without a currency of their own, where the header names it; absent where it does not. */
  currency?: string | null;
}

export interface Problem {
  /** 1-based data row in the file, header not counted. */
  row: number;
  field: Field | null;
  reason: string;
}

export interface ProposedColumn {
  position: number;
  name: string;
  /** At most five distinct values that are not empty. */
  samples: string[];
  field: Field | null;
  /** 0 to 1. */
  confidence: number;
  reason: string;
  asLastTime: boolean;
}

export interface Question {
  code:
    | "unmapped-required"
    | "ambiguous-field"
    | "ambiguous-date-order"
    | "ambiguous-decimal"
    | "ambiguous-part"
    | "changed-column"
    | "no-rows"
    | "unknown-format";
  field: Field | null;
  /** Plain words, for a person. */
  text: string;
  candidates: string[];
  /** The command-line option that answers it, such as `--map time="Complete Timestamp"`. */
  settle: string;
}

/**
 * What a person settled for files of one source: kept with the source, and proposed when its next file fits. Plain data, safe to store
 * as JSON. Null: nobody settled it.
 */
export interface Settled {
  /** Field to the column's name; null where the field is to be left out. */
  columns: Partial<Record<Field, string | null>>;
  dateOrder: DateOrder | null;
  decimal: Decimal | null;
  scale: string | null;
  part: string | null;
  timezone: string | null;
}

export interface Proposal {
  plan: Plan;
  columns: ProposedColumn[];
  rowsRead: number;
  /** XES traces without an event among what was read. */
  emptyTraces: number;
  questions: Question[];
  /** Fields and settings that stand as last time, because this file does not speak against it. */
  asLastTime: string[];
  /** What is settled now, with what was said this time on top: to be kept for the next file. */
  settled: Settled;
  /** The first 20 among the rows read. */
  problems: Problem[];
  /** The first 10 accepted rows as they would be stored; times are ISO 8601 in UTC so that a person can check them. */
  previewRows: Record<string, string | number | null>[];
  firstRows: FirstRow[];
}

/** One of the file's first rows: as it would be kept, or, where it is refused, as it stands with the reason. */
export interface FirstRow {
  row: number;
  kept: boolean;
  /** Field to value; what the file says where the row is refused. */
  values: Record<string, string | number | null>;
  problem: { field: Field | null; reason: string } | null;
}

/** A row that is not kept, as it stood. */
export interface RefusedRow extends Problem {
  cells: string[];
  /** Its amount where that can be read all the same, so that a file's money can be accounted for; null where it cannot. */
  amount: number | null;
  currency: string | null;
}

/** Times are UTC milliseconds with fractions kept; NaN is absent in every number column. `points` is the score mapped to 0-100 by its scale. */
export type BatchColumns = Record<TimeField | DecimalField | "points", Float64Array> & Record<TextField, (string | null)[]>;

export interface Batch {
  /** Accepted rows; `row` and every column have this length. */
  length: number;
  /** 1-based data row in the file of each accepted row. */
  row: Float64Array;
  columns: BatchColumns;
  refused: RefusedRow[];
  /** Bytes of the file (as it lies on disk) read so far. */
  bytesRead: number;
  /** XES traces without an event so far. */
  emptyTraces: number;
}

export interface ProposeInput {
  path: string;
  /** The original file name, for messages. */
  name: string;
  kind: ImportKind;
  /**
   * Field to column name or 1-based position, or to `-` to leave the field out. Beside the fields it takes settings of the file:
   * `dateOrder` (dmy, mdy, ymd), `decimal` (`.` or `,`), `encoding`, `part` (the file of an archive, the sheet of a workbook), and a
   * literal `scale` such as `0-10`.
   */
  map?: Record<string, string>;
  timezone?: string;
  /** What was settled for the source's last file of this kind. The file's own evidence stands above it, and what `map` says above both. */
  last?: Settled | null;
  /** Rows to look at before proposing; default 5000. */
  rows?: number;
  limits?: Partial<Limits>;
}

export interface ReadInput {
  path: string;
  plan: Plan;
  /** Accepted rows a batch; default 2000. */
  batchSize?: number;
  limits?: Partial<Limits>;
}
