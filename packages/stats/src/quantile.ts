/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman & Fan, The American Statistician 50 (1996); the default of
 * R, numpy and Excel's PERCENTILE.INC). The column is left as it was.
 * @param p share of the column below, 0..1.
 * @returns null for an empty column.
 * @throws RangeError when p is outside 0..1 or a value is NaN.
 */
export function quantile(values: ArrayLike<number>, p: number): number | null {
  return quantilesReordering(Float64Array.from(values), [p])[0] ?? null;
}

/**
 * The same for several p in ascending order, by selection instead of a full sort. REORDERS `scratch` in place, which is what makes it cheap:
 * give it a copy, or a buffer of your own.
 * @returns one value per p; an empty array for an empty column.
 * @throws RangeError when the p are outside 0..1 or descend, or a value is NaN.
 */
export function quantilesReordering(scratch: Float64Array, ps: readonly number[]): number[] {
  const n = scratch.length;
  let floor = 0;
  let last = 0;
  const result: number[] = [];
  for (const p of ps) {
    if (!(p >= last && p <= 1)) throw new RangeError(`quantile: p must ascend within 0..1, got ${ps.join(", ")}`);
    last = p;
    if (n === 0) continue;
    const position = (n - 1) * p;
    const k = Math.floor(position);
    // What lies left of an earlier, smaller k is already smaller than everything right of it.
    select(scratch, Math.min(floor, k), n - 1, k);
    floor = k;
    const low = scratch[k];
    const share = position - k;
    const value = share === 0 ? low : low + share * (smallest(scratch, k + 1) - low);
    if (Number.isNaN(value)) throw new RangeError("quantile: the column contains NaN");
    result.push(value);
  }
  return result;
}

function smallest(values: Float64Array, from: number): number {
  let least = values[from];
  for (let i = from + 1; i < values.length; i += 1) {
    const value = values[i];
    if (value < least) least = value;
  }
  return least;
}

/**
 * Puts the k-th smallest of values[low..high] at k, smaller ones left, larger ones right of it.
 * Hoare's quickselect with the median of three; after too many lopsided rounds the rest is sorted, so no input makes it quadratic.
 */
function select(values: Float64Array, low: number, high: number, k: number): void {
  let left = low;
  let right = high;
  let rounds = 2 * Math.ceil(Math.log2(right - left + 2)) + 4;
  while (right > left) {
    if (right - left < 24 || rounds === 0) {
      values.subarray(left, right + 1).sort();
      return;
    }
    rounds -= 1;
    const middle = (left + right) >>> 1;
    const pivot = middleOf(values[left], values[middle], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i += 1;
      while (values[j] > pivot) j -= 1;
      if (i > j) break;
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
      i += 1;
      j -= 1;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return;
  }
}

function middleOf(a: number, b: number, c: number): number {
  return a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
}
