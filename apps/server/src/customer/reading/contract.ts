import type { Limits } from "./limits.ts";

export type ImportKind = "events" | "transactions" | "customers" | "subscriptions" | "responses" | "beliefs";

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
  | "role";
export type Field = TimeField | DecimalField | TextField;

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
  /** One vote for the file, over its time columns; null where no time said anything (epochs, no times at all). */
  dateOrder: DateOrder | null;
  decimal: Decimal;
  /** IANA name or fixed offset, applied to times that carry no zone of their own. */
  timezone: string;
  /** `position` is 1-based; rows of cells are read by position, named values by their name. */
  map: Partial<Record<Field, { column: string; position: number }>>;
  /** Scale for a score where no scale column says otherwise, as `0-10`. */
  scale: string | null;
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
}

export interface Question {
  code: "unmapped-required" | "ambiguous-field" | "ambiguous-date-order" | "ambiguous-part" | "no-rows" | "unknown-format";
  field: Field | null;
  /** Plain words, for a person. */
  text: string;
  candidates: string[];
  /** The command-line option that answers it, such as `--map time="Complete Timestamp"`. */
  settle: string;
}

export interface Proposal {
  plan: Plan;
  columns: ProposedColumn[];
  rowsRead: number;
  /** XES traces without an event among what was read. */
  emptyTraces: number;
  questions: Question[];
  /** The first 20 among the rows read. */
  problems: Problem[];
  /** The first 10 accepted rows as they would be stored; times are ISO 8601 in UTC so that a person can check them. */
  previewRows: Record<string, string | number | null>[];
}

/** Times are UTC milliseconds with fractions kept; NaN is absent in every number column. `points` is the score mapped to 0-100 by its scale. */
export type BatchColumns = Record<TimeField | DecimalField | "points", Float64Array> & Record<TextField, (string | null)[]>;

export interface Batch {
  /** Accepted rows; `row` and every column have this length. */
  length: number;
  /** 1-based data row in the file of each accepted row. */
  row: Float64Array;
  columns: BatchColumns;
  refused: (Problem & { cells: string[] })[];
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
