import { quantile } from "@counterseat/stats";

/** Fewer gaps between days of arrival, and a source has no rhythm yet. */
const FEWEST_GAPS = 5;
/** Days of arrival looked back on: a source that is fetched more often from now on is late sooner. */
const LOOKED_BACK = 60;

export interface Rhythm {
  /** Days with an arrival that were looked at. */
  readonly arrivals: number;
  /** Days since the last one; null where nothing ever arrived. */
  readonly silence: number | null;
  /** The gap between two arrivals that is seldom longer, in days: the 95th percentile of the source's own; null with too few. */
  readonly usual: number | null;
  /** Null where the rhythm is not known. */
  readonly late: boolean | null;
}

/**
 * Whether a source is silent for longer than its own rhythm makes usual. Days count, not hours: what comes every working day is not
 * late on Sunday, since its own weekends are among its gaps.
 * @param days numbers of days with an arrival, in any order, more than once or not
 */
export function rhythmOf(days: readonly number[], today: number): Rhythm {
  const known = [...new Set(days)]
    .filter((day) => day <= today)
    .sort((a, b) => a - b)
    .slice(-LOOKED_BACK);
  const last = known.at(-1);
  if (last === undefined) return { arrivals: 0, silence: null, usual: null, late: null };
  const gaps = known.slice(1).map((day, i) => day - (known[i] ?? day));
  const silence = today - last;
  const usual = gaps.length < FEWEST_GAPS ? null : quantile(gaps, 0.95);
  return { arrivals: known.length, silence, usual, late: usual === null ? null : silence > usual };
}
