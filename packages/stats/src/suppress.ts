export type SuppressInput = {
  /** People per cell of a one-way table. */
  readonly cells: Readonly<Record<string, number>>;
  /** Fewest people a published group may have. */
  readonly k: number;
  /** Whether the sum over all cells is shown; true when absent. */
  readonly totalPublished?: boolean;
};

export type Suppression = {
  /** Cells hidden because they have 1..k-1 people, in the order given. */
  readonly primary: readonly string[];
  /** Cells hidden so that the total minus the shown cells does not give a primary cell away. */
  readonly complementary: readonly string[];
  /** True when no further cell can protect the primary ones, so the total must go. */
  readonly hideTotal: boolean;
};

/**
 * Which cells of a table to hide so that no sum or difference of what is shown isolates a group of 1..k-1 people.
 *
 * With the total shown, anybody can subtract the shown cells from it, so the hidden cells together are a published group: they must be at least
 * two and hold at least k people. Where they do not, the fewest further cells are hidden, among those the smallest, ties by name. An empty
 * cell hides nobody and is left as it is.
 * Source: complementary cell suppression, L. H. Cox, JASA 75 (1980), for one dimension.
 * @throws RangeError when a cell is not a count or k is not a whole number of at least 1.
 */
export function suppress({ cells, k, totalPublished = true }: SuppressInput): Suppression {
  if (!(Number.isInteger(k) && k >= 1)) throw new RangeError(`suppress: k must be a whole number of at least 1, got ${k}`);
  const entries = Object.entries(cells);
  for (const [name, n] of entries) {
    if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`suppress: cell ${name} must be a count, got ${n}`);
  }
  const hidden = entries.filter(([, n]) => n > 0 && n < k);
  const primary = hidden.map(([name]) => name);
  const people = hidden.reduce((sum, [, n]) => sum + n, 0);
  if (!totalPublished || hidden.length === 0 || (hidden.length >= 2 && people >= k))
    return { primary, complementary: [], hideTotal: false };
  // Every cell that is neither hidden nor empty has k people or more, so one of them is always enough, and an empty one never is.
  const helper = entries.filter(([, n]) => n >= k).sort(([nameA, a], [nameB, b]) => a - b || (nameA < nameB ? -1 : 1))[0];
  return helper === undefined ? { primary, complementary: [], hideTotal: true } : { primary, complementary: [helper[0]], hideTotal: false };
}
