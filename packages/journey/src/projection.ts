import type { JourneyLog } from "./journey-log.ts";
import { pairIndex } from "./pair-index.ts";

/** Cases walked over the kept steps alone. Arrays by path are at least `paths` long. */
export type Projection = {
  readonly paths: number;
  /** Path -> step it leaves; -1 is the start of a case. */
  readonly from: Int32Array;
  /** Path -> step it reaches; -1 is the end of a case. */
  readonly to: Int32Array;
  readonly count: Int32Array;
  readonly cases: Int32Array;
  /** Traversals with one hidden event or more, the hidden events of all, and how many different steps those were. */
  readonly viaHidden: Int32Array;
  readonly hiddenEvents: Int32Array;
  readonly hiddenSteps: Int32Array;
  /** Position of a kept event -> path by which it was reached from a kept event; -1 elsewhere. With the milliseconds that took. */
  readonly traversalPath: Int32Array;
  readonly traversalMillis: Float64Array;
  readonly unseenCases: number;
};

/**
 * Contracts the steps whose `kept` is 0: each case becomes start, its kept events in order, end, and what lay between two of them is counted on the
 * path that joins them. Hidden events before the first kept one belong to the path from the start, those after the last to the path to the end.
 */
export function project(log: JourneyLog, kept: Uint8Array): Projection {
  const { activity, offsets, time } = log;
  // Steps shifted by one, so that 0 can be the start as first and the end as second of a pair.
  const pairs = pairIndex(256);
  const passed = pairIndex(256);
  const capacity = 256;
  const table = { size: capacity, counts: Array.from({ length: 6 }, () => new Int32Array(capacity)) };
  let [count, cases, lastCase, viaHidden, hiddenEvents, hiddenSteps] = table.counts;
  const traversalPath = new Int32Array(log.events).fill(-1);
  const traversalMillis = new Float64Array(log.events);
  let unseenCases = 0;

  const travel = (c: number, from: number, to: number, between: readonly [number, number]): number => {
    const path = pairs.number(from, to);
    if (path >= table.size) {
      table.size *= 2;
      table.counts = table.counts.map((column) => {
        const larger = new Int32Array(table.size);
        larger.set(column);
        return larger;
      });
      [count, cases, lastCase, viaHidden, hiddenEvents, hiddenSteps] = table.counts;
    }
    count[path] += 1;
    // lastCase holds case + 1, so that its zeros mean "none yet".
    if (lastCase[path] !== c + 1) {
      lastCase[path] = c + 1;
      cases[path] += 1;
    }
    const [first, end] = between;
    if (end > first) {
      viaHidden[path] += 1;
      hiddenEvents[path] += end - first;
      for (let i = first; i < end; i += 1) {
        const before = passed.size();
        if (passed.number(path, activity[i]) === before) hiddenSteps[path] += 1;
      }
    }
    return path;
  };

  for (let c = 0; c < log.cases; c += 1) {
    const end = offsets[c + 1];
    let last = -1;
    for (let i = offsets[c]; i < end; i += 1) {
      if (kept[activity[i]] === 0) continue;
      if (last < 0) travel(c, 0, activity[i] + 1, [offsets[c], i]);
      else {
        traversalPath[i] = travel(c, activity[last] + 1, activity[i] + 1, [last + 1, i]);
        traversalMillis[i] = time[i] - time[last];
      }
      last = i;
    }
    if (last < 0) unseenCases += 1;
    else travel(c, activity[last] + 1, 0, [last + 1, end]);
  }
  const shiftBack = (codes: Int32Array): Int32Array => codes.slice(0, pairs.size()).map((code) => code - 1);
  return {
    paths: pairs.size(),
    from: shiftBack(pairs.firsts()),
    to: shiftBack(pairs.seconds()),
    count,
    cases,
    viaHidden,
    hiddenEvents,
    hiddenSteps,
    traversalPath,
    traversalMillis,
    unseenCases,
  };
}
