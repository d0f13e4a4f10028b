import { quantilesReordering } from "@counterseat/stats";

/** Seconds, by linear interpolation (type 7). */
export type Wait = { readonly median: number; readonly p90: number };

/** Median and p90 of a column of milliseconds, which is reordered; null when it is empty. */
export function waitOf(milliseconds: Float64Array): Wait | null {
  if (milliseconds.length === 0) return null;
  const [median, p90] = quantilesReordering(milliseconds, [0.5, 0.9]);
  return { median: median / 1000, p90: p90 / 1000 };
}
