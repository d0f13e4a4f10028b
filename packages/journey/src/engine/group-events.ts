import type { GroupedEvents } from "./segment.ts";

/** Events in any order, one entry per event in each column. The arrays are only read. */
export type EngineEvents = {
  /** Number of the case, from 0: the dictionary code of its id. It is the case's place in every column by case. */
  readonly caseCode: ArrayLike<number>;
  /** Index into the engine's activities. */
  readonly activity: ArrayLike<number>;
  /** UTC milliseconds, whole. */
  readonly time: ArrayLike<number>;
  /** Number of the event in its source; where absent, events are numbered as they stand. At most 2^32 - 1. */
  readonly ordinal?: ArrayLike<number>;
  /** Number of the source it came from; one source where absent. At most 65,535. */
  readonly source?: ArrayLike<number>;
  /** Who did it, or -1 when unknown. At most 65,534. */
  readonly resource?: ArrayLike<number>;
};

/** Latest instant a date can hold. */
const MOST_TIME = 8.64e15;

/** @throws RangeError when columns differ in length or a value is out of range; names the first such row (from 0). */
export function refuseBadEvents(columns: EngineEvents, steps: number): void {
  const { caseCode, activity, time, ordinal, source, resource } = columns;
  const events = time.length;
  for (const [name, column] of Object.entries({ caseCode, activity, ordinal, source, resource })) {
    if (column !== undefined && column.length !== events)
      throw new RangeError(`journey columns differ in length: ${name} ${column.length}, time ${events}`);
  }
  const whole = (value: number, most: number): boolean => value >= 0 && value <= most && Number.isInteger(value);
  for (let i = 0; i < events; i += 1) {
    if (!Number.isInteger(time[i]) || Math.abs(time[i]) > MOST_TIME) {
      throw new RangeError(`row ${i}: time ${time[i]} is not a whole number of milliseconds; round it first`);
    }
    if (!whole(activity[i], steps - 1)) throw new RangeError(`row ${i}: activity ${activity[i]} is not one of the ${steps} activities`);
    if (!whole(caseCode[i], 2 ** 31))
      throw new RangeError(`row ${i}: case code ${caseCode[i]} must be a whole number up to 2^31; number the cases first`);
  }
  for (const [name, column, least, most] of [
    ["ordinal", ordinal, 0, 2 ** 32 - 1],
    ["source", source, 0, 65_535],
    ["resource", resource, -1, 65_534],
  ] as const) {
    if (column === undefined) continue;
    for (let i = 0; i < events; i += 1) {
      if (!whole(column[i] - least, most - least))
        throw new RangeError(`row ${i}: ${name} ${column[i]} is not a whole number in ${least}..${most}`);
    }
  }
}

/** Groups events by case (counting sort) and orders each case by (time, source, ordinal); near to linear for events that come nearly in order. */
export function groupEvents(columns: EngineEvents): GroupedEvents {
  const { caseCode, activity, time, ordinal } = columns;
  // A column that says nothing is not stored, so that equal events give equal bytes.
  const source = columns.source !== undefined && holds(columns.source, (code) => code !== 0) ? columns.source : undefined;
  const resource = columns.resource !== undefined && holds(columns.resource, (code) => code >= 0) ? columns.resource : undefined;
  const events = time.length;
  let cases = 0;
  for (let i = 0; i < events; i += 1) if (caseCode[i] >= cases) cases = caseCode[i] + 1;
  if (cases > 64 * events + 1_000_000) {
    throw new RangeError(`case codes go up to ${cases - 1} for ${events} events; number the cases 0, 1, 2, ... first`);
  }
  const offsets = new Uint32Array(cases + 1);
  for (let i = 0; i < events; i += 1) offsets[caseCode[i] + 1] += 1;
  for (let c = 0; c < cases; c += 1) offsets[c + 1] += offsets[c];
  const cursor = offsets.slice(0, cases);
  const row = new Uint32Array(events);
  for (let i = 0; i < events; i += 1) row[cursor[caseCode[i]]++] = i;

  const order = (x: number, y: number): number =>
    time[x] - time[y] || (source === undefined ? 0 : source[x] - source[y]) || (ordinal === undefined ? x - y : ordinal[x] - ordinal[y]);
  for (let c = 0; c < cases; c += 1) sortRows(row, offsets[c], offsets[c + 1], order);

  const grouped = {
    cases,
    offsets,
    activity: new Uint16Array(events),
    time: new Float64Array(events),
    ordinal: new Uint32Array(events),
    source: source === undefined ? null : new Uint16Array(events),
    resource: resource === undefined ? null : new Uint16Array(events),
  };
  for (let i = 0; i < events; i += 1) {
    const r = row[i];
    grouped.activity[i] = activity[r];
    grouped.time[i] = time[r];
    grouped.ordinal[i] = ordinal === undefined ? r : ordinal[r];
  }
  if (source !== undefined && grouped.source !== null) for (let i = 0; i < events; i += 1) grouped.source[i] = source[row[i]];
  if (resource !== undefined && grouped.resource !== null) for (let i = 0; i < events; i += 1) grouped.resource[i] = resource[row[i]] + 1;
  return grouped;
}

function holds(column: ArrayLike<number>, wanted: (code: number) => boolean): boolean {
  for (let i = 0; i < column.length; i += 1) if (wanted(column[i])) return true;
  return false;
}

function sortRows(row: Uint32Array, from: number, to: number, order: (x: number, y: number) => number): void {
  let moves = 0;
  for (let i = from + 1; i < to; i += 1) {
    const r = row[i];
    const difference = order(r, row[i - 1]);
    if (difference > 0) continue;
    if (difference === 0)
      throw new RangeError(`rows ${row[i - 1]} and ${r}: one case has two events with the same time, source and ordinal`);
    let j = i;
    while (j > from && order(row[j - 1], r) > 0) {
      row[j] = row[j - 1];
      j -= 1;
    }
    if (j > from && order(row[j - 1], r) === 0) {
      throw new RangeError(`rows ${row[j - 1]} and ${r}: one case has two events with the same time, source and ordinal`);
    }
    row[j] = r;
    moves += i - j;
    // Insertion is the fastest for short and nearly ordered cases; a long shuffled one would be quadratic.
    if (moves > 16 * (to - from) + 256) {
      row.subarray(from, to).sort(order);
      moves = -Infinity;
      i = from;
    }
  }
}
