import {
  caseTimes,
  countEdges,
  countVariants,
  edgeTimes,
  type Engine,
  openEngine,
  projectEdges,
  casesContaining,
  sizeOf,
  type EngineEvents,
  type KernelSet,
} from "@counterseat/journey";

export type Log = EngineEvents & { readonly activities: readonly string[] };

export function opened(log: Log, kernels: () => KernelSet): Engine {
  return openEngine({ ...log, kernels });
}

/** Every question, asked of all cases, of two cohorts and of a filter. Texts, so that equal means equal to the last bit. */
export function answers(engine: Engine): string {
  const steps = engine.activities.map((_, step) => step);
  const kept = Uint8Array.from(steps, (step) => (step % 3 === 1 ? 0 : 1));
  const cohort = Uint8Array.from({ length: engine.cases }, (_, c) => (c % 5 === 4 ? 255 : (c % 5) * 5));
  const filtered = casesContaining(engine, { any: steps.slice(0, 2), none: steps.slice(3, 4) });
  const edges = countEdges(engine);
  const pairs = [...edges.from.entries()]
    .flatMap(([e, from]) => (from < 0 || edges.to[e] < 0 ? [] : [[from, edges.to[e]] as const]))
    .slice(0, 500);
  const both = casesContaining(engine, { all: steps.slice(0, 2) });
  const { events, cases } = sizeOf(engine);
  const shares = [0, 0.25, 0.5, 0.9, 1];
  return JSON.stringify(
    {
      events,
      cases,
      filtered,
      both,
      asked: [null, cohort, filtered].map((one) => ({
        edges: countEdges(engine, one),
        projected: projectEdges(engine, kept, one),
        variants: countVariants(engine, 20, one),
        edgeTimes: edgeTimes(engine, { edges: pairs, shares, cohort: one }),
        caseTimes: caseTimes(engine, shares, one),
      })),
    },
    (_, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value),
  );
}
