/**
 * Of the others who hold a value, how many are strangers? One person's records share their values too, and where most records are one of
 * several of a person, counting those as chance would make an e-mail address worth no more than a surname.
 */

/** More others than this are strangers, all but the expected own ones. */
const MOST = 400;
const ROUNDS = 40;
/** How unevenly people have records: the shape of a negative binomial, 1 being as uneven as waiting times. */
const SHAPE = 2;

/**
 * How many of those who hold a value are somebody's own records follows a negative binomial around `mates`; how many strangers hold it, from
 * none to very many, is as Zipf found it for names: j strangers are as likely as 1/(j(j+1)). The share of values that strangers hold at all
 * is learned from the counts (expectation and maximisation).
 * @param others per record the number of other records that hold its value
 * @param mates how many of them are the person's own, on average
 * @returns expected strangers among k others, k from 0; `strangersIn` reads it
 * Source: G. K. Zipf (1949), Human Behavior and the Principle of Least Effort, for how often names stand.
 */
export function strangersAmong(others: Int32Array, mates: number): Float64Array {
  const own = negativeBinomial(Math.max(mates, 1e-9));
  const counts = new Float64Array(MOST + 1);
  for (const k of others) counts[Math.min(k, MOST)] += 1;
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
    share = Math.min(0.999, Math.max(1e-4, held / Math.max(1, others.length)));
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
