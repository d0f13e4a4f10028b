/**
 * Of the others who hold a value, how many are strangers? One person's records share their values too, and where most records are one of
 * several of a person, counting those as chance would make an e-mail address worth no more than a surname.
 */

/** More others than this are strangers, all but the expected own ones. */
const MOST = 400;
const ROUNDS = 40;
/** How unevenly people have records: the shape of a negative binomial, 1 being as uneven as waiting times. */
const SHAPE = 2;

/** How many others hold the value that a record holds, over all records of a column that hold one. */
export interface Others {
  /** Records with so many others, up to `MOST`, where all with more stand too. */
  readonly counts: Float64Array;
  /** What the others of the last are more than `MOST`, added up. */
  readonly beyond: number;
  /** Records that hold a value. */
  readonly n: number;
}

/** @param held rows that hold each word of a column */
export function othersOf(held: Int32Array): Others {
  const counts = new Float64Array(MOST + 1);
  let [beyond, n] = [0, 0];
  for (let code = 0; code < held.length; code += 1) {
    const others = held[code] - 1;
    counts[Math.min(others, MOST)] += held[code];
    beyond += held[code] * Math.max(0, others - MOST);
    n += held[code];
  }
  return { counts, beyond, n };
}

/** Expected strangers who hold one's own value, added up over all records. */
export function allStrangers({ counts, beyond }: Others, expected: Float64Array): number {
  return counts.reduce((sum, n, k) => sum + n * expected[k], 0) + beyond;
}

/**
 * How many of those who hold a value are somebody's own records follows a negative binomial around `mates`; how many strangers hold it, from
 * none to very many, is as Zipf found it for names: j strangers are as likely as 1/(j(j+1)). The share of values that strangers hold at all
 * is learned from the counts (expectation and maximisation).
 * @param mates how many of them are the person's own, on average
 * @returns expected strangers among k others, k from 0; `strangersIn` reads it
 * Source: G. K. Zipf (1949), Human Behavior and the Principle of Least Effort, for how often names stand.
 */
export function strangersAmong({ counts, n }: Others, mates: number): Float64Array {
  const own = negativeBinomial(Math.max(mates, 1e-9));
  const expected = new Float64Array(MOST + 1);
  let share = 0.5;
  for (let round = 0; round < ROUNDS; round += 1) {
    let held = 0;
    for (let k = 0; k <= MOST; k += 1) {
      // Of large counts only those that stand are needed, and they are few.
      if (counts[k] === 0 && round < ROUNDS - 1) continue;
      const none = (1 - share) * own[k];
      let all = none;
      let sum = 0;
      for (let j = 1; j <= k; j += 1) {
        const likelihood = (share / (j * (j + 1))) * own[k - j];
        all += likelihood;
        sum += j * likelihood;
      }
      expected[k] = all > 0 ? sum / all : Math.max(0, k - mates);
      held += counts[k] * (all > 0 ? 1 - none / all : 1);
    }
    share = Math.min(0.999, Math.max(1e-4, held / Math.max(1, n)));
  }
  return expected;
}

/** Expected strangers among so many others. */
export function strangersIn(expected: Float64Array, others: number): number {
  const last = expected.length - 1;
  return others <= last ? expected[others] : expected[last] + (others - last);
}

function negativeBinomial(mean: number): Float64Array {
  const success = SHAPE / (SHAPE + mean);
  const shares = new Float64Array(MOST + 1);
  shares[0] = success ** SHAPE;
  for (let k = 1; k <= MOST; k += 1) shares[k] = (shares[k - 1] * (k - 1 + SHAPE) * (1 - success)) / k;
  return shares;
}
