import { quantilesReordering } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";

export type FunnelStage = {
  readonly step: string;
  /** Cases that came this far: all stages before it, in order, with anything between. */
  readonly cases: number;
  /** Of those that reached the stage before. Null for the first where no case is. */
  readonly share: number | null;
  /** Seconds since the stage before, at the median of those who came; null for the first stage and where nobody came. */
  readonly median: number | null;
  /** Those who came to the stage before and not to this one, by what they did next after it; null is nothing more. */
  readonly instead: readonly { readonly step: string | null; readonly cases: number }[];
};

/**
 * How far cases get along steps in order. Of a step that happens often its first occurrence after the stage before counts.
 * @throws RangeError for a step the log does not know
 */
export function funnel(log: JourneyLog, steps: readonly string[]): readonly FunnelStage[] {
  const numbers = steps.map((step) => {
    const number = log.activities.indexOf(step);
    if (number < 0) throw new RangeError(`no step is called "${step}"`);
    return number;
  });
  const waits: number[][] = steps.map(() => []);
  const reached = steps.map(() => 0);
  const instead: Map<string | null, number>[] = steps.map(() => new Map());
  for (let c = 0; c < log.cases; c += 1) {
    let before = -1;
    for (const [stage, step] of numbers.entries()) {
      let at = before < 0 ? log.offsets[c] : before + 1;
      while (at < log.offsets[c + 1] && log.activity[at] !== step) at += 1;
      if (at === log.offsets[c + 1]) {
        const next = before < 0 ? log.offsets[c] : before + 1;
        const did = next < log.offsets[c + 1] ? log.activities[log.activity[next]] : null;
        instead[stage].set(did, (instead[stage].get(did) ?? 0) + 1);
        break;
      }
      reached[stage] += 1;
      if (before >= 0) waits[stage].push((log.time[at] - log.time[before]) / 1000);
      before = at;
    }
  }
  return steps.map((step, stage) => {
    const from = stage === 0 ? log.cases : reached[stage - 1];
    const [median = null] = quantilesReordering(Float64Array.from(waits[stage]), [0.5]);
    const others = [...instead[stage]]
      .map(([did, cases]) => ({ step: did, cases }))
      .sort((x, y) => y.cases - x.cases || byName(x.step, y.step));
    return { step, cases: reached[stage], share: from === 0 ? null : reached[stage] / from, median, instead: others };
  });
}

function byName(x: string | null, y: string | null): number {
  if (x === y) return 0;
  return x === null || (y !== null && x < y) ? -1 : 1;
}
