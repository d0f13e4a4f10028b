import type { ProcessTree } from "../discover/process-tree.ts";
import { tracesOf } from "../discover/trace-log.ts";
import type { JourneyLog } from "../journey-log.ts";
import { compareNames } from "../name-order.ts";
import { prepare } from "../prepare.ts";
import { promiseKept, type PromiseKept } from "../promise/promise-kept.ts";
import { designedPaths, type DesignedPaths } from "./designed-paths.ts";
import { deviationCounter, deviationKey, deviationsIn, type Deviation } from "./deviations.ts";
import { judgeOf } from "./trace-judge.ts";

export type DesignedInput = {
  readonly log: JourneyLog;
  readonly tree: ProcessTree;
  /** Seconds promised for a step since the designed step that came before it. */
  readonly promises?: ReadonlyMap<string, number>;
  /** Seconds promised from the first designed step to the last. */
  readonly whole?: number | null;
  /** For promises that are open: the moment the log speaks for, UTC milliseconds. */
  readonly asOf: number;
};

export type DesignedDeviation = Deviation & {
  /** Whether the model has this step at all. */
  readonly designed: boolean;
  /** Numbers of the cases, ascending. */
  readonly members: Int32Array;
};

export type DesignedComparison = {
  /** Cases of this kind: one of the steps a run may begin with happens. Each is compared from there on. */
  readonly begun: number;
  /** Of these, cases in which a step that a run may end with happens later: only they are compared. */
  readonly compared: Int32Array;
  /** The others by the last designed step they came to: under way, or broken off. What they have not reached is not called skipped. */
  readonly unfinished: readonly { readonly step: string; readonly cases: number }[];
  /** Steps before the designed journey begins, in how many of the compared cases: no part of the comparison. */
  readonly earlier: readonly { readonly step: string; readonly cases: number }[];
  readonly exact: number;
  /** Mean and variance of the alignments' fitness over compared cases; null where there are none. */
  readonly fitness: { readonly mean: number; readonly variance: number } | null;
  readonly deviations: readonly DesignedDeviation[];
  /** `step` is null for the whole journey. */
  readonly promises: readonly { readonly step: string | null; readonly seconds: number; readonly kept: PromiseKept }[];
  /** Cases whose alignment was given up; they count as compared, not as exact, and tell no deviations. */
  readonly givenUp: number;
};

/**
 * Cases beside a designed journey. A case is of its kind when it contains a step the design begins with, and is compared from the first such step to the
 * case's end, so that what lies before another journey's beginning is no deviation of this one.
 */
export function compareDesigned({ log, tree, promises = new Map(), whole = null, asOf }: DesignedInput): DesignedComparison {
  const paths = designedPaths(tree);
  const known = new Set(paths.steps);
  const begun = begunParts(log, paths);
  const compared = begun.filter(({ last }) => last !== null);
  const part = partsOf(log, compared);
  const { exact, fitness, givenUp, deviations } = deviationsOf(part, tree, compared);
  const earlier = new Map<string, number>();
  for (const { at, from } of compared)
    for (const step of new Set(log.activity.subarray(log.offsets[at], from)))
      earlier.set(log.activities[step], (earlier.get(log.activities[step]) ?? 0) + 1);
  const unfinished = new Map<string, number>();
  for (const { reached, last } of begun) if (last === null) unfinished.set(reached, (unfinished.get(reached) ?? 0) + 1);
  return {
    begun: begun.length,
    compared: Int32Array.from(compared, ({ at }) => at),
    unfinished: ranked(unfinished),
    earlier: ranked(earlier),
    exact,
    fitness,
    deviations: deviations.map((one) => ({ ...one, designed: known.has(one.step) })),
    promises: keptPromises(log, begun, { paths, promises, whole, asOf }),
    givenUp,
  };
}

/** Case `at` from position `from` on; `last` is the position of the last step a run may end with, `reached` the last designed step. */
type Begun = { readonly at: number; readonly from: number; readonly last: number | null; readonly reached: string };

function begunParts(log: JourneyLog, { starts, ends, steps }: DesignedPaths): Begun[] {
  const [begins, closes, known] = [starts, ends, steps].map((names) => {
    const marks = new Uint8Array(log.activities.length);
    for (const [number, name] of log.activities.entries()) if (names.includes(name)) marks[number] = 1;
    return marks;
  });
  const found: Begun[] = [];
  for (let at = 0; at < log.cases; at += 1) {
    let from = log.offsets[at];
    while (from < log.offsets[at + 1] && begins[log.activity[from]] === 0) from += 1;
    if (from === log.offsets[at + 1]) continue;
    let [last, reached] = [null as number | null, from];
    for (let i = from; i < log.offsets[at + 1]; i += 1) {
      if (closes[log.activity[i]] === 1) last = i;
      if (known[log.activity[i]] === 1) reached = i;
    }
    found.push({ at, from, last, reached: log.activities[log.activity[reached]] });
  }
  return found;
}

