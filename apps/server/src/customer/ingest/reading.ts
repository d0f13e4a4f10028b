import type { EventRow } from "./event-row.ts";
import type { Dimensions, PropertyColumns } from "./columns.ts";
import type { Arrival } from "./read-time.ts";

/** One event of a request, before it is judged. */
export interface Told {
  /** `track`, `identify` … or `cloudevent`; how a dead letter is read again. */
  readonly verb: string;
  readonly content: unknown;
  /** Found before the judgement, so that a refused event keeps it when it is replayed. */
  readonly messageId: string;
  /** Why the id it came with cannot be used; null where it can, or none came. */
  readonly badId: string | null;
}

export interface Circumstances {
  readonly arrival: Arrival;
  readonly dimensions: Dimensions;
}

const WITHOUT = {
  activity: null,
  case: null,
  kind: null,
  respondent: null,
  stage: null,
  channel: null,
  owner: null,
  segment: null,
  resource: null,
  unit: null,
  scale: null,
  currency: null,
  comment: null,
  amount: null,
  quantity: null,
  score: null,
  points: null,
  traits: null,
  person: null,
} as const satisfies Partial<EventRow>;

/** A row with what is told, and null elsewhere. */
export function rowOf(told: Pick<EventRow, "stream" | "time" | "customer"> & Partial<EventRow>): EventRow {
  return { ...WITHOUT, ...told };
}

/** The row of something that happened. Written out, since spreading the columns would cost more than reading them. */
export function rowOfEvent(told: Pick<EventRow, "time" | "customer" | "activity" | "respondent">, columns: PropertyColumns): EventRow {
  return {
    stream: "events",
    time: told.time,
    customer: told.customer,
    activity: told.activity,
    // An event without a case belongs to its customer's one journey.
    case: columns.case ?? told.customer,
    kind: columns.kind,
    respondent: told.respondent,
    stage: columns.stage,
    channel: columns.channel,
    owner: columns.owner,
    segment: columns.segment,
    resource: columns.resource,
    unit: columns.unit,
    scale: columns.scale,
    currency: columns.currency,
    comment: columns.comment,
    amount: columns.amount,
    quantity: columns.quantity,
    score: columns.score,
    points: columns.points,
    traits: columns.rest,
    person: null,
  };
}
