import { refuseBadCounts, type Proportion } from "./proportion.ts";

/** Tables whose chance differs from the observed one's by rounding only count as equally likely (as in R). */
const SAME = 1 + 1e-7;

/**
 * Two-sided p of Fisher's exact test that two shares are alike: the chance, with all margins held, of every table no likelier than the one
 * observed.
 * Source: R. A. Fisher, Statistical Methods for Research Workers (1934), two-sided as in R's fisher.test. Chances are built by their ratios
 * outwards from the likeliest table, so that none is lost below the smallest number.
 * @returns p, 0..1; 1 when a side is empty or nobody or everybody succeeded.
 * @throws RangeError when the counts are not counts.
 */
export function fisherExact({ a, b }: { readonly a: Proportion; readonly b: Proportion }): number {
  refuseBadCounts("fisherExact", a);
  refuseBadCounts("fisherExact", b);
  const successes = a.successes + b.successes;
  const least = Math.max(0, successes - b.n);
  const most = Math.min(a.n, successes);
  const mode = Math.min(most, Math.max(least, Math.floor(((successes + 1) * (a.n + 1)) / (a.n + b.n + 2))));
  const chances = new Float64Array(most - least + 1);
  chances[mode - least] = 1;
  for (let k = mode; k < most; k += 1) {
    const ratio = ((a.n - k) * (successes - k)) / ((k + 1) * (b.n - successes + k + 1));
    chances[k + 1 - least] = chances[k - least] * ratio;
  }
  for (let k = mode; k > least; k -= 1) {
    const ratio = (k * (b.n - successes + k)) / ((a.n - k + 1) * (successes - k + 1));
    chances[k - 1 - least] = chances[k - least] * ratio;
  }
  const observed = chances[a.successes - least];
  let all = 0;
  let extreme = 0;
  for (const chance of chances) {
    all += chance;
    if (chance <= observed * SAME) extreme += chance;
  }
  return Math.min(1, extreme / all);
}
