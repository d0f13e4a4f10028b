import { quantilesReordering, wilson } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";

/** Cases that went from one step to another and straight back. */
export type SendBack = {
  readonly from: number;
  readonly to: number;
  /** Cases that were sent back at least once, of those that came to `from`. */
  readonly cases: number;
  readonly of: number;
  readonly share: number;
  readonly interval: readonly [number, number];
  /** How often in all. */
  readonly times: number;
  /** Seconds from leaving `from` to being there again, at the median, and in all. */
  readonly median: number;
  readonly sum: number;
};

/** Below this share (and surely below) a way back is a slip, not a loop. */
const LEAST = 0.05;
/** Up to this factor two counts of cases are taken as the same. */
const ALIKE = 1.1;

/**
 * Ping-pong between two steps: A, then B, then A again with nothing between. Only pairs whose share is surely above a twentieth of the cases that come to A;
 * of A-B-A and B-A-B the one that
 * clearly more cases have, else the one that more of those who come there have. Most customer time first.
 */
export function sendBacks(log: JourneyLog): SendBack[] {
  const steps = log.activities.length;
  const came = new Int32Array(steps);
  const lastCame = new Int32Array(steps).fill(-1);
  const pairs = new Map<number, { readonly waits: number[]; cases: number; lastCase: number }>();
  for (let c = 0; c < log.cases; c += 1) {
    const end = log.offsets[c + 1];
    for (let i = log.offsets[c]; i < end; i += 1) {
      const step = log.activity[i];
      if (lastCame[step] !== c) {
        lastCame[step] = c;
        came[step] += 1;
      }
      if (i + 2 >= end || log.activity[i + 2] !== step || log.activity[i + 1] === step) continue;
      const pair = step * steps + log.activity[i + 1];
      let found = pairs.get(pair);
      if (found === undefined) pairs.set(pair, (found = { waits: [], cases: 0, lastCase: -1 }));
      found.waits.push((log.time[i + 2] - log.time[i]) / 1000);
      if (found.lastCase !== c) {
        found.lastCase = c;
        found.cases += 1;
      }
    }
  }
  const found = [...pairs].flatMap(([pair, { waits, cases }]): SendBack[] => {
    const [from, to] = [Math.floor(pair / steps), pair % steps];
    const mirrored = pairs.get(to * steps + from)?.cases ?? 0;
    if (!stands({ cases, of: came[from] }, { cases: mirrored, of: came[to] })) return [];
    const interval = wilson({ successes: cases, n: came[from] });
    if (interval === null || interval[0] <= LEAST) return [];
    const [median] = quantilesReordering(Float64Array.from(waits), [0.5]);
    const sum = waits.reduce((all, wait) => all + wait, 0);
    return [{ from, to, cases, of: came[from], share: cases / came[from], interval, times: waits.length, median, sum }];
  });
  return found.sort((a, b) => b.sum - a.sum || compareNames(log.activities[a.from], log.activities[b.from]));
}

/** Which way round a loop is told: a case that goes to and fro once often has both. */
function stands(one: { cases: number; of: number }, mirrored: { cases: number; of: number }): boolean {
  if (mirrored.cases > one.cases * ALIKE) return false;
  return one.cases > mirrored.cases * ALIKE || one.of <= mirrored.of;
}
