/** What weighting costs: the design effect and the number of equally weighted answers that would be as good. */
export type WeightCost = { readonly designEffect: number; readonly effectiveN: number };

/**
 * Kish's design effect n sum(w^2) / sum(w)^2, at least 1, and n divided by it.
 * Source: L. Kish, Survey Sampling (1965), 11.7.
 * @param groups answers that share a weight.
 * @returns null without answers.
 */
export function weightCost(groups: readonly { readonly n: number; readonly weight: number }[]): WeightCost | null {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const group of groups) {
    n += group.n;
    sum += group.n * group.weight;
    squares += group.n * group.weight * group.weight;
  }
  if (!(sum > 0)) return null;
  return { designEffect: (n * squares) / (sum * sum), effectiveN: (sum * sum) / squares };
}
