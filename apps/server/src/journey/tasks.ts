import {
  type CaseFilter,
  type CohortComparison,
  type JourneyColumns,
  type JourneyLog,
  compareCohorts,
  keepCases,
  map,
  model,
  prepare,
  rankWays,
  selectCases,
} from "@counterseat/journey";
import { unknownStep } from "./case-filters.ts";

/** Prepared logs kept in the computing thread, the one used last at the end. */
const KEPT = 3;
const logs = new Map<string, JourneyLog>();

export interface LogRef {
  /** Names the log and the state of its rows. */
  readonly key: string;
  /** Null on the first try: sent only when the thread does not have the log. */
  readonly columns: JourneyColumns | null;
}
export interface Missing {
  readonly missing: true;
}

export const journeyTasks = {
  "journey.model": (input: LogRef) => withLog(input, (log) => model(log)),
  "journey.map": (input: LogRef & Filtered & { steps: number; paths: number }) =>
    withCases(input, (log) => ({ map: map({ log, steps: input.steps, paths: input.paths }), variants: log.variants })),
  "journey.ways": (input: LogRef & Filtered & { most: number }) =>
    withCases(input, (log) => ({ cases: log.cases, variants: log.variants, ways: rankWays(log, input.most) })),
  "journey.compare": (input: LogRef & Filtered) =>
    withLog(input, (log): OfCases<CohortComparison> | Missing => {
      const unknown = unknownStep(input.filters, log.activities);
      if (unknown !== null) return { unknownStep: unknown };
      // Beside those that the last condition alone takes off: like with like, where the conditions before it chose the kind of journey.
      const [before, chosen] = [selectCases(log, input.filters.slice(0, -1)), selectCases(log, input.filters)];
      const cohort = Int8Array.from(before, (one, c) => (one === 0 ? -1 : chosen[c] === 1 ? 0 : 1));
      return { ...compareCohorts({ log, cohort }), unknownStep: null, allCases: log.cases, activities: log.activities };
    }),
};

interface Filtered {
  readonly filters: readonly CaseFilter[];
}
/** What is asked of the cases that hold for a stack of filters, beside the whole log they are taken from. */
export type OfCases<T> =
  | { readonly unknownStep: string }
  | (T & { readonly unknownStep: null; readonly allCases: number; readonly activities: readonly string[] });

function withCases<T>(input: LogRef & Filtered, work: (log: JourneyLog) => T): OfCases<T> | Missing {
  return withLog(input, (log): OfCases<T> => {
    const unknown = unknownStep(input.filters, log.activities);
    if (unknown !== null) return { unknownStep: unknown };
    const kept = input.filters.length === 0 ? log : keepCases(log, selectCases(log, input.filters));
    return { ...work(kept), unknownStep: null, allCases: log.cases, activities: log.activities };
  });
}

function withLog<T>(ref: LogRef, work: (log: JourneyLog) => T): T | Missing {
  let log = logs.get(ref.key);
  if (log === undefined) {
    if (ref.columns === null) return { missing: true };
    log = prepare(ref.columns);
  }
  logs.delete(ref.key);
  logs.set(ref.key, log);
  const oldest = logs.keys().next().value;
  if (logs.size > KEPT && oldest !== undefined) logs.delete(oldest);
  return work(log);
}
