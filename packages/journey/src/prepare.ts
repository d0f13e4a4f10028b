import type { JourneyColumns, JourneyLog } from "./journey-log.ts";
import { pairIndex, type PairIndex } from "./pair-index.ts";

/** Up to this many pairs of steps a plain table finds an edge's number; 4 million entries are 16 MB. */
const TABLE_LIMIT = 4_000_000;

/**
 * Groups a log by case and orders it by time inside each case, ties in row order, in linear time for logs that are nearly in order.
 *
 * Counting sort by case (stable, so row order survives), then a repair of the cases that are out of time order. Variants are numbered through
 * a prefix tree: its nodes are numbered pairs (parent node, step), so one lookup per event tells two sequences apart exactly.
 * @throws RangeError when columns differ in length, a code is out of range or a time is not finite; it names the first such row (0-based).
 */
export function prepare(columns: JourneyColumns): JourneyLog {
  const events = columns.time.length;
  refuseBadColumns(columns, events);
  const { caseOf, codes } = caseNumbers(columns.caseCode);
  const cases = codes.length;

  const offsets = new Int32Array(cases + 1);
  for (let i = 0; i < events; i += 1) offsets[caseOf[i] + 1] += 1;
  for (let c = 0; c < cases; c += 1) offsets[c + 1] += offsets[c];
  const cursor = offsets.slice(0, cases);
  const row = new Int32Array(events);
  const time = new Float64Array(events);
  for (let i = 0; i < events; i += 1) {
    const at = cursor[caseOf[i]]++;
    row[at] = i;
    time[at] = columns.time[i];
  }
  for (let c = 0; c < cases; c += 1) sortByTime(time, row, offsets[c], offsets[c + 1]);

  const activity = gathered(columns.activity, row);
  const resource = columns.resource === undefined ? null : gathered(columns.resource, row);
  return {
    events,
    cases,
    activities: columns.activities,
    offsets,
    caseCode: codes,
    row,
    activity,
    time,
    resource,
    ...edgesOf({ activity, time, offsets, steps: columns.activities.length }),
    ...variantsOf(activity, offsets),
  };
}

function refuseBadColumns({ caseCode, activity, time, resource, activities }: JourneyColumns, events: number): void {
  if (caseCode.length !== events || activity.length !== events || (resource !== undefined && resource.length !== events)) {
    throw new RangeError(
      `journey columns differ in length: case ${caseCode.length}, activity ${activity.length}, time ${events}` +
        (resource === undefined ? "" : `, resource ${resource.length}`),
    );
  }
  if (events > 2 ** 31 - 2) throw new RangeError(`a journey log holds at most 2^31 - 2 events, got ${events}`);
  const steps = activities.length;
  if (new Set(activities).size !== steps) throw new RangeError("two activities have the same name");
  for (let i = 0; i < events; i += 1) {
    const step = activity[i];
    if (step < 0 || step >= steps) throw new RangeError(`row ${i}: activity ${step} is not one of the ${steps} activities`);
    if (!Number.isFinite(time[i])) throw new RangeError(`row ${i}: time is ${time[i]}`);
    if (caseCode[i] < 0) throw new RangeError(`row ${i}: case code ${caseCode[i]} is negative`);
    if (resource !== undefined && resource[i] < -1) throw new RangeError(`row ${i}: resource code ${resource[i]} is below -1`);
  }
}

/** Renumbers the case codes 0, 1, 2, ... in ascending order of code, leaving out codes that do not occur. */
function caseNumbers(caseCode: Int32Array | Uint32Array): { caseOf: Int32Array; codes: Float64Array } {
  const events = caseCode.length;
  let highest = -1;
  for (let i = 0; i < events; i += 1) if (caseCode[i] > highest) highest = caseCode[i];
  const caseOf = new Int32Array(events);
  if (highest > 8 * events + 1_000_000) {
    // Codes that are ids rather than a dense numbering: a table up to the highest would be mostly holes.
    const codes = Float64Array.from(new Set(caseCode)).sort();
    const numbers = new Map<number, number>();
    for (let c = 0; c < codes.length; c += 1) numbers.set(codes[c], c);
    for (let i = 0; i < events; i += 1) caseOf[i] = numbers.get(caseCode[i]) ?? 0;
    return { caseOf, codes };
  }
  const numbers = new Int32Array(highest + 1);
  for (let i = 0; i < events; i += 1) numbers[caseCode[i]] = 1;
  let cases = 0;
  for (let code = 0; code <= highest; code += 1) if (numbers[code] === 1) numbers[code] = ++cases;
  const codes = new Float64Array(cases);
  for (let code = 0; code <= highest; code += 1) if (numbers[code] > 0) codes[numbers[code] - 1] = code;
  for (let i = 0; i < events; i += 1) caseOf[i] = numbers[caseCode[i]] - 1;
  return { caseOf, codes };
}

