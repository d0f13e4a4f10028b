/**
 * Ranks of a column from 1 up; equal values share the mean of their places. `ties` is the sum of t^3 - t over runs of t equal values;
 * `distinct` the number of different values, told apart because for long columns the former rounds.
 */
export type Ranks = { readonly ranks: Float64Array; readonly ties: number; readonly distinct: number };

/** @throws RangeError when a value is NaN or infinite. */
export function midranks(name: string, values: ArrayLike<number>): Ranks {
  const n = values.length;
  const sorted = Float64Array.from(values);
  for (let i = 0; i < n; i += 1) {
    if (!Number.isFinite(sorted[i])) throw new RangeError(`${name}: value ${i + 1} is ${sorted[i]}`);
  }
  sorted.sort();
  const rankOf = new Map<number, number>();
  let ties = 0;
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && sorted[to] === sorted[from]) to += 1;
    const run = to - from;
    ties += run * run * run - run;
    rankOf.set(sorted[from], (from + to + 1) / 2);
    from = to;
  }
  // Every value was put into the map above; -0 and 0 are one key of a Map, as they are one value.
  return { ranks: Float64Array.from(values, (value) => rankOf.get(value) ?? Number.NaN), ties, distinct: rankOf.size };
}
