import type { JourneyLog } from "./journey-log.ts";
import { compareNames } from "./name-order.ts";

export type RankedVariant = {
  /** Its number in the log. */
  readonly variant: number;
  readonly activities: readonly string[];
  readonly count: number;
};

/** The sequences that most cases went, so many of them; ties by their step names, compared one after the other, the shorter first. */
export function topVariants(log: JourneyLog, most: number): RankedVariant[] {
  const counts = new Int32Array(log.variants);
  const example = new Int32Array(log.variants);
  for (let c = log.cases - 1; c >= 0; c -= 1) {
    counts[log.variant[c]] += 1;
    example[log.variant[c]] = c;
  }
  const rank = nameRanks(log.activities);
  const before = (v: number, w: number): boolean => {
    if (counts[v] !== counts[w]) return counts[v] > counts[w];
    return compareSequences(log, rank, example[v], example[w]) < 0;
  };
  // A list of the best so far: most variants lose against its last entry at once, however many there are.
  const best: number[] = [];
  for (let v = 0; v < log.variants; v += 1) {
    if (best.length === most && !before(v, best[most - 1])) continue;
    const at = best.findIndex((w) => before(v, w));
    best.splice(at === -1 ? best.length : at, 0, v);
    if (best.length > most) best.pop();
  }
  return best.map((v) => ({
    variant: v,
    activities: Array.from(log.activity.subarray(log.offsets[example[v]], log.offsets[example[v] + 1]), (step) => log.activities[step]),
    count: counts[v],
  }));
}

function nameRanks(names: readonly string[]): Int32Array {
  const rank = new Int32Array(names.length);
  const order = names.map((_, step) => step).sort((x, y) => compareNames(names[x], names[y]));
  for (const [place, step] of order.entries()) rank[step] = place;
  return rank;
}

function compareSequences(log: JourneyLog, rank: Int32Array, c: number, d: number): number {
  const { offsets, activity } = log;
  const lengthC = offsets[c + 1] - offsets[c];
  const lengthD = offsets[d + 1] - offsets[d];
  for (let i = 0; i < Math.min(lengthC, lengthD); i += 1) {
    const difference = rank[activity[offsets[c] + i]] - rank[activity[offsets[d] + i]];
    if (difference !== 0) return difference;
  }
  return lengthC - lengthD;
}
