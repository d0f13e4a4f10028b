/** Groups of things that are joined, by union-find with path halving. */
export function joining(count: number): { join(x: number, y: number): void; root(x: number): number; groups(): number[][] } {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const root = (x: number): number => {
    let at = x;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  return {
    root,
    join(x, y) {
      const [low, high] = [root(x), root(y)].sort((a, b) => a - b);
      parent[high] = low;
    },
    /** Each group ascending, groups by their lowest member. */
    groups() {
      const found = new Map<number, number[]>();
      for (let i = 0; i < count; i += 1) {
        const group = found.get(root(i));
        if (group === undefined) found.set(root(i), [i]);
        else group.push(i);
      }
      return [...found.values()];
    },
  };
}
