/** A column in three numbers: enough for every mean comparison here, and mergeable across partitions. */
export type Moments = {
  readonly n: number;
  /** null when n is 0. */
  readonly mean: number | null;
  /** Sample variance (n - 1 in the denominator), in squared units of the column; null when n < 2. */
  readonly variance: number | null;
};

/**
 * Count, mean and sample variance in one pass that never subtracts two large sums.
 * Source: B. P. Welford, Technometrics 4 (1962).
 * @throws RangeError when a value is NaN or infinite.
 */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < n; i += 1) {
    const value = values[i];
    if (!Number.isFinite(value)) throw new RangeError(`moments: value ${i} is ${value}`);
    const delta = value - mean;
    mean += delta / (i + 1);
    squares += delta * (value - mean);
  }
  return { n, mean: n === 0 ? null : mean, variance: n < 2 ? null : squares / (n - 1) };
}

/**
 * Arithmetic mean, or null for an empty column.
 * @throws RangeError when a value is NaN or infinite.
 */
export function mean(values: ArrayLike<number>): number | null {
  return moments(values).mean;
}
