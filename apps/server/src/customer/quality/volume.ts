import { studentQuantile } from "@counterseat/stats";

export interface Volume {
  /** Rows a week of the weeks before, and between what the next one lies in 19 of 20 cases. */
  readonly usual: number;
  readonly band: readonly [number, number];
  readonly state: "as-usual" | "less" | "more";
}

/** Fewer rows a week in the mean, and none at all would be no surprise. */
const FEWEST = 10;

/**
 * A week's rows held against those of the same source in the weeks before it: the prediction interval for one more observation
 * (Hahn & Meeker, Statistical Intervals, 1991, 4.7), with the spread of the weeks themselves and never less than that of Poisson
 * counts, so that four weeks that happened to be alike promise nothing. Whole weeks, since every source has its weekends.
 * @returns null where there are fewer than two weeks or too few rows
 */
export function volumeOf(week: number, before: readonly number[]): Volume | null {
  const n = before.length;
  const mean = before.reduce((sum, rows) => sum + rows, 0) / n;
  if (n < 2 || mean < FEWEST) return null;
  const variance = Math.max(mean, before.reduce((sum, rows) => sum + (rows - mean) ** 2, 0) / (n - 1));
  const half = studentQuantile(0.975, n - 1) * Math.sqrt(variance * (1 + 1 / n));
  const band = [Math.max(0, mean - half), mean + half] as const;
  return { usual: mean, band, state: week < band[0] ? "less" : week > band[1] ? "more" : "as-usual" };
}
