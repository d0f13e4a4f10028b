import { weightCost } from "./weights.ts";

/** Answers that are alike on every margin: `levels[m]` is the place of their level in `margins[m]`. */
export type RakeCell = { readonly n: number; readonly levels: readonly number[] };

export type RakeInput = {
  readonly cells: readonly RakeCell[];
  /** For each margin the share, or the number of people, of each of its levels; brought to a sum of 1. */
  readonly margins: readonly (readonly number[])[];
  /** Least and greatest weight, about a mean of 1, such as [0.3, 3]; none when absent. */
  readonly cap?: readonly [number, number];
};

export type Raking = {
  /** Weight of every answer of a cell, in the order of the cells, with mean 1 over the answers; null when there is no such weighting. */
  readonly weights: readonly number[] | null;
  readonly iterations: number;
  /** The greatest difference between a weighted share and its target. */
  readonly maxError: number | null;
  readonly designEffect: number | null;
  /** As many equally weighted answers would be as good: show it beside n. */
  readonly effectiveN: number | null;
  /** `no-answers`; `empty-level` (people, but no answer: nothing to weigh up); `not-converged`; `capped` (the shares are not met in full). */
  readonly doubts: readonly string[];
};

const MOST_ROUNDS = 1000;
const CLOSE_ENOUGH = 1e-12;

/**
 * Weights answers so that their shares meet known shares on several margins at once, without knowing the shares of the combinations.
 * Source: W. E. Deming & F. F. Stephan, Annals of Mathematical Statistics 11 (1940), iterative proportional fitting; cost by Kish (1965).
 * @throws RangeError when a count, level, margin or cap cannot be read.
 */
export function rake({ cells, margins, cap }: RakeInput): Raking {
  const targets = margins.map((margin, m) => shares(margin, m));
  refuseBadCells(cells, targets);
  if (cap !== undefined && !(cap[0] >= 0 && cap[0] < 1 && cap[1] > 1 && Number.isFinite(cap[1]))) {
    throw new RangeError(`rake: "cap" must lie about 1, such as [0.3, 3], got [${cap.join(", ")}]`);
  }
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  const nothing = { weights: null, iterations: 0, maxError: null, designEffect: null, effectiveN: null };
  if (n === 0) return { ...nothing, doubts: ["no-answers"] };
  const empty = targets.some((target, m) =>
    target.some((share, level) => share > 0 && !cells.some((c) => c.n > 0 && c.levels[m] === level)),
  );
  if (empty) return { ...nothing, doubts: ["empty-level"] };
  const weights = cells.map(() => 1);
  let iterations = 0;
  let maxError = greatestError(cells, weights, targets);
  let moved = Infinity;
  let capped = false;
  while (iterations < MOST_ROUNDS && maxError > CLOSE_ENOUGH && moved > CLOSE_ENOUGH) {
    const before = [...weights];
    for (const [m, target] of targets.entries()) fit({ cells, weights, target, m });
    if (cap !== undefined) capped = cut({ cells, weights, cap, n });
    iterations += 1;
    maxError = greatestError(cells, weights, targets);
    moved = weights.reduce((most, weight, i) => Math.max(most, Math.abs(weight - before[i])), 0);
  }
  const mean = cells.reduce((sum, cell, i) => sum + cell.n * weights[i], 0) / n;
  if (!(mean > 0 && Number.isFinite(mean))) return { ...nothing, iterations, doubts: ["not-converged"] };
  const scaled = weights.map((weight) => weight / mean);
  const cost = weightCost(cells.map((cell, i) => ({ n: cell.n, weight: scaled[i] })));
  // Combinations that nobody answered for can make the targets contradict each other: then the rounds swing and never settle.
  const doubts = maxError <= CLOSE_ENOUGH ? [] : capped ? ["capped"] : ["not-converged"];
  return {
    weights: scaled,
    iterations,
    maxError,
    designEffect: cost?.designEffect ?? null,
    effectiveN: cost?.effectiveN ?? null,
    doubts,
  };
}

function shares(margin: readonly number[], m: number): readonly number[] {
  const sum = margin.reduce((total, share) => total + share, 0);
  if (!(sum > 0 && Number.isFinite(sum)) || margin.some((share) => !(share >= 0))) {
    throw new RangeError(`rake: "margins"[${m}] must be shares or numbers of people of at least 0, not all 0`);
  }
  return margin.map((share) => share / sum);
}

function refuseBadCells(cells: readonly RakeCell[], targets: readonly (readonly number[])[]): void {
  if (targets.length === 0) throw new RangeError('rake: "margins" must name at least one margin');
  for (const [i, { n, levels }] of cells.entries()) {
    if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`rake: n of cell ${i} must be a count, got ${n}`);
    const fits = levels.length === targets.length && levels.every((level, m) => Number.isInteger(level) && targets[m][level] !== undefined);
    if (!fits) throw new RangeError(`rake: cell ${i} does not name one level of each margin`);
  }
}

type Fit = { readonly cells: readonly RakeCell[]; readonly weights: number[]; readonly target: readonly number[]; readonly m: number };

function fit({ cells, weights, target, m }: Fit): void {
  const now = levelShares(cells, weights, { m, levels: target.length });
  for (const [i, cell] of cells.entries()) {
    const level = cell.levels[m];
    if (now[level] > 0) weights[i] *= target[level] / now[level];
  }
}

function levelShares(
  cells: readonly RakeCell[],
  weights: readonly number[],
  margin: { readonly m: number; readonly levels: number },
): number[] {
  const sums = Array.from({ length: margin.levels }, () => 0);
  let total = 0;
  for (const [i, cell] of cells.entries()) {
    sums[cell.levels[margin.m]] += cell.n * weights[i];
    total += cell.n * weights[i];
  }
  return sums.map((sum) => sum / total);
}

function greatestError(cells: readonly RakeCell[], weights: readonly number[], targets: readonly (readonly number[])[]): number {
  let most = 0;
  for (const [m, target] of targets.entries()) {
    const now = levelShares(cells, weights, { m, levels: target.length });
    for (const [level, share] of target.entries()) most = Math.max(most, Math.abs(now[level] - share));
  }
  return most;
}

type Cut = {
  readonly cells: readonly RakeCell[];
  readonly weights: number[];
  readonly cap: readonly [number, number];
  readonly n: number;
};

/**
 * Brings the weights to mean 1 within the cap: the scale is sought at which the cut weights have that mean, since cutting first and
 * scaling after would leave the cap again. @returns whether any weight was cut.
 */
function cut({ cells, weights, cap, n }: Cut): boolean {
  const [least, most] = cap;
  const at = (scale: number, i: number): number => Math.min(most, Math.max(least, weights[i] * scale));
  const meanAt = (scale: number): number => cells.reduce((sum, cell, i) => sum + cell.n * at(scale, i), 0) / n;
  let low = 0;
  let high = 1;
  while (meanAt(high) < 1 && high < 1e12) high *= 2;
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2;
    if (meanAt(middle) < 1) low = middle;
    else high = middle;
  }
  let any = false;
  for (let i = 0; i < weights.length; i += 1) {
    const kept = at(high, i);
    any ||= kept !== weights[i] * high;
    weights[i] = kept;
  }
  return any;
}