/** Orders time and row together by (time, row) on from..to-1, where rows already ascend among equal times. */
function sortByTime(time: Float64Array, row: Int32Array, from: number, to: number): void {
  let moves = 0;
  for (let i = from + 1; i < to; i += 1) {
    const t = time[i];
    if (t >= time[i - 1]) continue;
    const r = row[i];
    let j = i;
    while (j > from && time[j - 1] > t) {
      time[j] = time[j - 1];
      row[j] = row[j - 1];
      j -= 1;
    }
    time[j] = t;
    row[j] = r;
    moves += i - j;
    // Insertion is the fastest for short and nearly ordered cases; a long shuffled one would be quadratic.
    if (moves > 16 * (to - from) + 256) {
      mergeSortByTime(time, row, from, to);
      return;
    }
  }
}

function mergeSortByTime(time: Float64Array, row: Int32Array, from: number, to: number): void {
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort((x, y) => time[x] - time[y] || row[x] - row[y]);
  const times = Float64Array.from(order, (at) => time[at]);
  const rows = Int32Array.from(order, (at) => row[at]);
  time.set(times, from);
  row.set(rows, from);
}

function gathered(source: Int32Array, row: Int32Array): Int32Array {
  const result = new Int32Array(row.length);
  for (let i = 0; i < row.length; i += 1) result[i] = source[row[i]];
  return result;
}

type EdgeInput = { readonly activity: Int32Array; readonly time: Float64Array; readonly offsets: Int32Array; readonly steps: number };

function edgesOf({ activity, time, offsets, steps }: EdgeInput): Pick<JourneyLog, "edge" | "elapsed" | "edgeFrom" | "edgeTo"> {
  const edge = new Int32Array(activity.length);
  const elapsed = new Float64Array(activity.length);
  const edges = pairIndex();
  const table = steps * steps <= TABLE_LIMIT ? new Int32Array(steps * steps) : null;
  for (let c = 0; c + 1 < offsets.length; c += 1) {
    const from = offsets[c];
    const to = offsets[c + 1];
    edge[from] = -1;
    for (let i = from + 1; i < to; i += 1) {
      edge[i] = table === null ? edges.number(activity[i - 1], activity[i]) : tabled(table, edges, activity[i - 1], activity[i], steps);
      elapsed[i] = time[i] - time[i - 1];
    }
  }
  return { edge, elapsed, edgeFrom: edges.firsts().slice(0, edges.size()), edgeTo: edges.seconds().slice(0, edges.size()) };
}

/** The table holds number + 1, so that its zeros mean "not seen yet". */
function tabled(table: Int32Array, edges: PairIndex, first: number, second: number, steps: number): number {
  const at = first * steps + second;
  const known = table[at];
  if (known !== 0) return known - 1;
  const number = edges.number(first, second);
  table[at] = number + 1;
  return number;
}

function variantsOf(activity: Int32Array, offsets: Int32Array): Pick<JourneyLog, "variant" | "variants"> {
  const cases = offsets.length - 1;
  const variant = new Int32Array(cases);
  const nodes = pairIndex(Math.min(activity.length, 1 << 16));
  const ended = pairIndex(Math.min(cases, 1 << 12));
  for (let c = 0; c < cases; c += 1) {
    // Node 0 is the root, so node numbers are the pair numbers plus one.
    let node = 0;
    for (let i = offsets[c]; i < offsets[c + 1]; i += 1) node = nodes.number(node, activity[i]) + 1;
    variant[c] = ended.number(node, 0);
  }
  return { variant, variants: ended.size() };
}
