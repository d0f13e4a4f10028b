import { quantilesReordering } from "@counterseat/stats";
import { zoneCalendar } from "../zone.ts";

export type PromiseInput = {
  /** What was promised and when it happened, UTC milliseconds each, a row a promise. NaN where it has not happened. */
  readonly promised: Float64Array;
  readonly happened: Float64Array;
  /**
   * `instant`: late is any moment after the promised one. `date`: late is a later calendar day in the zone, which is what a promise of a day means even
   * where the system wrote midnight behind it.
   */
  readonly by: "instant" | "date";
  /** IANA name; the organisation's. */
  readonly zone: string;
  /** For open promises: they are late already when this moment is past them. UTC milliseconds. */
  readonly asOf?: number;
};

export type PromiseKept = {
  /** Promises that are kept or broken; open ones that are not due yet are counted apart. */
  readonly n: number;
  readonly kept: number;
  readonly late: number;
  readonly open: number;
  /** kept / n; null when n is 0. */
  readonly keptShare: number | null;
  /** How much later than promised, over what has happened; negative is early. Seconds by instant, whole days by date. */
  readonly lateness: { readonly median: number; readonly mean: number; readonly p90: number } | null;
};

const SECOND = 1000;

/**
 * How often a promised moment was kept.
 * @throws RangeError when the columns differ in length, a promise is no time, or the zone is unknown
 */
export function promiseKept({ promised, happened, by, zone, asOf }: PromiseInput): PromiseKept {
  if (promised.length !== happened.length)
    throw new RangeError(`promises differ in length: ${promised.length} promised, ${happened.length} happened`);
  const day = zoneCalendar(zone);
  const measured = (time: number): number => (by === "instant" ? time / SECOND : day(time));
  const lateness: number[] = [];
  let [kept, late, open] = [0, 0, 0];
  for (const [row, due] of promised.entries()) {
    if (!Number.isFinite(due)) throw new RangeError(`row ${row}: the promised time is ${due}`);
    const done = happened[row];
    if (Number.isNaN(done)) {
      if (asOf !== undefined && measured(asOf) > measured(due)) late += 1;
      else open += 1;
      continue;
    }
    const behind = measured(done) - measured(due);
    lateness.push(behind);
    if (behind > 0) late += 1;
    else kept += 1;
  }
  const n = kept + late;
  return { n, kept, late, open, keptShare: n === 0 ? null : kept / n, lateness: spread(lateness) };
}

function spread(values: readonly number[]): PromiseKept["lateness"] {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [median = 0, p90 = 0] = quantilesReordering(Float64Array.from(values), [0.5, 0.9]);
  return { median, mean, p90 };
}
