/** Traversals per edge and cohort, edges in ascending order of their steps. */
export type EdgeCounts = {
  /** Step it leaves; -1 is the start of a case. */
  readonly from: Int32Array;
  /** Step it reaches; -1 is the end of a case. */
  readonly to: Int32Array;
  /** By cohort: traversals, and their milliseconds together (exact, rounded once beyond 2^53; 0 for edges from the start and to the end). */
  readonly cohorts: readonly { readonly count: Float64Array; readonly sum: Float64Array }[];
};

/** Adds up tables by edge from several memories, sums as two words so that none is rounded before the end. */
export type EdgeTally = { readonly count: Float64Array; readonly low: Float64Array; readonly high: Float64Array };

export function edgeTally(entries: number): EdgeTally {
  return { count: new Float64Array(entries), low: new Float64Array(entries), high: new Float64Array(entries) };
}

/** @param words u32 view of the table. @param size words by entry. */
export function addEntries({ count, low, high }: EdgeTally, words: Uint32Array, size: number): void {
  for (let e = 0; e < count.length; e += 1) {
    const at = e * size;
    if (words[at + 2] === 0) continue;
    low[e] += words[at];
    high[e] += words[at + 1];
    count[e] += words[at + 2];
  }
}

/** The edges that occur in any cohort, with their code (from << shift | to, steps from 1, 0 start or end). */
export function edgesThatOccur(tally: EdgeTally, shift: number, cohorts: number): { edges: EdgeCounts; codes: number[] } {
  const size = 4 ** shift;
  const codes: number[] = [];
  for (let code = 0; code < size; code += 1) {
    for (let k = 0; k < cohorts; k += 1) {
      if (tally.count[k * size + code] === 0) continue;
      codes.push(code);
      break;
    }
  }
  return {
    codes,
    edges: {
      from: Int32Array.from(codes, (code) => (code >>> shift) - 1),
      to: Int32Array.from(codes, (code) => (code & (2 ** shift - 1)) - 1),
      cohorts: Array.from({ length: cohorts }, (_, k) => ({
        count: Float64Array.from(codes, (code) => tally.count[k * size + code]),
        sum: Float64Array.from(codes, (code) => tally.high[k * size + code] * 2 ** 32 + tally.low[k * size + code]),
      })),
    },
  };
}
