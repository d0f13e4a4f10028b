import { quantilesReordering } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";

export type HandOverInput = {
  readonly log: JourneyLog;
  /** Position -> number of the silo that did it, -1 where it is the customer's own step or nobody knows. */
  readonly silo: Int32Array;
  readonly silos: number;
  /** A hand-over that took longer is counted as stuck; seconds. */
  readonly stuckAfter: number;
};

/** From one silo to another: how often, and how long the customer waited between the last step of the one and the first of the other. Seconds. */
export type HandOver = {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly cases: number;
  readonly median: number;
  readonly p90: number;
  readonly sum: number;
  readonly stuck: number;
  /** The two steps between which most of that time passed. */
  readonly fromStep: number;
  readonly toStep: number;
  readonly stepCount: number;
  readonly stepMedian: number;
  readonly stepSum: number;
};

export type HandOvers = {
  /** Most customer time first. */
  readonly handOvers: readonly HandOver[];
  /** Silo -> seconds between two steps of its own. */
  readonly within: Float64Array;
  /** Seconds between steps of two silos. */
  readonly between: number;
  /** Cases with at least one hand-over, and how many a case has at the median among these. */
  readonly cases: number;
  readonly perCase: number | null;
  /** Steps done by no known silo that are not counted at either end. */
  readonly unknown: number;
};

type Waits = { readonly of: number[]; cases: number; lastCase: number; readonly steps: Map<number, number[]> };

/**
 * Who hands customers over to whom. What the customer does in between belongs to the wait: for them the clock runs until somebody takes over.
 * @throws RangeError when the silos are not given for every event
 */
export function handOvers({ log, silo, silos, stuckAfter }: HandOverInput): HandOvers {
  if (silo.length !== log.events) throw new RangeError(`${silo.length} silos for ${log.events} events`);
  const steps = log.activities.length;
  const pairs = new Map<number, Waits>();
  const within = new Float64Array(silos);
  const perCase: number[] = [];
  let [between, unknown] = [0, 0];
  for (let c = 0; c < log.cases; c += 1) {
    let before = -1;
    let handed = 0;
    for (let i = log.offsets[c]; i < log.offsets[c + 1]; i += 1) {
      const now = silo[i];
      if (now < 0) {
        unknown += 1;
        continue;
      }
      if (before >= 0) {
        const wait = (log.time[i] - log.time[before]) / 1000;
        if (silo[before] === now) within[now] += wait;
        else {
          handed += 1;
          between += wait;
          add(pairs, silo[before] * silos + now, { c, wait, steps: log.activity[before] * steps + log.activity[i] });
        }
      }
      before = i;
    }
    if (handed > 0) perCase.push(handed);
  }
  const found = [...pairs].map(([pair, waits]): HandOver => {
    const [top, spent] = [...waits.steps]
      .map(([at, all]): [number, number] => [at, total(all)])
      .reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best));
    const mostly = waits.steps.get(top) ?? [];
    const [median, p90] = quantilesReordering(Float64Array.from(waits.of), [0.5, 0.9]);
    const [stepMedian] = quantilesReordering(Float64Array.from(mostly), [0.5]);
    return {
      from: Math.floor(pair / silos),
      to: pair % silos,
      count: waits.of.length,
      cases: waits.cases,
      median,
      p90,
      sum: total(waits.of),
      stuck: waits.of.reduce((n, wait) => n + (wait > stuckAfter ? 1 : 0), 0),
      fromStep: Math.floor(top / steps),
      toStep: top % steps,
      stepCount: mostly.length,
      stepMedian,
      stepSum: spent,
    };
  });
  found.sort((a, b) => b.sum - a.sum || a.from - b.from || a.to - b.to);
  const [half] = perCase.length === 0 ? [null] : quantilesReordering(Float64Array.from(perCase), [0.5]);
  return { handOvers: found, within, between, cases: perCase.length, perCase: half, unknown };
}

function add(pairs: Map<number, Waits>, pair: number, { c, wait, steps }: { c: number; wait: number; steps: number }): void {
  let waits = pairs.get(pair);
  if (waits === undefined) pairs.set(pair, (waits = { of: [], cases: 0, lastCase: -1, steps: new Map() }));
  waits.of.push(wait);
  if (waits.lastCase !== c) {
    waits.lastCase = c;
    waits.cases += 1;
  }
  const mostly = waits.steps.get(steps);
  if (mostly === undefined) waits.steps.set(steps, [wait]);
  else mostly.push(wait);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