/** A log of these parts alone; cases keep their order. */
function partsOf(log: JourneyLog, parts: readonly Begun[]): JourneyLog {
  const rows = parts.flatMap(({ at, from }) => Array.from({ length: log.offsets[at + 1] - from }, (_, i) => [at, from + i] as const));
  return prepare({
    caseCode: Int32Array.from(rows, ([at]) => at),
    activity: Int32Array.from(rows, ([, i]) => log.activity[i]),
    time: Float64Array.from(rows, ([, i]) => log.time[i]),
    activities: log.activities,
  });
}

function deviationsOf(part: JourneyLog, tree: ProcessTree, compared: readonly Begun[]) {
  const judge = judgeOf(tree);
  const { traces, counts, names } = tracesOf(part);
  const counter = deviationCounter();
  const variantsOf = new Map<string, Set<number>>();
  let [exact, givenUp, measured, sum, squares] = [0, 0, 0, 0, 0];
  for (const [variant, numbers] of traces.entries()) {
    const cases = counts[variant];
    const trace = Array.from(numbers, (step) => names[step]);
    const { fits, cost, moves } = judge.trace(trace);
    if (fits) exact += cases;
    if (cost === null || judge.shortest === null) {
      givenUp += cases;
      continue;
    }
    const most = trace.length + judge.shortest;
    const fitness = most === 0 ? 1 : 1 - cost / most;
    measured += cases;
    sum += cases * fitness;
    squares += cases * fitness * fitness;
    if (fits) continue;
    const made = moves();
    counter.add(made, cases);
    for (const { kind, step } of deviationsIn(made)) {
      const key = deviationKey(kind, step);
      const variants = variantsOf.get(key) ?? new Set();
      variantsOf.set(key, variants.add(variant));
    }
  }
  const mean = sum / measured;
  return {
    exact,
    givenUp,
    fitness: measured === 0 ? null : { mean, variance: measured < 2 ? 0 : Math.max(0, (squares - sum * mean) / (measured - 1)) },
    deviations: counter.deviations().map((one) => {
      const variants = variantsOf.get(deviationKey(one.kind, one.step));
      return {
        ...one,
        members: Int32Array.from(
          compared.filter((_, c) => variants?.has(part.variant[c]) === true),
          ({ at }) => at,
        ),
      };
    }),
  };
}

function keptPromises(
  log: JourneyLog,
  begun: readonly Begun[],
  { paths, promises, whole, asOf }: Required<Pick<DesignedInput, "promises" | "asOf">> & { paths: DesignedPaths; whole: number | null },
): DesignedComparison["promises"] {
  const known = new Set(paths.steps);
  const next = new Set(paths.pairs.map((pair) => JSON.stringify(pair)));
  const kept = (rows: readonly (readonly [promised: number, happened: number])[]) =>
    promiseKept({
      promised: Float64Array.from(rows, ([promised]) => promised),
      happened: Float64Array.from(rows, ([, happened]) => happened),
      by: "instant",
      zone: "UTC",
      asOf,
    });
  const told = [...promises].map(([step, seconds]) => {
    const rows = begun.flatMap(({ at, from, reached }): (readonly [number, number])[] => {
      let before = -1;
      for (let i = from; i < log.offsets[at + 1]; i += 1) {
        const name = log.activities[log.activity[i]];
        if (name === step) return before < 0 ? [] : [[log.time[before] + seconds * 1000, log.time[i]]];
        if (known.has(name)) before = i;
      }
      // Open only where it is what comes next; a step that was passed by is skipped, which is no promise about time.
      return before >= 0 && next.has(JSON.stringify([reached, step])) ? [[log.time[before] + seconds * 1000, Number.NaN]] : [];
    });
    return { step, seconds, kept: kept(rows) };
  });
  if (whole === null) return told;
  const rows = begun.map(({ from, last }) => [log.time[from] + whole * 1000, last === null ? Number.NaN : log.time[last]] as const);
  return [...told, { step: null, seconds: whole, kept: kept(rows) }];
}

function ranked(counts: ReadonlyMap<string, number>): { step: string; cases: number }[] {
  return [...counts].map(([step, cases]) => ({ step, cases })).sort((x, y) => y.cases - x.cases || compareNames(x.step, y.step));
}
