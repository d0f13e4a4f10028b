import { type Calendar, toUtc } from "./calendar.ts";
import type { Chunk, Column } from "./contract.ts";
import { open, uniform, type Draws } from "./draw.ts";
import { CAUSES } from "./cause.ts";
import type { EventRows } from "./event-rows.ts";
import { NO_CASE, NOT_PROMISED } from "./event-rows.ts";
import { eventId, sessionEventId } from "./identifier.ts";
import { PLANS } from "./plan.ts";
import { REASONS } from "./reason.ts";
import { SCOPE } from "./scope.ts";
import { CHANNELS, SEGMENTS } from "./segment.ts";
import { ACTIVITIES, ACTIVITY_STAGE, ACTIVITY_SYSTEM, STAGES, SYSTEMS } from "./stage.ts";
import { RESOURCE_IDS } from "./staff.ts";
import { DEPARTMENT_IDS, DESKS, UNIT_IDS } from "./unit.ts";

export const CHUNK_ROWS = 65_536;

const SHARE_LATE = 0.02;
const SECOND = 1000;
const LATE_SPAN = 3 * 86_400 * SECOND;

/** One chunk of events being filled. */
export interface EventColumns {
  length: number;
  readonly id: string[];
  readonly customer: (string | null)[];
  readonly caseId: (string | null)[];
  readonly time: Float64Array;
  readonly receivedAt: Float64Array;
  readonly amount: Float64Array;
  readonly promisedAt: Float64Array;
  readonly system: Int32Array;
  readonly activity: Int32Array;
  readonly stage: Int32Array;
  readonly channel: Int32Array;
  readonly unit: Int32Array;
  readonly resource: Int32Array;
  readonly segment: Int32Array;
  readonly currency: Int32Array;
  readonly cause: Int32Array;
  readonly department: Int32Array;
  readonly plan: Int32Array;
  readonly desk: Int32Array;
  readonly reason: Int32Array;
}

export function newEventColumns(): EventColumns {
  const codes = (): Int32Array => new Int32Array(CHUNK_ROWS);
  const numbers = (): Float64Array => new Float64Array(CHUNK_ROWS);
  return {
    length: 0,
    id: [],
    customer: [],
    caseId: [],
    time: numbers(),
    receivedAt: numbers(),
    amount: numbers(),
    promisedAt: numbers(),
    system: codes(),
    activity: codes(),
    stage: codes(),
    channel: codes(),
    unit: codes(),
    resource: codes(),
    segment: codes(),
    currency: codes(),
    cause: codes(),
    department: codes(),
    plan: codes(),
    desk: codes(),
    reason: codes(),
  };
}

/** Who a group of rows belongs to: a person (`customer` and `segment` given) or the anonymous sessions after that person. */
export interface RowOwner {
  readonly index: number;
  readonly customer: string | null;
  readonly segment: number;
}

/** Copies the row made as number `row` to the end of the chunk; `ordinal` counts the owner's rows in order of time. Positional: the hottest copy. */
export function appendEvent(
  columns: EventColumns,
  rows: EventRows,
  row: number,
  ordinal: number,
  owner: RowOwner,
  calendar: Calendar,
  late: Draws,
): void {
  const at = columns.length;
  columns.length = at + 1;
  const activity = rows.activity[row];
  const time = toUtc(calendar, rows.minute[row]);
  columns.id.push(owner.customer === null ? sessionEventId(owner.index, ordinal) : eventId(owner.index, ordinal));
  columns.customer.push(owner.customer);
  columns.caseId.push(rows.caseRef[row] === NO_CASE ? null : rows.cases[rows.caseRef[row]]);
  columns.time[at] = time;
  columns.receivedAt[at] = time + delay(late);
  columns.amount[at] = rows.amount[row];
  columns.promisedAt[at] = rows.promised[row] === NOT_PROMISED ? NaN : toUtc(calendar, rows.promised[row]);
  columns.system[at] = ACTIVITY_SYSTEM[activity];
  columns.activity[at] = activity;
  columns.stage[at] = ACTIVITY_STAGE[activity];
  columns.channel[at] = rows.channel[row];
  columns.unit[at] = rows.unit[row];
  columns.resource[at] = rows.resource[row];
  columns.segment[at] = owner.segment;
  columns.currency[at] = Number.isNaN(rows.amount[row]) ? -1 : 0;
  columns.cause[at] = rows.cause[row];
  columns.department[at] = rows.department[row];
  columns.plan[at] = rows.plan[row];
  columns.desk[at] = rows.desk[row];
  columns.reason[at] = rows.reason[row];
}

/** Opens the draws that say how late a group of rows reaches us. */
export function openDelays(late: Draws, seed: number, owner: RowOwner): void {
  open(late, seed, SCOPE.received, owner.index, owner.customer === null ? 1 : 0);
}

/** Milliseconds until a row reaches us; the next draw of `openDelays`. */
export function delay(late: Draws): number {
  const u = uniform(late);
  if (u < SHARE_LATE) return Math.floor((u / SHARE_LATE) * LATE_SPAN);
  return Math.floor(((u - SHARE_LATE) / (1 - SHARE_LATE)) * 91) * SECOND;
}

/** The filled rows as a chunk; the columns must not be used again. */
export function eventChunk(from: EventColumns): Chunk {
  const length = from.length;
  const coded = (codes: Int32Array, dictionary: readonly string[]): Column => ({ codes: codes.subarray(0, length), dictionary });
  return {
    stream: "events",
    length,
    columns: {
      id: from.id,
      time: from.time.subarray(0, length),
      receivedAt: from.receivedAt.subarray(0, length),
      system: coded(from.system, SYSTEMS),
      customer: from.customer,
      case: from.caseId,
      activity: coded(from.activity, ACTIVITIES),
      stage: coded(from.stage, STAGES),
      channel: coded(from.channel, CHANNELS),
      unit: coded(from.unit, UNIT_IDS),
      resource: coded(from.resource, RESOURCE_IDS),
      segment: coded(from.segment, SEGMENTS),
      amount: from.amount.subarray(0, length),
      currency: coded(from.currency, ["EUR"]),
      cause: coded(from.cause, CAUSES),
      department: coded(from.department, DEPARTMENT_IDS),
      plan: coded(from.plan, PLANS),
      desk: coded(from.desk, DESKS),
      reason: coded(from.reason, REASONS),
      promisedAt: from.promisedAt.subarray(0, length),
    },
  };
}
