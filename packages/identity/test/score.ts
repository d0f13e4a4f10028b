export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Pairs that the clusters imply against pairs that are true. */
export function pairScore(cluster: ArrayLike<number>, truth: readonly string[]): Score {
  const count = (keys: readonly string[]) => {
    const found = new Map<string, number>();
    for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
    return [...found.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const both = count(truth.map((one, row) => `${cluster[row]} ${one}`));
  const found = count(truth.map((_, row) => String(cluster[row])));
  const there = count(truth);
  return { precision: both / found, recall: both / there, f1: (2 * both) / (found + there) };
}
