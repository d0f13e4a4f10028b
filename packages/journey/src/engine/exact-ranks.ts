/** The half-octave [from, to) of milliseconds that a bucket of the waits' histogram stands for. */
export function bucketRange(bucket: number): { from: number; to: number } {
  if (bucket < 2) return { from: bucket, to: bucket + 1 };
  const half = 2 ** ((bucket >>> 1) - 1);
  const from = half * (2 + (bucket & 1));
  return { from, to: from + half };
}

/** Finer parts a range is cut into at each round. */
const PARTS = 4096;

/** The value with this rank (from 0) among whole numbers in [from, to): counts ever finer parts, so no input makes it slow. */
export function valueAtRank(values: Float64Array, { from, to }: { from: number; to: number }, rank: number): number {
  let [own, low, high, left] = [values, from, to, rank];
  while (own.length > 64 && high - low > 1) {
    const width = Math.ceil((high - low) / PARTS);
    const counts = new Uint32Array(PARTS);
    for (let i = 0; i < own.length; i += 1) counts[Math.floor((own[i] - low) / width)] += 1;
    let part = 0;
    for (; left >= counts[part]; part += 1) left -= counts[part];
    low += part * width;
    high = Math.min(high, low + width);
    const inside = new Float64Array(counts[part]);
    let at = 0;
    for (let i = 0; i < own.length; i += 1) if (own[i] >= low && own[i] < high) inside[at++] = own[i];
    own = inside;
  }
  return high - low === 1 ? low : own.slice().sort()[left];
}
