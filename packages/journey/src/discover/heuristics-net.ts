import type { JourneyLog } from "../journey-log.ts";
import { followsGraph, tracesOf } from "./trace-log.ts";

/** How surely one step follows another because of it, -1 to 1: near 1 when it nearly always comes after and hardly ever before. */
export type Dependency = { readonly from: string; readonly to: string; readonly count: number; readonly dependency: number };

export type HeuristicsNet = {
  /** Of every pair that occurs side by side. */
  readonly dependencies: readonly Dependency[];
  /** Those that are kept. */
  readonly arcs: readonly { readonly from: string; readonly to: string }[];
};

export type HeuristicsInput = {
  readonly log: JourneyLog;
  /** Least dependency of an arc, default .5. */
  readonly least?: number;
  /** Least measure of a loop of two steps, default .5. */
  readonly leastLoop?: number;
};

/**
 * The steps that depend on each other. With `a>b` the number of times b comes directly after a, the dependency is (a>b - b>a) / (a>b + b>a + 1), of a
 * step on itself a>a / (a>a + 1); two steps that alternate (a b a) are joined both ways where (aba + bab) / (aba + bab + 1) is enough.
 * Nothing is cleaned away before: pm4py leaves out pairs under a twentieth of the strongest first, so on noisy logs it has fewer.
 * @see A. Weijters, W. van der Aalst, A. Alves de Medeiros, Process mining with the HeuristicsMiner algorithm (2006)
 */
export function heuristicsNet({ log, least = 0.5, leastLoop = 0.5 }: HeuristicsInput): HeuristicsNet {
  const traces = tracesOf(log);
  const width = traces.names.length;
  const { edges } = followsGraph(traces, width);
  const count = (from: number, to: number) => edges.get(from * width + to) ?? 0;
  const dependencies: (Dependency & { readonly pair: number })[] = [...edges].map(([pair, there]) => {
    const [from, to] = [Math.floor(pair / width), pair % width];
    const back = count(to, from);
    const dependency = from === to ? there / (there + 1) : (there - back) / (there + back + 1);
    return { pair, from: traces.names[from], to: traces.names[to], count: there, dependency };
  });
  const turns = new Map<number, number>();
  for (const [t, trace] of traces.traces.entries()) {
    for (let i = 2; i < trace.length; i += 1) {
      if (trace[i] !== trace[i - 2] || trace[i] === trace[i - 1]) continue;
      const pair = Math.min(trace[i], trace[i - 1]) * width + Math.max(trace[i], trace[i - 1]);
      turns.set(pair, (turns.get(pair) ?? 0) + traces.counts[t]);
    }
  }
  const kept = new Set(dependencies.filter(({ dependency }) => dependency >= least).map(({ pair }) => pair));
  for (const [pair, times] of turns) {
    if (times / (times + 1) < leastLoop) continue;
    const [one, other] = [Math.floor(pair / width), pair % width];
    // A step that repeats by itself makes a b a without the two being a loop.
    if (kept.has(one * width + one) || kept.has(other * width + other)) continue;
    kept.add(pair);
    kept.add(other * width + one);
  }
  const ordered = dependencies.sort((x, y) => x.pair - y.pair);
  return {
    dependencies: ordered.map(({ from, to, count: times, dependency }) => ({ from, to, count: times, dependency })),
    arcs: ordered.filter(({ pair }) => kept.has(pair)).map(({ from, to }) => ({ from, to })),
  };
}
