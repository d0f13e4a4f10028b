import { compareNames } from "../name-order.ts";
import type { Cohorts } from "./count-edges.ts";
import { cohortCount, type Engine, type Part, parts, sequencesOf, writeCohorts } from "./engine.ts";
import { scratch, word } from "./segment.ts";

export type VariantCounts = {
  readonly cases: number;
  /** Different sequences of steps. */
  readonly variants: number;
  /** Most frequent first; ties by their step names, compared one after the other, the shorter first. */
  readonly top: readonly { readonly steps: readonly number[]; readonly count: number }[];
};

/** The sequences of steps of up to 16 cohorts and the `most` most frequent ones, one answer per cohort. */
export function countVariants(engine: Engine, most: number = 20, cohort: Cohorts = null): VariantCounts[] {
  const cohorts = cohortCount(engine, cohort);
  const asked = parts(engine);
  const size = asked.reduce((total, { segment, variantNumber }) => {
    return Math.max(total, variantNumber === null ? word(segment, "variants") : highest(variantNumber) + 1);
  }, 0);
  const counts = Array.from({ length: cohorts }, () => new Float64Array(size));
  for (const part of asked) addCounts(engine, part, { cohort, counts });
  const stepsOf = sequences(engine, asked);
  return counts.map((count) => {
    let cases = 0;
    let variants = 0;
    for (let v = 0; v < size; v += 1) {
      if (count[v] === 0) continue;
      cases += count[v];
      variants += 1;
    }
    const top = mostFrequent(count, most, stepsOf).map((v) => ({ steps: [...stepsOf.steps(v)], count: count[v] }));
    return { cases, variants, top };
  });
}

function addCounts(engine: Engine, part: Part, { cohort, counts }: { cohort: Cohorts; counts: readonly Float64Array[] }): void {
  const { segment, variantNumber } = part;
  const variants = word(segment, "variants");
  const [members, out] = scratch(segment, [word(segment, "cases"), counts.length * (variants + 1) * 4]);
  writeCohorts(engine, part, cohort, members);
  segment.kernels.countVariants(members, out);
  const found = new Uint32Array(segment.kernels.buffer(), out, counts.length * (variants + 1));
  for (const [k, count] of counts.entries()) {
    const own = found.subarray(k * (variants + 1), (k + 1) * (variants + 1) - 1);
    if (variantNumber === null) for (let v = 0; v < variants; v += 1) count[v] += own[v];
    else for (let v = 0; v < variants; v += 1) count[variantNumber[v]] += own[v];
  }
}

type Sequences = { readonly steps: (variant: number) => ArrayLike<number> & Iterable<number>; readonly rank: Int32Array };

function sequences(engine: Engine, [main, tail]: readonly Part[]): Sequences {
  const mask = 2 ** word(engine.main, "shift") - 1;
  const inMain = sequencesOf(main.segment);
  const known = word(main.segment, "variants");
  const newer = new Map<number, number>();
  for (const [v, number] of tail?.variantNumber?.entries() ?? []) if (number >= known) newer.set(number, v);
  const inTail = tail === undefined ? inMain : sequencesOf(tail.segment);
  const rank = new Int32Array(engine.activities.length);
  const order = engine.activities.map((_, step) => step).sort((x, y) => compareNames(engine.activities[x], engine.activities[y]));
  for (const [place, step] of order.entries()) rank[step] = place;
  return { rank, steps: (v) => (v < known ? inMain(v) : inTail(newer.get(v) ?? 0)).map((edge) => (edge & mask) - 1) };
}

/** A list of the best so far: most variants lose against its last entry at once, however many there are. */
function mostFrequent(count: Float64Array, most: number, { steps, rank }: Sequences): number[] {
  const before = (v: number, w: number): boolean => {
    if (count[v] !== count[w]) return count[v] > count[w];
    const [x, y] = [steps(v), steps(w)];
    for (let i = 0; i < Math.min(x.length, y.length); i += 1) if (x[i] !== y[i]) return rank[x[i]] < rank[y[i]];
    return x.length < y.length;
  };
  const best: number[] = [];
  for (let v = 0; v < count.length; v += 1) {
    if (count[v] === 0 || most < 1 || (best.length === most && !before(v, best[most - 1]))) continue;
    const at = best.findIndex((w) => before(v, w));
    best.splice(at === -1 ? best.length : at, 0, v);
    if (best.length > most) best.pop();
  }
  return best;
}

function highest(numbers: Uint32Array): number {
  let most = -1;
  for (const number of numbers) if (number > most) most = number;
  return most;
}
