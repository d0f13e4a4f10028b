import type { PathRow } from "./path-rows.ts";

export type ShownInput = {
  /** Most travelled first. */
  readonly rows: readonly PathRow[];
  readonly share: number;
  readonly minimum: number;
  /** How many step codes there are. */
  readonly steps: number;
};

/**
 * Which paths a map draws (by path number): the given share of the most travelled, every step's strongest way in and out that is not a loop, and
 * the strongest missing ones until every step can be reached from the start and can reach the end. Loops are passed over because they lead nowhere.
 * A path with fewer cases than the minimum is not drawn, even if that leaves a step apart.
 */
export function shownPaths({ rows, share, minimum, steps }: ShownInput): ReadonlySet<number> {
  const drawable = rows.filter((row) => row.cases >= minimum);
  const shown = new Set(drawable.slice(0, shareOf(rows.length, share)).map((row) => row.path));
  const ways = drawable.filter((row) => row.from !== row.to);
  const entered = new Set<number>();
  const left = new Set<number>();
  for (const row of ways) {
    if (row.to >= 0 && !entered.has(row.to)) shown.add(row.path);
    if (row.from >= 0 && !left.has(row.from)) shown.add(row.path);
    entered.add(row.to);
    left.add(row.from);
  }
  connect({ ways, shown, steps, tail: (row) => row.from, head: (row) => row.to });
  connect({ ways, shown, steps, tail: (row) => row.to, head: (row) => row.from });
  return shown;
}

type ConnectInput = {
  readonly ways: readonly PathRow[];
  readonly shown: Set<number>;
  readonly steps: number;
  readonly tail: (row: PathRow) => number;
  readonly head: (row: PathRow) => number;
};

/** Adds the strongest way from what is reached to what is not, until nothing more can be reached. Reading paths backwards does the same for the end. */
function connect({ ways, shown, steps, tail, head }: ConnectInput): void {
  // Entry 0 is the start (or, backwards, the end), step s is entry s + 1.
  const reached = new Uint8Array(steps + 1);
  const drawnFrom = new Map<number, PathRow[]>();
  for (const row of ways) {
    if (!shown.has(row.path)) continue;
    const beside = drawnFrom.get(tail(row));
    if (beside === undefined) drawnFrom.set(tail(row), [row]);
    else beside.push(row);
  }
  const spread = (first: number): void => {
    const open = [first];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reached[at + 1] === 1) continue;
      reached[at + 1] = 1;
      for (const row of drawnFrom.get(at) ?? []) if (head(row) >= 0) open.push(head(row));
    }
  };
  spread(-1);
  for (;;) {
    const bridge = ways.find((row) => reached[tail(row) + 1] === 1 && head(row) >= 0 && reached[head(row) + 1] === 0);
    if (bridge === undefined) return;
    shown.add(bridge.path);
    spread(head(bridge));
  }
}

/** How many of `count` a share (0..1) keeps, rounded up; 0.7 of 10 is 7, although 0.7 * 10 is a little more than 7. */
export function shareOf(count: number, share: number): number {
  return Math.ceil(share * count - 1e-9);
}
