import { MINUTES_A_DAY } from "./calendar.ts";

const CAPACITY = 1024;

/** The events of one person while they are made, in the order of the model; −1 (NaN for amounts) stands for absent. */
export interface EventRows {
  length: number;
  readonly minute: Int32Array;
  readonly activity: Int8Array;
  readonly channel: Int8Array;
  readonly unit: Int16Array;
  readonly resource: Int16Array;
  readonly caseRef: Int32Array;
  readonly amount: Float64Array;
  readonly cause: Int8Array;
  readonly department: Int8Array;
  readonly plan: Int8Array;
  readonly desk: Int8Array;
  readonly reason: Int8Array;
  readonly promised: Int32Array;
  /** Case ids that `caseRef` points into. */
  readonly cases: string[];
}

export const NO_CASE = -1;
export const NOT_PROMISED = -2147483648;

export function newEventRows(): EventRows {
  return {
    length: 0,
    minute: new Int32Array(CAPACITY),
    activity: new Int8Array(CAPACITY),
    channel: new Int8Array(CAPACITY),
    unit: new Int16Array(CAPACITY),
    resource: new Int16Array(CAPACITY),
    caseRef: new Int32Array(CAPACITY),
    amount: new Float64Array(CAPACITY),
    cause: new Int8Array(CAPACITY),
    department: new Int8Array(CAPACITY),
    plan: new Int8Array(CAPACITY),
    desk: new Int8Array(CAPACITY),
    reason: new Int8Array(CAPACITY),
    promised: new Int32Array(CAPACITY),
    cases: [],
  };
}

export function clearEventRows(rows: EventRows): void {
  rows.length = 0;
  rows.cases.length = 0;
}

/** A new case; the answer is what events of it carry. */
export function openCase(rows: EventRows, id: string): number {
  return rows.cases.push(id) - 1;
}

/** Adds an event at a time in local days, rounded to whole minutes, and returns its row so that attributes can be set. Positional: the hottest call. */
export function put(rows: EventRows, day: number, activity: number, caseRef: number, channel: number, unit: number): number {
  const row = rows.length;
  if (row === CAPACITY) throw new RangeError(`more than ${CAPACITY} events of one person`);
  rows.length = row + 1;
  rows.minute[row] = Math.round(day * MINUTES_A_DAY);
  rows.activity[row] = activity;
  rows.caseRef[row] = caseRef;
  rows.channel[row] = channel;
  rows.unit[row] = unit;
  rows.resource[row] = -1;
  rows.amount[row] = NaN;
  rows.cause[row] = -1;
  rows.department[row] = -1;
  rows.plan[row] = -1;
  rows.desk[row] = -1;
  rows.reason[row] = -1;
  rows.promised[row] = NOT_PROMISED;
  return row;
}

/** Rows inside the record in order of time; ties keep the order in which they were made. Fills `order` and returns how many there are. */
export function orderInTime(rows: EventRows, minutes: number, order: Int32Array): number {
  let count = 0;
  for (let row = 0; row < rows.length; row++) {
    const minute = rows.minute[row];
    if (minute < 0 || minute >= minutes) continue;
    let place = count;
    while (place > 0 && rows.minute[order[place - 1]] > minute) {
      order[place] = order[place - 1];
      place -= 1;
    }
    order[place] = row;
    count += 1;
  }
  return count;
}

export function newOrder(): Int32Array {
  return new Int32Array(CAPACITY);
}
