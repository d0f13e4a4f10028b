import type { Person } from "./read-traits.ts";

/** One accepted event, as its columns: the payload of a log record, and what applying it appends. */
export interface EventRow {
  readonly stream: "events" | "identities" | "consents";
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
  /** Who they are, as the traits say: kept apart from what happened. */
  readonly person: Person | null;
}

const FORMAT = 1;
/** The log outlives the code that wrote it, so the order never changes: a new column goes to the end. */
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
  "person",
] as const satisfies readonly (keyof EventRow)[];
/** Columns that every row had from the first; what was added since is absent from older ones. */
const FIRST = ORDER.indexOf("person");
type Columns<Names extends readonly (keyof EventRow)[]> = { [I in keyof Names]: EventRow[Names[I]] };
type Told = [number, ...Columns<[...typeof ORDER]>];

/** A row as the text of its log record. Written out by name, here and below: a walk through ORDER costs more than the JSON. */
export function writeRow(row: EventRow): string {
  const told: Told = [
    FORMAT,
    row.stream,
    row.time,
    row.customer,
    row.activity,
    row.case,
    row.kind,
    row.respondent,
    row.stage,
    row.channel,
    row.owner,
    row.segment,
    row.resource,
    row.unit,
    row.scale,
    row.currency,
    row.comment,
    row.amount,
    row.quantity,
    row.score,
    row.points,
    row.traits,
    row.person,
  ];
  return JSON.stringify(told);
}

/** @throws when the text is of a newer version, or no row at all */
export function readRow(text: string): EventRow {
  const told = JSON.parse(text) as unknown;
  if (!Array.isArray(told) || told[0] !== FORMAT || told.length <= FIRST)
    throw new Error("this event was written by a version that is not known here");
  // Written by writeRow, unchanged since: the log's cipher proves it.
  const [
    _format,
    stream,
    time,
    customer,
    activity,
    caseId,
    kind,
    respondent,
    stage,
    channel,
    owner,
    segment,
    resource,
    unit,
    scale,
    currency,
    comment,
    amount,
    quantity,
    score,
    points,
    traits,
    person = null,
  ] = told as unknown as Told;
  return {
    stream,
    time,
    customer,
    activity,
    case: caseId,
    kind,
    respondent,
    stage,
    channel,
    owner,
    segment,
    resource,
    unit,
    scale,
    currency,
    comment,
    amount,
    quantity,
    score,
    points,
    traits,
    person,
  };
}
