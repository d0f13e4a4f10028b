export const ADJUSTMENTS = ["benjamini-hochberg", "holm", "bonferroni"] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/**
 * p values made fit for being looked at together.
 *
 * `benjamini-hochberg` holds the expected share of false finds among the finds (Y. Benjamini & Y. Hochberg, JRSS B 57, 1995); `holm` (S. Holm,
 * Scandinavian Journal of Statistics 6, 1979) and `bonferroni` hold the chance of any false find. A null p, where no test could be made,
 * stays null and does not count.
 * @returns adjusted p in the order given; a test is a find when its adjusted p is at most the chosen level.
 * @throws RangeError when a p is outside 0..1.
 */
export function adjustPValues(p: readonly (number | null)[], method: Adjustment = "benjamini-hochberg"): (number | null)[] {
  const tested: { readonly at: number; readonly p: number }[] = [];
  for (const [at, value] of p.entries()) {
    if (value === null) continue;
    if (!(value >= 0 && value <= 1)) throw new RangeError(`adjustPValues: "p"[${at}] must lie in 0..1, got ${value}`);
    tested.push({ at, p: value });
  }
  tested.sort((x, y) => x.p - y.p);
  const m = tested.length;
  const adjusted: (number | null)[] = p.map(() => null);
  // Holm may not fall while p rises, Benjamini-Hochberg not rise while p falls: each carries its extreme along.
  let carried = method === "benjamini-hochberg" ? 1 : 0;
  for (let step = 0; step < m; step += 1) {
    const i = method === "benjamini-hochberg" ? m - 1 - step : step;
    const one = tested[i];
    if (method === "benjamini-hochberg") carried = Math.min(carried, (one.p * m) / (i + 1));
    else if (method === "holm") carried = Math.max(carried, Math.min(1, one.p * (m - i)));
    else carried = Math.min(1, one.p * m);
    adjusted[one.at] = carried;
  }
  return adjusted;
}
