/** One accepted event, as its columns: the payload of a log record, and what applying it appends. */
export interface EventRow {
  readonly stream: "events" | "identities";
  /** UTC ms, fractions kept. */
  readonly time: number;
  /** `userId`, else `anonymousId`. */
  readonly customer: string;
  readonly activity: string | null;
  readonly case: string | null;
  readonly kind: string | null;
  /** The other id told beside `customer`: the anonymous, previous or group id. */
  readonly respondent: string | null;
  readonly stage: string | null;
  readonly channel: string | null;
  readonly owner: string | null;
  readonly segment: string | null;
  readonly resource: string | null;
  readonly unit: string | null;
  readonly scale: string | null;
  readonly currency: string | null;
  readonly comment: string | null;
  /** Minor units of `currency`. */
  readonly amount: number | null;
  readonly quantity: number | null;
  readonly score: number | null;
  /** The score on 0–100; null where no scale is told. */
  readonly points: number | null;
  /** JSON text of the traits, or of the properties that have no column. */
  readonly traits: string | null;
}

const FORMAT = 1;

/** Columns in the order of the payload; the log outlives the code that wrote it, so the order never changes: add at the end. */
const ORDER = [
  "stream",
  "time",
  "customer",
  "activity",
  "case",
  "kind",
  "respondent",
  "stage",
  "channel",
  "owner",
  "segment",
  "resource",
  "unit",
  "scale",
  "currency",
  "comment",
  "amount",
  "quantity",
  "score",
  "points",
  "traits",
] as const satisfies readonly (keyof EventRow)[];

/** A row as the text of its log record. */
export function writeRow(row: EventRow): string {
  const values: unknown[] = [FORMAT];
  for (const column of ORDER) values.push(row[column]);
  return JSON.stringify(values);
}

/** @throws when the text is of a newer version, or no row at all */
export function readRow(text: string): EventRow {
  const values = JSON.parse(text) as unknown;
  if (!Array.isArray(values) || values[0] !== FORMAT || values.length < ORDER.length + 1)
    throw new Error("this event was written by a version that is not known here");
  const row: Partial<Record<keyof EventRow, unknown>> = {};
  ORDER.forEach((column, i) => (row[column] = values[i + 1]));
  return row as unknown as EventRow; // written by writeRow, unchanged since: the log's cipher proves it
}
