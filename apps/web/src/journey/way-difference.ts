/** One step of a way beside the most frequent way: `added` where that way has no such step there. */
export interface WayStep {
  readonly id: string;
  readonly added: boolean;
  /** How often in a row. */
  readonly times: number;
}

/**
 * What a way does otherwise than another: its steps, those the other has not marked, and the steps of the other it leaves out. By the longest
 * common subsequence, so that a step done twice is marked once.
 */
export function wayDifference(way: readonly string[], other: readonly string[]): { steps: WayStep[]; without: string[] } {
  const common = Array.from({ length: way.length + 1 }, () => new Uint16Array(other.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = way.length - 1; i >= 0; i -= 1) {
    const row = common[i];
    for (let j = other.length - 1; row !== undefined && j >= 0; j -= 1)
      row[j] = way[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const steps: WayStep[] = [];
  const without: string[] = [];
  let [i, j] = [0, 0];
  while (i < way.length || j < other.length) {
    const [mine, theirs] = [way[i], other[j]];
    if (mine !== undefined && mine === theirs) {
      steps.push({ id: mine, added: false, times: 1 });
      i += 1;
      j += 1;
    } else if (mine !== undefined && (theirs === undefined || at(i + 1, j) >= at(i, j + 1))) {
      steps.push({ id: mine, added: true, times: 1 });
      i += 1;
    } else {
      if (theirs !== undefined) without.push(theirs);
      j += 1;
    }
  }
  return { steps: inRuns(steps), without };
}

function inRuns(steps: readonly WayStep[]): WayStep[] {
  const runs: WayStep[] = [];
  for (const step of steps) {
    const before = runs.at(-1);
    if (before?.id === step.id) runs[runs.length - 1] = { id: step.id, added: before.added || step.added, times: before.times + 1 };
    else runs.push(step);
  }
  return runs;
}
