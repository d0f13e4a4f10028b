/** Median of five and the spread, so that a noisy machine shows as one. */
export interface Measured {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function summary(values: readonly number[]): Measured {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), low: sorted[0] ?? 0, high: sorted.at(-1) ?? 0 };
}

/** Linear interpolation between order statistics. */
export function percentile(values: readonly number[], share: number): number {
  return at(
    [...values].sort((a, b) => a - b),
    share,
  );
}

function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place - Math.floor(place));
}

export async function times(rounds: number, work: () => Promise<unknown>): Promise<number[]> {
  const found: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const started = performance.now();
    await work();
    found.push(performance.now() - started);
  }
  return found;
}

export function rounded(value: number, digits = 1): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/**
 * CPU milliseconds of this process, all its threads, for each round; and what the last round gave. Before several rounds one goes uncounted: it
 * compiles what the others run.
 */
export async function cpuOf<T>(rounds: number, work: () => T | Promise<T>): Promise<{ cpu: number[]; result: T }> {
  const cpu: number[] = [];
  if (rounds > 1) await work();
  for (let i = 1; ; i++) {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    cpu.push(rounded((user + system) / 1000, 2));
    if (i >= rounds) return { cpu, result };
  }
}
